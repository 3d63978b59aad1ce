//! Path templates: `out/{month:02}/{origin}`.

/// A template, parsed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template {
    /// Where it stands in the source.
    pub(crate) literal: Option<syn::LitStr>,
    pub(crate) pieces: Vec<Piece>,
}

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text as it stands, braces unescaped.
    Text(String),
    /// `{name}` or `{name:spec}`.
    Hole {
        name: String,
        spec: String,
        /// Where the name stands in the template, in bytes.
        at: std::ops::Range<usize>,
    },
}

/// What is wrong with a template, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) problem: String,
    pub(crate) help: String,
    /// The bytes it is about.
    pub(crate) at: std::ops::Range<usize>,
}

impl Template {
    /// Reads a template; every mistake is found, not only the first.
    pub(crate) fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let mut pieces = Vec::new();
        let mut mistakes = Vec::new();
        let mut plain = String::new();
        let mut rest = 0;
        while let Some(found) = text[rest..].find(['{', '}']) {
            let at = rest + found;
            plain.push_str(&text[rest..at]);
            let open = text[at..].starts_with('{');
            let brace = if open { "{" } else { "}" };
            if text[at + 1..].starts_with(brace) {
                plain.push_str(brace);
                rest = at + 2;
                continue;
            }
            if !open {
                mistakes.push(Mistake {
                    problem: "a `}` that closes nothing".to_owned(),
                    help: "write `}}` for a brace in the path itself".to_owned(),
                    at: at..at + 1,
                });
                rest = at + 1;
                continue;
            }
            let Some(length) = text[at + 1..]
                .find(['{', '}'])
                .filter(|length| text[at + 1 + length..].starts_with('}'))
            else {
                mistakes.push(Mistake {
                    problem: "a `{` that is never closed".to_owned(),
                    help: "write `{name}`, or `{{` for a brace in the path itself".to_owned(),
                    at: at..at + 1,
                });
                rest = at + 1;
                continue;
            };
            let inside = &text[at + 1..at + 1 + length];
            let (name, spec) = inside.split_once(':').unwrap_or((inside, ""));
            rest = at + 2 + length;
            if name.trim().is_empty() {
                mistakes.push(Mistake {
                    problem: "braces without a name".to_owned(),
                    help: "write the name of a parameter: `{name}`".to_owned(),
                    at: at..rest,
                });
                continue;
            }
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Hole {
                name: name.to_owned(),
                spec: spec.to_owned(),
                at: at + 1..at + 1 + name.len(),
            });
        }
        plain.push_str(&text[rest..]);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        if mistakes.is_empty() {
            Ok(Self {
                literal: None,
                pieces,
            })
        } else {
            Err(mistakes)
        }
    }

    /// The holes: names, specs and places.
    pub(crate) fn holes(&self) -> impl Iterator<Item = (&str, &str, &std::ops::Range<usize>)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Hole { name, spec, at } => Some((name.as_str(), spec.as_str(), at)),
            Piece::Text(_) => None,
        })
    }
}

/// The line of a text that holds a place, with a caret under the place: spans inside a
/// literal cannot be pointed at on stable Rust, so the message does.
pub(crate) fn caret(text: &str, at: &std::ops::Range<usize>) -> String {
    let start = text[..at.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let end = text[at.start..]
        .find('\n')
        .map_or(text.len(), |newline| at.start + newline);
    let line = &text[start..end];
    let before = text[start..at.start].chars().count();
    let under = text[at.start..at.end.min(end)].chars().count().max(1);
    format!("  {line}\n  {}{}", " ".repeat(before), "^".repeat(under))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        Template::parse(text)
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|mistake| mistake.problem)
            .collect()
    }

    #[test]
    fn names_specs_and_escapes_are_read() {
        assert_eq!(
            Template::parse("out/{month:02}/{{x}}/{origin}"),
            Ok(Template {
                literal: None,
                pieces: vec![
                    Piece::Text("out/".to_owned()),
                    Piece::Hole {
                        name: "month".to_owned(),
                        spec: "02".to_owned(),
                        at: 5..10,
                    },
                    Piece::Text("/{x}/".to_owned()),
                    Piece::Hole {
                        name: "origin".to_owned(),
                        spec: String::new(),
                        at: 22..28,
                    },
                ]
            })
        );
    }

    #[test]
    fn a_date_format_may_hold_colons() {
        let template = Template::parse("{at:%H:%M}").expect("a template");
        assert_eq!(template.holes().next(), Some(("at", "%H:%M", &(1..3))));
    }

    #[test]
    fn every_brace_out_of_place_is_found() {
        assert_eq!(mistakes("a/{b"), ["a `{` that is never closed"]);
        assert_eq!(mistakes("a/b}"), ["a `}` that closes nothing"]);
        assert_eq!(mistakes("a/{}/{:02}"), ["braces without a name"; 2]);
        assert_eq!(mistakes("{a/{b}/c}").len(), 2);
    }

    #[test]
    fn the_caret_stands_under_the_word_also_after_wide_text() {
        let text = "größe/{mont}";
        let at = text.find("mont").expect("the word");
        assert_eq!(caret(text, &(at..at + 4)), "  größe/{mont}\n         ^^^^");
    }
}

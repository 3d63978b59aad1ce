//! Files of properties, as `java.util.Properties` reads and writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The text of a file with these properties, sorted by name, in ASCII only, so that no reader
/// can take it for another encoding.
#[must_use]
pub fn print(properties: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    for (key, value) in properties {
        escape(key, true, &mut text);
        text.push('=');
        escape(value, false, &mut text);
        text.push('\n');
    }
    text
}

fn escape(text: &str, is_key: bool, out: &mut String) {
    for (i, c) in text.chars().enumerate() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\u{c}' => out.push_str("\\f"),
            // In a value a blank ends nothing, but at its beginning it would be skipped.
            ' ' if is_key || i == 0 => out.push_str("\\ "),
            '=' | ':' | '#' | '!' if is_key => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
}

/// The properties in a file's text; of two with one name the last wins. What cannot be an
/// escape (`\u` without four digits) stays as it is.
#[must_use]
pub fn parse(text: &str) -> BTreeMap<String, String> {
    let mut properties = BTreeMap::new();
    for line in logical_lines(text) {
        let (key, value) = split(&line);
        properties.insert(unescape(key), unescape(value));
    }
    properties
}

/// Lines without their leading blanks, comments and empty lines left out, continuations joined.
fn logical_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open: Option<String> = None;
    // A line ends with `\n`, `\r` or both; of both the second makes an empty line, which is
    // skipped, except after a continuation.
    for natural in text.replace("\r\n", "\n").split(['\n', '\r']) {
        let natural = natural.trim_start_matches(is_blank);
        if open.is_none() && (natural.is_empty() || natural.starts_with(['#', '!'])) {
            continue;
        }
        let mut line = open.take().unwrap_or_default();
        let backslashes = natural.chars().rev().take_while(|c| *c == '\\').count();
        if backslashes % 2 == 1 {
            line.push_str(&natural[..natural.len() - 1]);
            open = Some(line);
        } else {
            line.push_str(natural);
            lines.push(line);
        }
    }
    lines.extend(open);
    lines
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{c}')
}

/// Key and value, still escaped: the key ends at the first `=`, `:` or blank.
fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    let end = line
        .char_indices()
        .find(|(_, c)| {
            let ends = !escaped && (is_blank(*c) || matches!(c, '=' | ':'));
            escaped = !escaped && *c == '\\';
            ends
        })
        .map_or(line.len(), |(at, _)| at);
    let (key, rest) = line.split_at(end);
    let rest = rest.trim_start_matches(is_blank);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest);
    (key, rest.trim_start_matches(is_blank))
}

fn unescape(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let plain = if c == '\\' {
            match rest.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\u{c}',
                Some('u') => {
                    let digits = rest.as_str().get(..4);
                    let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
                    if let Some(unit) = unit {
                        units.push(unit);
                        rest = rest.as_str()[4..].chars();
                        continue;
                    }
                    'u'
                }
                Some(other) => other,
                None => continue,
            }
        } else {
            c
        };
        units.extend_from_slice(plain.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_is_read_as_java_reads_it() {
        let text = "# comment\n! another\n\n  spark.a  1 2 \nspark.b=x=y\nspark.c: z\\\n    more\n\
                    spark.d=\\u00e9\\t\\\\\nspark\\ e\\=f=g\nspark.empty\nspark.a=3\r\nspark.last=end\\";
        let expected = [
            ("spark.a", "3"),
            ("spark.b", "x=y"),
            ("spark.c", "zmore"),
            ("spark.d", "é\t\\"),
            ("spark e=f", "g"),
            ("spark.empty", ""),
            ("spark.last", "end"),
        ];
        let expected: BTreeMap<_, _> = expected.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        assert_eq!(parse(text), expected);
    }

    #[test]
    fn a_file_is_written_in_ascii() {
        let properties = BTreeMap::from([("spark.é".to_owned(), " 😀 a:b#c\n".to_owned())]);
        assert_eq!(
            print(&properties),
            "spark.\\u00e9=\\ \\ud83d\\ude00 a:b#c\\n\n"
        );
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(properties in proptest::collection::btree_map(".{1,12}|[ \\\\=:#!\t\n\ré☃😀a]{1,8}", ".{0,12}|[ \\\\=:#!\t\n\ré☃😀a]{0,8}", 0..6)) {
            let text = print(&properties);
            prop_assert!(text.is_ascii());
            prop_assert_eq!(parse(&text), properties);
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let _ = parse(&text);
        }
    }
}

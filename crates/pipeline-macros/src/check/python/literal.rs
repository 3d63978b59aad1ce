//! Where a byte of a literal's value stands in the Rust file.

/// The byte of the literal as it is written (`r#"…"#`) that a byte of its value comes from.
pub(super) fn written(literal: &str, value: usize) -> usize {
    let quote = literal.find('"').map_or(0, |quote| quote + 1);
    if literal.starts_with('r') {
        return (quote + value).min(literal.len());
    }
    let mut seen = 0;
    let mut at = quote;
    while seen < value && at < literal.len() {
        let (length, gives) = piece(&literal[at..]);
        at += length;
        seen += gives;
    }
    // A line that goes on gives nothing: what follows it is meant.
    while literal[at..].starts_with("\\\n") {
        at += piece(&literal[at..]).0;
    }
    at
}

/// One character of a literal: its bytes as written, and the bytes that it gives.
fn piece(rest: &str) -> (usize, usize) {
    let mut chars = rest.chars();
    let Some(first) = chars.next() else {
        return (1, 1);
    };
    if first != '\\' {
        return (first.len_utf8(), first.len_utf8());
    }
    match chars.next() {
        Some('x') => (4.min(rest.len()), 1),
        Some('u') => {
            let length = rest.find('}').map_or(rest.len(), |end| end + 1);
            let digits: String = rest[..length]
                .chars()
                .filter(char::is_ascii_hexdigit)
                .collect();
            let code = u32::from_str_radix(&digits, 16)
                .ok()
                .and_then(char::from_u32);
            (length, code.map_or(1, char::len_utf8))
        }
        Some('\n') => {
            let after = &rest[1..];
            (1 + after.len() - after.trim_start().len(), 0)
        }
        Some(other) => (1 + other.len_utf8(), 1),
        None => (1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[track_caller]
    fn at(literal: &str, word: &str) {
        let parsed: syn::LitStr = syn::parse_str(literal).expect("a literal");
        let value = parsed.value().find(word).expect("the word");
        let at = written(literal, value);
        assert!(
            literal[at..].starts_with(word),
            "{literal}: {}",
            &literal[at..]
        );
    }

    #[test]
    fn a_word_is_found_where_it_is_written() {
        at("\"abc word\"", "word");
        at("r\"abc word\"", "word");
        at("r##\"a \"# \\n word\"##", "word");
        at(r#""a\n\t\"\\\x41\u{e9}é word""#, "word");
        at("\"a\n  b \\\n   c word\"", "word");
        at("\"a \\\n   word\"", "word");
    }

    #[test]
    fn what_lies_outside_is_the_end() {
        assert_eq!(written("\"a\"", 99), 3);
        assert_eq!(written("r\"a\"", 99), 4);
    }
}

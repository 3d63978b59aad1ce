//! Passwords in URLs.

use std::borrow::Cow;

use memchr::memmem;

use super::MASK;

/// A text with the password of every URL's user masked: `https://me:*****@host`.
///
/// A user without a password stays: in `abfss://container@account` it is no secret.
#[must_use]
pub fn mask_urls(text: &str) -> Cow<'_, str> {
    let spans = passwords(text.as_bytes());
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for (begin, end) in spans {
        // A span begins after an ASCII colon and ends at an ASCII `@`.
        masked.push_str(&text[at..begin]);
        masked.push_str(MASK);
        at = end;
    }
    masked.push_str(&text[at..]);
    Cow::Owned(masked)
}

/// Where the passwords of URLs stand.
pub(super) fn passwords(text: &[u8]) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(found) = memmem::find(&text[at..], b"://") {
        let begin = at + found + 3;
        let scheme = begin > 3 && text[begin - 4].is_ascii_alphanumeric();
        // The authority: what stands before the path, or before what ends a word.
        let length = text[begin..]
            .iter()
            .position(|byte| {
                byte.is_ascii_whitespace()
                    || matches!(
                        byte,
                        b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\'
                    )
            })
            .unwrap_or(text.len() - begin);
        let authority = &text[begin..begin + length];
        let host = authority.iter().rposition(|byte| *byte == b'@');
        let colon = authority.iter().position(|byte| *byte == b':');
        if let (true, Some(host), Some(colon)) = (scheme, host, colon)
            && colon + 1 < host
        {
            spans.push((begin + colon + 1, begin + host));
        }
        at = begin + length;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_of_a_url_is_masked_and_nothing_else() {
        for (text, shown) in [
            ("https://me:pw@host/x", "https://me:*****@host/x"),
            (
                "a jdbc:postgresql://u:p@db:5432/x, b",
                "a jdbc:postgresql://u:*****@db:5432/x, b",
            ),
            (
                "https://:tok@host and http://a:b@c",
                "https://:*****@host and http://a:*****@c",
            ),
            ("https://me:p@ss@host", "https://me:*****@host"),
            ("abfss://container@account/x", "abfss://container@account/x"),
            ("http://localhost:4040/a@b", "http://localhost:4040/a@b"),
            ("https://me:@host", "https://me:@host"),
            ("http://ü:ö@host", "http://ü:*****@host"),
            ("://", "://"),
        ] {
            assert_eq!(mask_urls(text), shown);
        }
    }
}

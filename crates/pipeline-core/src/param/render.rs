//! How a value stands in a path.
//!
//! Letters, digits, `-`, `_` and `.` stand for themselves, except a leading `_` or `.`
//! (Spark takes such names for hidden). Everything else is percent-encoded, byte by byte, so
//! that no value makes a slash, a colon, a glob or `..`. Two characters that are therefore
//! free carry structure: `~` begins a word of ours (`~empty`, `~none`, `~list`, `~root`) and `+`
//! stands between the elements of a list.
//!
//! Invariant: for one type and the empty spec, two values that differ make two texts. On a
//! file system that ignores case (macOS), `a` and `A` are one place all the same.

use super::{ParamError, ParamKind};

/// The empty text.
pub(super) const EMPTY: &str = "~empty";
/// `None`.
pub(super) const NONE: &str = "~none";
/// A list without elements.
pub(super) const EMPTY_LIST: &str = "~list";
/// The beginning of an absolute path that stands inside another.
pub(super) const ROOT: &str = "~root";
/// What stands between the elements of a list.
pub(super) const SEPARATOR: char = '+';

/// Writes a text.
pub(super) fn text(value: &str, path: &mut String) {
    if value.is_empty() {
        path.push_str(EMPTY);
    }
    for (at, byte) in value.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric()
            || byte == b'-'
            || (at > 0 && (byte == b'_' || byte == b'.'));
        if plain {
            path.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            path.push('%');
            path.push(char::from(HEX[usize::from(byte >> 4)]));
            path.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// An error unless the spec fits the kind.
pub(super) fn check(kind: ParamKind, spec: &str) -> Result<(), ParamError> {
    if kind.accepts_spec(spec) {
        Ok(())
    } else {
        Err(ParamError::new(format!(
            "`{spec}` does not fit a parameter of type {kind} in a path; after the colon may stand {}",
            kind.spec_help()
        )))
    }
}

/// Writes a text of a kind that takes no spec.
pub(super) fn plain(
    kind: ParamKind,
    value: &str,
    spec: &str,
    path: &mut String,
) -> Result<(), ParamError> {
    check(kind, spec)?;
    text(value, path);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hadoop_or_spark_give_a_meaning_to_is_encoded() {
        let cases = [
            ("JFK", "JFK"),
            ("a b", "a%20b"),
            ("a/b", "a%2Fb"),
            ("..", "%2E."),
            (".hidden", "%2Ehidden"),
            ("_SUCCESS", "%5FSUCCESS"),
            ("a_b.c", "a_b.c"),
            (
                "x=1,y:*?[]{}#\\%~+",
                "x%3D1%2Cy%3A%2A%3F%5B%5D%7B%7D%23%5C%25%7E%2B",
            ),
            ("Zürich\n", "Z%C3%BCrich%0A"),
            ("", "~empty"),
        ];
        for (value, expected) in cases {
            let mut path = String::new();
            text(value, &mut path);
            assert_eq!(path, expected);
        }
    }

    #[test]
    fn an_error_says_which_specs_fit() {
        let error = check(ParamKind::Date, "%H").expect_err("a date has no hour");
        assert_eq!(
            error.to_string(),
            "`%H` does not fit a parameter of type date in a path; after the colon may stand \
             a strftime format of days, such as `%Y/%m/%d`"
        );
    }
}

//! How a field of a task is called in Python.

use std::borrow::Cow;

/// The keywords of Python, the same from 3.7 to 3.14 (`keyword.kwlist`).
pub const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// The attribute of `task` that a field is: its name, with an underscore after a keyword of
/// Python, since `task.from` is none.
#[must_use]
pub fn attribute(field: &str) -> Cow<'_, str> {
    if KEYWORDS.contains(&field) {
        Cow::Owned(format!("{field}_"))
    } else {
        Cow::Borrowed(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_of_python_has_an_underscore_behind_it() {
        assert_eq!(attribute("from"), "from_");
        assert_eq!(attribute("month"), "month");
        // A keyword of Rust alone.
        assert_eq!(attribute("type"), "type");
    }
}

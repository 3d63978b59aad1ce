//! Whole numbers.

use super::Invalid;
use crate::text::{after_digits, has_outer_blank, number};

/// The value of a count, from 1 to 2147483647, as `Integer.parseInt` reads it.
///
/// # Errors
/// It is none; SparkSubmit would say only "… must be a positive number".
pub const fn count(text: &str) -> Result<u32, Invalid> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return invalid("the number is empty", "write a whole number, such as 2");
    }
    if has_outer_blank(text) {
        return invalid("a blank stands around the number", "write it without");
    }
    if bytes[0] == b'-' {
        return invalid("it is negative", "write a whole number from 1 up");
    }
    let start = if bytes[0] == b'+' { 1 } else { 0 };
    let end = after_digits(bytes, start);
    if end < bytes.len() && end > start && (bytes[end] == b'.' || bytes[end] == b',') {
        return invalid(
            "a fraction is not allowed",
            "write a whole number, such as 2",
        );
    }
    if end < bytes.len() || end == start {
        return invalid("it is no number", "write a whole number, such as 2");
    }
    match number(bytes, start, end) {
        Some(0) => invalid("it is zero", "write a whole number from 1 up"),
        Some(value) if value <= i32::MAX as u64 => Ok(value as u32),
        _ => invalid("it is more than 2147483647", "write less"),
    }
}

const fn invalid(problem: &'static str, remedy: &'static str) -> Result<u32, Invalid> {
    Err(Invalid::new(problem, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parse_int_takes_from_1_up_is_a_count() {
        assert_eq!(count("1"), Ok(1));
        assert_eq!(count("+2"), Ok(2));
        assert_eq!(count("007"), Ok(7));
        assert_eq!(count("2147483647"), Ok(2_147_483_647));
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        for (text, problem) in [
            ("", "empty"),
            ("0", "zero"),
            ("-1", "negative"),
            (" 2", "blank"),
            ("1.5", "fraction"),
            ("two", "no number"),
            ("+", "no number"),
            ("2x", "no number"),
            ("2147483648", "more than"),
            ("99999999999999999999999", "more than"),
        ] {
            let error = count(text).expect_err(text);
            assert!(error.problem.contains(problem), "{text}: {error}");
        }
    }
}

//! Whether a text is a value of a kind, by the rules of Spark's own converters.
//!
//! Source: `internal.config.ConfigHelpers` (`toNumber`, `toBoolean`, `timeFromString`,
//! `byteFromString`), `JavaUtils`. The test `properties_on_spark` holds it against the converters
//! themselves. What Spark takes must pass here; so a text that only Java can judge does.

use core::fmt;

use super::kind::{ByteUnit, Choices, Range, ValueKind};
use crate::Version;
use crate::grammar::{self, TimeUnit};

/// Why a text is not a value: what is wrong, then what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong: `0 is less than 1`.
    pub problem: String,
    /// What to write instead: `write a whole number, 1 or more`.
    pub remedy: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.problem, self.remedy)
    }
}

impl core::error::Error for Invalid {}

/// The first version that takes `1kib` for `1k`.
const LONG_SUFFIXES: Version = (4, 1);

/// Whether one of the kinds takes the text; the error is that of the first.
pub(super) fn in_any(kinds: Vec<ValueKind>, text: &str) -> Result<(), Invalid> {
    let mut first = None;
    for kind in kinds {
        match value(kind, text, None) {
            Ok(()) => return Ok(()),
            Err(error) => first = first.or(Some(error)),
        }
    }
    first.map_or(Ok(()), Err)
}

/// Whether a text is a value of this kind, in one version or in any.
pub(super) fn value(kind: ValueKind, text: &str, version: Option<Version>) -> Result<(), Invalid> {
    match kind {
        ValueKind::Boolean => boolean(text),
        ValueKind::Int(range) => whole(kind, text, range, i64::from(i32::MIN), i64::from(i32::MAX)),
        ValueKind::Long(range) => whole(kind, text, range, i64::MIN, i64::MAX),
        ValueKind::Double(range) => double(kind, text, range),
        ValueKind::Bytes(unit, range) => bytes(text, unit, range, version),
        ValueKind::Time(unit, range) => time(text, unit, range),
        ValueKind::Choice(words) => choice(text, words),
        ValueKind::List | ValueKind::Regex | ValueKind::Text => Ok(()),
    }
}

fn invalid<T>(problem: impl Into<String>, remedy: impl Into<String>) -> Result<T, Invalid> {
    Err(Invalid {
        problem: problem.into(),
        remedy: remedy.into(),
    })
}

/// A value as it stands in a message: short, and visible when it is blank.
fn shown(text: &str) -> String {
    if text.is_empty() {
        return "an empty text".to_owned();
    }
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("`{}`", short.escape_debug())
}

/// `String.trim` of Java.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c| c <= ' ')
}

fn boolean(text: &str) -> Result<(), Invalid> {
    let word = trimmed(text);
    if word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false") {
        return Ok(());
    }
    let meant = match word.to_ascii_lowercase().as_str() {
        "yes" | "on" | "1" | "y" | "t" | "enabled" => "write true",
        "no" | "off" | "0" | "n" | "f" | "disabled" => "write false",
        _ => "write true or false",
    };
    invalid(format!("{} is neither true nor false", shown(text)), meant)
}

/// Whether Java may read digits that Rust does not (`١`).
fn is_beyond_ascii(text: &str) -> bool {
    !text.is_ascii()
}

fn whole(
    kind: ValueKind,
    text: &str,
    range: Range<i64>,
    least: i64,
    most: i64,
) -> Result<(), Invalid> {
    let number = trimmed(text);
    let digits = number.strip_prefix(['+', '-']).unwrap_or(number);
    if is_beyond_ascii(number) && digits.chars().all(char::is_numeric) && !digits.is_empty() {
        return Ok(());
    }
    let remedy = || format!("write {}", kind.describe());
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return invalid(format!("{} is no whole number", shown(text)), remedy());
    }
    let Ok(number) = number.parse::<i64>() else {
        return invalid(format!("{number} is beyond {least} to {most}"), remedy());
    };
    if !(least..=most).contains(&number) {
        return invalid(format!("{number} is beyond {least} to {most}"), remedy());
    }
    within(number, range, &number.to_string(), remedy)
}

fn within<N: Copy + PartialOrd + fmt::Display>(
    number: N,
    range: Range<N>,
    written: &str,
    remedy: impl Fn() -> String,
) -> Result<(), Invalid> {
    if let Some(low) = range.low.filter(|_| range.is_below(number)) {
        let relation = if range.takes_low {
            "less than"
        } else {
            "not more than"
        };
        return invalid(format!("{written} is {relation} {low}"), remedy());
    }
    if let Some(high) = range.high.filter(|_| range.is_above(number)) {
        let relation = if range.takes_high {
            "more than"
        } else {
            "not less than"
        };
        return invalid(format!("{written} is {relation} {high}"), remedy());
    }
    Ok(())
}

fn double(kind: ValueKind, text: &str, range: Range<f64>) -> Result<(), Invalid> {
    let remedy = || format!("write {}", kind.describe());
    let number = trimmed(text);
    // Java also takes `1d`, `1f` and hexadecimal numbers, and other names of infinity.
    let plain = number.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(number);
    let unsigned = plain.trim_start_matches(['+', '-']);
    if unsigned.starts_with("0x")
        || unsigned.starts_with("0X")
        || matches!(unsigned, "NaN" | "Infinity")
    {
        return Ok(());
    }
    let is_word = unsigned.starts_with(|c: char| c.is_ascii_alphabetic());
    match plain.parse::<f64>() {
        Ok(value) if !is_word => within(value, range, number, remedy),
        _ => invalid(format!("{} is no number", shown(text)), remedy()),
    }
}

fn choice(text: &str, words: Choices) -> Result<(), Invalid> {
    let fits =
        |word: &str| word == text || (words.any_case && word.to_uppercase() == text.to_uppercase());
    if words.iter().any(fits) {
        return Ok(());
    }
    let problem = format!("{} is none of the values that are taken", shown(text));
    let near = words
        .iter()
        .find(|word| word.eq_ignore_ascii_case(trimmed(text)));
    match near {
        Some(word) => invalid(problem, format!("write {word}, exactly so")),
        None => {
            let words: Vec<_> = words.iter().collect();
            invalid(problem, format!("write one of {}", words.join(", ")))
        }
    }
}

fn time(text: &str, unit: TimeUnit, range: Range<i64>) -> Result<(), Invalid> {
    if is_beyond_ascii(text) {
        return Ok(());
    }
    let time = grammar::time(text).map_err(|error| Invalid {
        problem: format!("{} is no length of time: {}", shown(text), error.problem),
        remedy: format!("{}; a bare number is in {unit}", error.remedy),
    })?;
    let nanos = time.nanos(unit);
    // `TimeUnit.convert` cuts fractions off and stops at the limits of a long.
    let converted = nanos / unit.nanos();
    let converted =
        i64::try_from(converted).unwrap_or(if converted < 0 { i64::MIN } else { i64::MAX });
    let remedy = || format!("write {}", ValueKind::Time(unit, range).describe());
    let written = format!("{} ({converted} {unit})", trimmed(text));
    within(converted, range, &written, remedy)
}

/// The number of bytes of a suffix; and whether only newer versions know it.
fn suffix(text: &str) -> Option<(i128, bool)> {
    let (letters, is_long) = match text.strip_suffix("ib") {
        Some(letter) => (letter, true),
        None => (text.strip_suffix('b').unwrap_or(text), false),
    };
    let power = match letters {
        "" if text == "b" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        "p" => 50,
        _ => return None,
    };
    Some((1 << power, is_long))
}

fn bytes(
    text: &str,
    unit: ByteUnit,
    range: Range<i64>,
    version: Option<Version>,
) -> Result<(), Invalid> {
    if is_beyond_ascii(text) {
        return Ok(());
    }
    let example =
        || format!("write a whole number and a unit, such as 64m; a bare number is in {unit}");
    let wrong =
        |problem: &str| invalid(format!("{} is no size: {problem}", shown(text)), example());
    // A sign counts only as the very first letter, before what is trimmed.
    let (negative, rest) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    let lower = rest.to_lowercase();
    let lower = trimmed(&lower);
    let end = lower
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(lower.len());
    let (digits, letters) = lower.split_at(end);
    if digits.is_empty() {
        return wrong("it does not begin with a number");
    }
    if letters.starts_with(['.', ',']) {
        return invalid(
            format!("{} is no size: a fraction is not allowed", shown(text)),
            "write a smaller unit, such as 1536m for 1.5g",
        );
    }
    if letters.starts_with(|c: char| c <= ' ') {
        return wrong("a blank stands between number and unit");
    }
    let size = if letters.is_empty() {
        unit.bytes()
    } else {
        match suffix(letters) {
            None => return wrong("the unit is none of b, k, m, g, t, p (or kb, mb, …)"),
            Some((_, true)) if version.is_some_and(|version| version < LONG_SUFFIXES) => {
                return wrong("such a unit is understood from Spark 4.1 on");
            }
            Some((size, _)) => size,
        }
    };
    let too_much = || wrong("it is more than Spark can count");
    let Ok(number) = digits.parse::<i64>() else {
        return too_much();
    };
    // `ByteUnit.convertTo` goes from unit to unit, and cuts fractions off.
    let total = i128::from(number) * size / unit.bytes();
    let total = if negative { -total } else { total };
    let Ok(total) = i64::try_from(total) else {
        return too_much();
    };
    let remedy = || format!("write {}", ValueKind::Bytes(unit, range).describe());
    let written = format!("{} ({total} {unit})", trimmed(text));
    within(total, range, &written, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &'static str, text: &str) -> Result<(), Invalid> {
        let kind = ValueKind::parse(kind).expect("a kind");
        value(kind, text, None)
    }

    #[test]
    fn what_spark_takes_passes() {
        for (kind, texts) in [
            ("boolean", &["true", "FALSE", " True "][..]),
            ("int", &["0", "-1", "+2", " 7 ", "2147483647"]),
            ("long", &["2147483648", "-9223372036854775808"]),
            (
                "double",
                &["1", "0.5", ".5", "1e3", "1d", "NaN", "-Infinity", " 2.0 "],
            ),
            ("bytes MiB", &["1", "1g", "1GB", " 1k ", "-1", "1kib", "0"]),
            ("time ms", &["1", "-1", "10s", "5min", " 1H "]),
            ("choice any-case A,B", &["a", "B"]),
            ("choice exact A,B", &["A"]),
            ("text", &["", "whatever"]),
        ] {
            for text in texts {
                assert_eq!(check(kind, text), Ok(()), "{kind}: {text}");
            }
        }
    }

    #[test]
    fn each_mistake_says_what_is_wrong_and_what_to_write() {
        for (kind, text, problem, remedy) in [
            (
                "boolean",
                "yes",
                "`yes` is neither true nor false",
                "write true",
            ),
            (
                "boolean",
                "",
                "an empty text is neither",
                "write true or false",
            ),
            (
                "int 1..",
                "0",
                "0 is less than 1",
                "write a whole number, 1 or more",
            ),
            (
                "int",
                "1.5",
                "`1.5` is no whole number",
                "write a whole number",
            ),
            (
                "int",
                "2147483648",
                "beyond -2147483648 to 2147483647",
                "whole number",
            ),
            ("long", "1k", "no whole number", "whole number"),
            (
                "double 0.0<..1.0",
                "0",
                "0 is not more than 0",
                "above 0 to 1",
            ),
            ("double", "half", "no number", "write a number"),
            ("double", "inf", "no number", "write a number"),
            ("bytes MiB", "1.5g", "a fraction", "1536m for 1.5g"),
            ("bytes MiB", "1 g", "a blank", "a bare number is in MiB"),
            ("bytes B", "1w", "the unit is none of", "64m"),
            ("bytes B", "8192p", "more than Spark can count", "64m"),
            (
                "bytes KiB 1..2097151",
                "2g",
                "2g (2097152 KiB) is more than 2097151",
                "from 1 to 2097151",
            ),
            (
                "time s",
                "1.5h",
                "a fraction",
                "a bare number is in seconds",
            ),
            (
                "time s 1..",
                "500ms",
                "500ms (0 seconds) is less than 1",
                "1 or more",
            ),
            (
                "choice exact Always,Never",
                "always",
                "none of the values",
                "write Always, exactly so",
            ),
            (
                "choice any-case A,B",
                "C",
                "`C` is none of",
                "write one of A, B",
            ),
        ] {
            let error = check(kind, text).expect_err(text);
            assert!(error.problem.contains(problem), "{kind}: {text}: {error}");
            assert!(error.remedy.contains(remedy), "{kind}: {text}: {error}");
        }
    }

    #[test]
    fn a_long_suffix_is_a_matter_of_the_version() {
        let kind = ValueKind::parse("bytes B").expect("a kind");
        assert!(value(kind, "1gib", Some((4, 3))).is_ok());
        assert!(value(kind, "1gib", Some((3, 5))).is_err());
    }
}

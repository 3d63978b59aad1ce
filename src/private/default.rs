//! Defaults in quotes, looked at while compiling.

use pipeline_core::param::ParamKind;

/// Whether a text can be a value of a kind. What it refuses, [`Param::parse`] refuses as well;
/// what only that can tell (a length of time, a number, a list) passes here and is told when
/// the default is first used.
///
/// [`Param::parse`]: pipeline_core::param::Param::parse
pub(super) const fn can_be(kind: &ParamKind, text: &str) -> bool {
    let bytes = text.as_bytes();
    match kind {
        ParamKind::Bool => equal(text, "true") || equal(text, "false"),
        ParamKind::Char => is_one_character(bytes),
        ParamKind::Choice(words) => is_one_of(text, words),
        ParamKind::Date => {
            equal(text, "yesterday")
                || equal(text, "today")
                || equal(text, "tomorrow")
                || is_signed(bytes)
                || (bytes.len() == 10 && begins_with_day(bytes))
        }
        ParamKind::Month => is_signed(bytes) || (bytes.len() == 7 && begins_with_month(bytes)),
        ParamKind::Hour | ParamKind::DateTime => is_signed(bytes) || begins_with_day(bytes),
        ParamKind::Optional(inner) => {
            // A backslash stands before what would else read as `none`.
            equal(text, "none") || (!bytes.is_empty() && bytes[0] == b'\\') || can_be(inner, text)
        }
        _ => true,
    }
}

const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn is_one_of(text: &str, words: &[&str]) -> bool {
    let mut at = 0;
    while at < words.len() {
        if equal(text, words[at]) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether every byte after the first goes on with the first's character.
const fn is_one_character(bytes: &[u8]) -> bool {
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] & 0b1100_0000 != 0b1000_0000 {
            return false;
        }
        at += 1;
    }
    !bytes.is_empty()
}

/// A year with a sign has six digits; that is left to the type.
const fn is_signed(bytes: &[u8]) -> bool {
    !bytes.is_empty() && matches!(bytes[0], b'-' | b'+')
}

/// The number that these digits are.
const fn number(bytes: &[u8], from: usize, to: usize) -> Option<u16> {
    if bytes.len() < to {
        return None;
    }
    let (mut number, mut at) = (0, from);
    while at < to {
        if !bytes[at].is_ascii_digit() {
            return None;
        }
        number = number * 10 + (bytes[at] - b'0') as u16;
        at += 1;
    }
    Some(number)
}

/// `2013-01`, whatever follows.
const fn begins_with_month(bytes: &[u8]) -> bool {
    number(bytes, 0, 4).is_some()
        && bytes.len() >= 7
        && bytes[4] == b'-'
        && matches!(number(bytes, 5, 7), Some(1..=12))
}

/// `2013-01-31`, whatever follows.
const fn begins_with_day(bytes: &[u8]) -> bool {
    if !begins_with_month(bytes) || bytes.len() < 10 || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (
        number(bytes, 0, 4),
        number(bytes, 5, 7),
        number(bytes, 8, 10),
    ) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    day >= 1 && day <= days
}

#[cfg(test)]
mod tests {
    use pipeline_core::param::{Date, DateTime, Hour, Month, Param};

    use super::*;

    fn agree<T: Param>(text: &str) {
        let read = T::parse(text).is_ok();
        assert!(!read || can_be(&T::KIND, text), "{} {text:?}", T::KIND);
    }

    #[test]
    fn nothing_is_refused_that_the_type_reads() {
        let mut texts: Vec<String> = [
            "",
            "none",
            "\\none",
            "true",
            "false",
            "True",
            "today",
            "tomorrow",
            "yesterday",
            "é",
            "ab",
            "-002013-01-31",
            "+002013-01-31",
            "2013-1-1",
            "2013-01-31T05:00:00",
            "2013-01-31T05:00:00.5",
            "2013-01-31 05:00:00",
            "20130131",
            "2013-W05-4",
            "2013/01/31",
        ]
        .map(str::to_owned)
        .into();
        for year in [0, 1, 1900, 2000, 2012, 2013, 9999] {
            for month in 0..14 {
                texts.push(format!("{year:04}-{month:02}"));
                for day in 0..33 {
                    texts.push(format!("{year:04}-{month:02}-{day:02}"));
                    texts.push(format!("{year:04}-{month:02}-{day:02}T23"));
                }
            }
        }
        for text in &texts {
            agree::<bool>(text);
            agree::<char>(text);
            agree::<String>(text);
            agree::<u8>(text);
            agree::<Date>(text);
            agree::<Month>(text);
            agree::<Hour>(text);
            agree::<DateTime>(text);
            agree::<Option<Date>>(text);
            agree::<Option<bool>>(text);
            agree::<Vec<Date>>(text);
        }
    }

    #[test]
    fn a_day_is_refused_exactly_where_the_type_refuses_it() {
        for year in [1900, 2000, 2012, 2013] {
            for month in 0..14 {
                for day in 0..33 {
                    let text = format!("{year}-{month:02}-{day:02}");
                    assert_eq!(can_be(&ParamKind::Date, &text), Date::parse(&text).is_ok());
                }
            }
        }
    }

    #[test]
    fn a_word_that_is_no_choice_is_refused() {
        const MODE: ParamKind = ParamKind::Choice(&["fast", "very-slow"]);
        assert!(can_be(&MODE, "very-slow"));
        assert!(can_be(&ParamKind::Optional(&MODE), "fast"));
        assert!(!can_be(&MODE, "slow"));
        assert!(!can_be(&ParamKind::Char, "ab"));
        assert!(!can_be(&ParamKind::Bool, "yes"));
    }
}

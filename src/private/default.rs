//! Defaults in quotes, looked at while compiling.

use pipeline_core::param::ParamKind;

/// Whether a text can be a value of a kind. What it refuses, [`Param::parse`] refuses as well;
/// what only that can tell (a number, a list) passes here and is told when
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
            is_day_word(bytes) || matches!(day_end(bytes), Some(end) if end == bytes.len())
        }
        ParamKind::Month => {
            is_word(bytes, b"this-month")
                || is_word(bytes, b"last-month")
                || is_word(bytes, b"next-month")
                || matches!(month_end(bytes), Some(end) if end == bytes.len())
        }
        ParamKind::Hour => match day_end(bytes) {
            Some(end) => bytes.len() == end + 3 && bytes[end] == b'T' && is_hour(bytes, end + 1),
            None => {
                is_word(bytes, b"now")
                    || is_word(bytes, b"this-hour")
                    || is_word(bytes, b"last-hour")
                    || is_word(bytes, b"next-hour")
            }
        },
        ParamKind::DateTime => match day_end(bytes) {
            Some(end) => is_time_after(bytes, end),
            None => is_word(bytes, b"now") || is_day_word(bytes),
        },
        ParamKind::Duration => is_length_of_time(bytes),
        ParamKind::Optional(inner) => {
            // A backslash stands before what would else read as `none`.
            equal(text, "none") || (!bytes.is_empty() && bytes[0] == b'\\') || can_be(inner, text)
        }
        _ => true,
    }
}

const fn is_day_word(bytes: &[u8]) -> bool {
    is_word(bytes, b"yesterday") || is_word(bytes, b"today") || is_word(bytes, b"tomorrow")
}

/// Whether this is a word for a time, alone or with a distance behind it: `today-7d`.
const fn is_word(bytes: &[u8], word: &[u8]) -> bool {
    if bytes.len() < word.len() {
        return false;
    }
    let mut at = 0;
    while at < word.len() {
        if bytes[at] != word[at] {
            return false;
        }
        at += 1;
    }
    at == bytes.len() || matches!(bytes[at], b'+' | b'-')
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

/// Where the year ends: four digits, or six after a minus.
const fn year_end(bytes: &[u8]) -> usize {
    if !bytes.is_empty() && bytes[0] == b'-' {
        7
    } else {
        4
    }
}

/// Where `2013-01` ends.
const fn month_end(bytes: &[u8]) -> Option<usize> {
    let end = year_end(bytes);
    let has_year = number(bytes, if end == 7 { 1 } else { 0 }, end).is_some();
    if has_year
        && bytes.len() >= end + 3
        && bytes[end] == b'-'
        && matches!(number(bytes, end + 1, end + 3), Some(1..=12))
    {
        Some(end + 3)
    } else {
        None
    }
}

/// Where `2013-01-31` ends.
const fn day_end(bytes: &[u8]) -> Option<usize> {
    let Some(end) = month_end(bytes) else {
        return None;
    };
    if bytes.len() < end + 3 || bytes[end] != b'-' {
        return None;
    }
    let (Some(year), Some(month), Some(day)) = (
        number(bytes, if end == 10 { 1 } else { 0 }, end - 3),
        number(bytes, end - 2, end),
        number(bytes, end + 1, end + 3),
    ) else {
        return None;
    };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if day >= 1 && day <= days {
        Some(end + 3)
    } else {
        None
    }
}

/// Whether two digits from here are an hour of a day.
const fn is_hour(bytes: &[u8], from: usize) -> bool {
    matches!(number(bytes, from, from + 2), Some(0..=23))
}

/// Whether a colon and two digits from here are minutes or seconds.
const fn is_sixtieth(bytes: &[u8], from: usize) -> bool {
    bytes.len() >= from + 3
        && bytes[from] == b':'
        && matches!(number(bytes, from + 1, from + 3), Some(0..=59))
}

/// Whether `T05:00`, `T05:00:00` or `T05:00:00.5` is all that follows a day.
const fn is_time_after(bytes: &[u8], day: usize) -> bool {
    let minutes = day + 3;
    if bytes.len() < minutes
        || !matches!(bytes[day], b'T' | b' ')
        || !is_hour(bytes, day + 1)
        || !is_sixtieth(bytes, minutes)
    {
        return false;
    }
    let seconds = minutes + 3;
    if bytes.len() == seconds {
        return true;
    }
    if !is_sixtieth(bytes, seconds) {
        return false;
    }
    let fraction = seconds + 3;
    if bytes.len() == fraction {
        return true;
    }
    let mut at = fraction + 1;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            return false;
        }
        at += 1;
    }
    bytes[fraction] == b'.' && bytes.len() > fraction + 1
}

/// Whether it is `1h30m`: numbers with units, the largest first. That a fraction comes out even
/// and the sum is not too long is left to the type.
const fn is_length_of_time(bytes: &[u8]) -> bool {
    let mut at = skip_blanks(bytes, 0);
    let mut last = 0;
    let mut any = false;
    while at < bytes.len() {
        let from = at;
        while at < bytes.len() && (bytes[at].is_ascii_digit() || bytes[at] == b'.') {
            at += 1;
        }
        let unit = at;
        while at < bytes.len() && (bytes[at].is_ascii_alphabetic() || bytes[at] >= 0x80) {
            at += 1;
        }
        let rank = unit_rank(bytes, unit, at);
        if unit == from || rank <= last {
            return false;
        }
        last = rank;
        any = true;
        at = skip_blanks(bytes, at);
    }
    any
}

const fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    at
}

/// How small a unit of time is; 0 if it is none.
const fn unit_rank(bytes: &[u8], from: usize, to: usize) -> u8 {
    let (_, rest) = bytes.split_at(from);
    let (unit, _) = rest.split_at(to - from);
    match unit {
        b"d" => 1,
        b"h" => 2,
        b"m" | b"min" => 3,
        b"s" => 4,
        b"ms" => 5,
        // The micro sign and the Greek letter.
        b"us" | [0xC2, 0xB5, b's'] | [0xCE, 0xBC, b's'] => 6,
        b"ns" => 7,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use pipeline_core::param::{Date, DateTime, Duration, Hour, Month, Param};

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
            "today-7d",
            "tomorrow+1mo-1d",
            "today-",
            "todays",
            "this-month",
            "last-month-3mo",
            "next-month",
            "this-hour",
            "last-hour",
            "next-hour-1d",
            "now",
            "now-15m",
            "nowhere",
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
            "-002013-01",
            "-002013-01-31T05",
            "-002013-01-31T05:00:00",
            "2013-01-31T05:00",
            "2013-01-31T05:60",
            "2013-01-31T05:00:00.123456789",
            "2013-01-31T05:00:00.",
            "2013-01-31T05:00:00Z",
            "2013-01-31T5",
            "1d",
            "1h30m",
            " 1h 30min ",
            "1.5h",
            "250ms",
            "3µs",
            "3μs",
            "5m1h",
            "90",
            "1 h",
            "1 hour",
            "h",
            "1h1h",
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
            agree::<Duration>(text);
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

    fn refuses<T: Param>(text: &str) -> bool {
        assert!(T::parse(text).is_err(), "{text:?} is one");
        !can_be(&T::KIND, text)
    }

    #[test]
    fn what_the_type_refuses_is_refused_while_compiling() {
        for text in ["-7", "2013-01", "+002013-01-31", "31.01.2013"] {
            assert!(refuses::<Date>(text), "{text}");
        }
        for text in ["2013-01-31", "2013-01-31T24", "2013-01-31T5", "-1"] {
            assert!(refuses::<Hour>(text), "{text}");
        }
        for text in [
            "2013-01-31",
            "2013-01-31T05",
            "2013-01-31T05:00:00Z",
            "2013-01-31T05:60",
        ] {
            assert!(refuses::<DateTime>(text), "{text}");
        }
        for text in ["", "90", "1 hour", "h", "5m1h", "1h1h", "1 h"] {
            assert!(refuses::<Duration>(text), "{text}");
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

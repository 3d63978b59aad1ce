//! Words for a time, read from a command line: `yesterday`, `last-month`, `today-7d`.

use jiff::Span;
use jiff::civil::{Date, DateTime};

use super::moment;
use super::{ParamError, ParamKind};

/// The words of a kind, each with the time that it stands for.
fn words(kind: ParamKind) -> Vec<(&'static str, DateTime)> {
    let day = |date: Date| date.at(0, 0, 0, 0);
    let (today, month, hour) = (moment::today(), moment::this_month(), moment::this_hour());
    let days = [
        ("today", day(today)),
        ("yesterday", day(moment::yesterday())),
        ("tomorrow", day(moment::tomorrow())),
    ];
    match kind {
        ParamKind::Date => days.to_vec(),
        ParamKind::Month => vec![
            ("this-month", day(month.first_day())),
            ("last-month", day(moment::last_month().first_day())),
            ("next-month", day(month.next().unwrap_or(month).first_day())),
        ],
        ParamKind::Hour => vec![
            ("this-hour", hour.start()),
            ("last-hour", moment::last_hour().start()),
            ("next-hour", hour.next().unwrap_or(hour).start()),
            ("now", hour.start()),
        ],
        ParamKind::DateTime => [("now", moment::now())].into_iter().chain(days).collect(),
        _ => Vec::new(),
    }
}

/// The units in which times of a kind are counted.
pub(super) const fn units(kind: ParamKind) -> &'static [&'static str] {
    match kind {
        ParamKind::Date => &["d", "w", "mo", "y"],
        ParamKind::Month => &["mo", "y"],
        ParamKind::Hour => &["h", "d", "w"],
        ParamKind::DateTime => &["s", "m", "h", "d", "w", "mo", "y"],
        _ => &[],
    }
}

/// So many of a unit.
pub(super) fn span(count: i32, unit: &str) -> Option<Span> {
    let (span, count) = (Span::new(), i64::from(count));
    let span = match unit {
        "s" => span.try_seconds(count),
        "m" => span.try_minutes(count),
        "h" => span.try_hours(count),
        "d" => span.try_days(count),
        "w" => span.try_weeks(count),
        "mo" => span.try_months(count),
        "y" => span.try_years(count),
        _ => return None,
    };
    span.ok()
}

/// The units in the words of an error: `d`, `w`, `mo` and `y`.
pub(super) fn named(units: &[&str]) -> String {
    let with_meaning = units.iter().map(|unit| match *unit {
        "s" => "s (seconds)",
        "m" => "m (minutes)",
        "h" => "h (hours)",
        "d" => "d (days)",
        "w" => "w (weeks)",
        "mo" => "mo (months)",
        _ => "y (years)",
    });
    let all: Vec<_> = with_meaning.collect();
    match all.as_slice() {
        [head @ .., last] if !head.is_empty() => format!("{} or {last}", head.join(", ")),
        _ => all.join(""),
    }
}

/// The time that a word stands for, with what is added to it and taken away: `today-7d`. Nothing
/// where the text begins with no word of the kind.
pub(super) fn relative(kind: ParamKind, text: &str) -> Option<Result<DateTime, ParamError>> {
    let first = text.as_bytes().first()?;
    if !first.is_ascii_lowercase() {
        return None;
    }
    let words = words(kind);
    let found = words.iter().find_map(|(word, time)| {
        let rest = text.strip_prefix(word)?;
        (rest.is_empty() || rest.starts_with(['+', '-'])).then_some((*word, *time, rest))
    });
    let (word, time, rest) = found?;
    Some(added(kind, text, word, time, rest))
}

fn added(
    kind: ParamKind,
    text: &str,
    word: &str,
    mut time: DateTime,
    mut rest: &str,
) -> Result<DateTime, ParamError> {
    let units = units(kind);
    let wrong = |why: String| {
        let unit = units.first().unwrap_or(&"d");
        ParamError::new(format!(
            "{text:?}: {why}; write {word}-7{unit}, with {} as the unit",
            named(units)
        ))
    };
    while let Some(sign) = rest.chars().next() {
        let after = &rest[sign.len_utf8()..];
        if !matches!(sign, '+' | '-') {
            return Err(wrong(format!("`{rest}` is no distance")));
        }
        let digits = after.find(|c: char| !c.is_ascii_digit());
        let (number, after) = after.split_at(digits.unwrap_or(after.len()));
        let letters = after.find(|c: char| !c.is_ascii_alphabetic());
        let (unit, after) = after.split_at(letters.unwrap_or(after.len()));
        if number.is_empty() {
            return Err(wrong(format!("`{sign}` without a number")));
        }
        if unit.is_empty() {
            return Err(wrong(format!("{number} has no unit")));
        }
        if !units.contains(&unit) {
            return Err(wrong(format!("`{unit}` is no unit here")));
        }
        let count = number.parse::<i32>().ok();
        let count = count.map(|count| if sign == '-' { -count } else { count });
        let moved = count
            .and_then(|count| span(count, unit))
            .and_then(|span| time.checked_add(span).ok());
        time = moved.ok_or_else(|| wrong("it is beyond the calendar".to_owned()))?;
        rest = after;
    }
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::super::moment::tests::at;
    use super::super::{Hour, Month, Param};
    use super::*;

    fn read<T: Param>(text: &str) -> Result<String, String> {
        T::parse(text)
            .map(|value| value.print())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_word_with_a_distance_is_a_time_by_the_calendar() {
        at("2024-03-31T10:20:30[UTC]");
        for (text, date) in [
            ("today", "2024-03-31"),
            ("today-7d", "2024-03-24"),
            ("today+1w", "2024-04-07"),
            ("today-1mo", "2024-02-29"),
            ("yesterday-1y", "2023-03-30"),
            ("tomorrow+1mo-1d", "2024-04-30"),
        ] {
            assert_eq!(read::<Date>(text).as_deref(), Ok(date), "{text}");
        }
        assert_eq!(read::<Month>("this-month-3mo").as_deref(), Ok("2023-12"));
        assert_eq!(read::<Month>("next-month").as_deref(), Ok("2024-04"));
        assert_eq!(read::<Hour>("now-12h").as_deref(), Ok("2024-03-30T22"));
        assert_eq!(read::<Hour>("last-hour").as_deref(), Ok("2024-03-31T09"));
        let quarter = read::<DateTime>("now-15m");
        assert_eq!(quarter.as_deref(), Ok("2024-03-31T10:05:30"));
        assert_eq!(
            read::<DateTime>("today").as_deref(),
            Ok("2024-03-31T00:00:00")
        );
    }

    #[test]
    fn what_is_wrong_with_a_distance_is_told_with_the_units_of_the_kind() {
        at("2024-03-31T10:20:30[UTC]");
        let message = |text| read::<Date>(text).expect_err("no date");
        let help = "write today-7d, with d (days), w (weeks), mo (months) or y (years) as the unit";
        for (text, why) in [
            ("today-7", "7 has no unit"),
            ("today-", "`-` without a number"),
            ("today-7h", "`h` is no unit here"),
            ("today-7d!", "`!` is no distance"),
            ("today-99999y", "it is beyond the calendar"),
            ("today-99999999999d", "it is beyond the calendar"),
        ] {
            assert_eq!(message(text), format!("{text:?}: {why}; {help}"));
        }
        assert!(read::<Date>("last-month").is_err());
        assert!(read::<Month>("today").is_err());
        assert!(read::<Date>("todays").is_err());
    }
}

//! Lengths of time, as properties have them.

use super::Invalid;
use crate::text::{after_digits, equal, is_blank, number};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum TimeUnit {
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl TimeUnit {
    /// How many nanoseconds it has.
    #[must_use]
    pub const fn nanos(self) -> i128 {
        match self {
            Self::Nanoseconds => 1,
            Self::Microseconds => 1_000,
            Self::Milliseconds => 1_000_000,
            Self::Seconds => 1_000_000_000,
            Self::Minutes => 60_000_000_000,
            Self::Hours => 3_600_000_000_000,
            Self::Days => 86_400_000_000_000,
        }
    }
}

impl core::fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Nanoseconds => "nanoseconds",
            Self::Microseconds => "microseconds",
            Self::Milliseconds => "milliseconds",
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        })
    }
}

/// A length of time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// How many; Spark lets it be negative.
    pub amount: i64,
    /// Of what; nothing means the property's own unit.
    pub unit: Option<TimeUnit>,
}

impl Time {
    /// The time in whole microseconds, given the property's own unit.
    #[must_use]
    pub const fn micros(self, default: TimeUnit) -> i128 {
        self.nanos(default) / TimeUnit::Microseconds.nanos()
    }

    /// The time in nanoseconds, given the property's own unit.
    #[must_use]
    pub const fn nanos(self, default: TimeUnit) -> i128 {
        let unit = match self.unit {
            Some(unit) => unit,
            None => default,
        };
        self.amount as i128 * unit.nanos()
    }
}

/// Reads a length of time: `30s`, `5min`, `100` in the property's own unit. Blanks around it
/// and capital letters are allowed, as Spark allows them.
///
/// Source: `JavaUtils.timeStringAs`.
///
/// # Errors
/// It is none; says which rule it breaks.
pub const fn time(text: &str) -> Result<Time, Invalid> {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (0, bytes.len());
    while start < end && is_blank(bytes[start]) {
        start += 1;
    }
    while end > start && is_blank(bytes[end - 1]) {
        end -= 1;
    }
    if start == end {
        return invalid("the time is empty", "write a number and a unit: 30s");
    }
    let negative = bytes[start] == b'-';
    let digits = if negative { start + 1 } else { start };
    let after = {
        let after = after_digits(bytes, digits);
        if after > end { end } else { after }
    };
    if after == digits {
        return invalid(
            "it does not begin with a number",
            "write a number and a unit: 30s",
        );
    }
    let amount = match number(bytes, digits, after) {
        Some(value) if value <= i64::MAX as u64 => value as i64,
        _ => return invalid("the number is too great", "write a greater unit"),
    };
    let unit = if after == end {
        None
    } else if bytes[after] == b'.' || bytes[after] == b',' {
        return invalid(
            "a fraction is not allowed",
            "write a smaller unit: 1500ms for 1.5s",
        );
    } else if is_blank(bytes[after]) {
        return invalid(
            "a blank stands between number and unit",
            "write them together: 30s",
        );
    } else {
        match unit(bytes, after, end) {
            Some(unit) => Some(unit),
            None => {
                return invalid(
                    "the unit is unknown",
                    "write one of us, ms, s, m or min, h, d",
                );
            }
        }
    };
    Ok(Time {
        amount: if negative { -amount } else { amount },
        unit,
    })
}

const fn unit(bytes: &[u8], from: usize, to: usize) -> Option<TimeUnit> {
    const UNITS: [(&str, TimeUnit); 7] = [
        ("us", TimeUnit::Microseconds),
        ("ms", TimeUnit::Milliseconds),
        ("s", TimeUnit::Seconds),
        ("m", TimeUnit::Minutes),
        ("min", TimeUnit::Minutes),
        ("h", TimeUnit::Hours),
        ("d", TimeUnit::Days),
    ];
    if to - from > 3 {
        return None;
    }
    let mut word = [0; 3];
    let mut i = from;
    while i < to {
        word[i - from] = bytes[i].to_ascii_lowercase();
        i += 1;
    }
    let (word, _) = word.split_at(to - from);
    let Ok(word) = core::str::from_utf8(word) else {
        return None;
    };
    let mut i = 0;
    while i < UNITS.len() {
        if equal(UNITS[i].0, word) {
            return Some(UNITS[i].1);
        }
        i += 1;
    }
    None
}

const fn invalid(problem: &'static str, remedy: &'static str) -> Result<Time, Invalid> {
    Err(Invalid::new(problem, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF_A_MINUTE: Result<Time, Invalid> = time("30s");

    #[test]
    fn what_spark_reads_as_a_time_is_one() {
        assert!(HALF_A_MINUTE.is_ok());
        for (text, micros) in [
            ("30s", 30_000_000),
            (" 30S ", 30_000_000),
            ("5min", 300_000_000),
            ("5m", 300_000_000),
            ("100", 100_000),
            ("-1", -1_000),
            ("1us", 1),
            ("2h", 7_200_000_000),
            ("1d", 86_400_000_000),
        ] {
            let time = time(text).expect(text);
            assert_eq!(time.micros(TimeUnit::Milliseconds), micros, "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        for (text, problem) in [
            ("", "empty"),
            ("  ", "empty"),
            ("1.5s", "fraction"),
            ("1 s", "between"),
            ("1w", "unknown"),
            ("1seconds", "unknown"),
            ("1é", "unknown"),
            ("s", "begin"),
            ("+1s", "begin"),
            ("-", "begin"),
            ("99999999999999999999s", "too great"),
        ] {
            let error = time(text).expect_err(text);
            assert!(error.problem.contains(problem), "{text}: {error}");
        }
    }
}

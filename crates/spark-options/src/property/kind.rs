//! What a value must be.

use core::fmt;

use crate::grammar::TimeUnit;

/// The grammar of a property's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueKind {
    /// `true` or `false`, in any case.
    Boolean,
    /// A whole number that fits a Java `int`.
    Int(Range<i64>),
    /// A whole number that fits a Java `long`.
    Long(Range<i64>),
    /// A number.
    Double(Range<f64>),
    /// A size; a bare number is in this unit, and the range too.
    Bytes(ByteUnit, Range<i64>),
    /// A length of time; a bare number is in this unit, and the range too.
    Time(TimeUnit, Range<i64>),
    /// One of these words.
    Choice(Choices),
    /// Any texts, joined by commas.
    List,
    /// A regular expression of Java.
    Regex,
    /// Any text, or one that only Spark can judge.
    Text,
}

/// The values between two limits; nothing means no limit but the type's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<N> {
    /// The least.
    pub low: Option<N>,
    /// The greatest.
    pub high: Option<N>,
    /// Whether the least itself is taken.
    pub takes_low: bool,
    /// Whether the greatest itself is taken.
    pub takes_high: bool,
}

/// The words that a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices {
    words: &'static str,
    /// Whether small and capital letters are alike.
    pub any_case: bool,
}

impl Choices {
    /// The words, in the order of the alphabet.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.words.split(',')
    }
}

/// A unit of size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum ByteUnit {
    Bytes,
    KiB,
    MiB,
    GiB,
}

impl ByteUnit {
    /// How many bytes it has.
    #[must_use]
    pub const fn bytes(self) -> i128 {
        match self {
            Self::Bytes => 1,
            Self::KiB => 1 << 10,
            Self::MiB => 1 << 20,
            Self::GiB => 1 << 30,
        }
    }

    /// As it stands after a number: `m`.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Bytes => "b",
            Self::KiB => "k",
            Self::MiB => "m",
            Self::GiB => "g",
        }
    }
}

impl fmt::Display for ByteUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes => "bytes",
            Self::KiB => "KiB",
            Self::MiB => "MiB",
            Self::GiB => "GiB",
        })
    }
}

impl<N: Copy + PartialOrd> Range<N> {
    /// No limits.
    pub(super) const ANY: Self = Self {
        low: None,
        high: None,
        takes_low: true,
        takes_high: true,
    };

    /// Whether a value is less than the range begins.
    pub(super) fn is_below(&self, value: N) -> bool {
        self.low
            .is_some_and(|low| value < low || (value == low && !self.takes_low))
    }

    /// Whether a value is more than the range ends.
    pub(super) fn is_above(&self, value: N) -> bool {
        self.high
            .is_some_and(|high| value > high || (value == high && !self.takes_high))
    }
}

impl ValueKind {
    /// Reads the column of the table: `boolean`, `int 1..`, `double 0<..1`, `bytes MiB`,
    /// `choice any-case A,B`.
    pub(super) fn parse(text: &'static str) -> Option<Self> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        Some(match word {
            "boolean" => Self::Boolean,
            "int" => Self::Int(range(rest)?),
            "long" => Self::Long(range(rest)?),
            "double" => Self::Double(range(rest)?),
            "bytes" => {
                let (unit, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                let unit = match unit {
                    "B" => ByteUnit::Bytes,
                    "KiB" => ByteUnit::KiB,
                    "MiB" => ByteUnit::MiB,
                    "GiB" => ByteUnit::GiB,
                    _ => return None,
                };
                Self::Bytes(unit, range(rest)?)
            }
            "time" => {
                let (unit, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                let unit = match unit {
                    "ns" => TimeUnit::Nanoseconds,
                    "us" => TimeUnit::Microseconds,
                    "ms" => TimeUnit::Milliseconds,
                    "s" => TimeUnit::Seconds,
                    "min" => TimeUnit::Minutes,
                    "h" => TimeUnit::Hours,
                    _ => return None,
                };
                Self::Time(unit, range(rest)?)
            }
            "choice" => {
                let (case, words) = rest.split_once(' ')?;
                Self::Choice(Choices {
                    words,
                    any_case: case == "any-case",
                })
            }
            "list" => Self::List,
            "regex" => Self::Regex,
            "text" => Self::Text,
            _ => return None,
        })
    }

    /// What a value looks like, in words: `a whole number from 1 up`.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Boolean => "true or false".to_owned(),
            Self::Int(range) => format!("a whole number{}", limits(range)),
            Self::Long(range) => format!("a whole number{}", limits(range)),
            Self::Double(range) => format!("a number{}", limits(range)),
            Self::Bytes(unit, range) => {
                format!("a size, a bare number being {unit}{}", limits(range))
            }
            Self::Time(unit, range) => {
                format!(
                    "a length of time, a bare number being {unit}{}",
                    limits(range)
                )
            }
            Self::Choice(words) => {
                let words: Vec<_> = words.iter().collect();
                format!("one of {}", words.join(", "))
            }
            Self::List => "texts, joined by commas".to_owned(),
            Self::Regex => "a regular expression".to_owned(),
            Self::Text => "a text".to_owned(),
        }
    }
}

fn limits<N: fmt::Display>(range: &Range<N>) -> String {
    let low = if range.takes_low { "from" } else { "above" };
    let high = if range.takes_high { "to" } else { "below" };
    match (&range.low, &range.high) {
        (None, None) => String::new(),
        (Some(least), None) if range.takes_low => format!(", {least} or more"),
        (Some(least), None) => format!(", more than {least}"),
        (None, Some(most)) if range.takes_high => format!(", {most} or less"),
        (None, Some(most)) => format!(", less than {most}"),
        (Some(least), Some(most)) => format!(", {low} {least} {high} {most}"),
    }
}

/// Reads ``, `1..`, `..9`, `0<..<1`.
fn range<N: core::str::FromStr + Copy + PartialOrd>(text: &str) -> Option<Range<N>> {
    if text.is_empty() {
        return Some(Range::ANY);
    }
    let (low, high) = text.split_once("..")?;
    let (low, takes_low) = low
        .strip_suffix('<')
        .map_or((low, true), |low| (low, false));
    let (high, takes_high) = high
        .strip_prefix('<')
        .map_or((high, true), |high| (high, false));
    let number = |text: &str| -> Option<Option<N>> {
        if text.is_empty() {
            Some(None)
        } else {
            text.parse().ok().map(Some)
        }
    };
    Some(Range {
        low: number(low)?,
        high: number(high)?,
        takes_low,
        takes_high,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_from_its_column() {
        let from_one = Range {
            low: Some(1),
            ..Range::ANY
        };
        assert_eq!(ValueKind::parse("int 1.."), Some(ValueKind::Int(from_one)));
        assert_eq!(
            ValueKind::parse("bytes MiB"),
            Some(ValueKind::Bytes(ByteUnit::MiB, Range::ANY))
        );
        let Some(ValueKind::Double(share)) = ValueKind::parse("double 0.0<..1.0") else {
            panic!("a share");
        };
        assert!(share.is_below(0.0) && !share.is_above(1.0) && share.is_above(1.1));
        assert_eq!(ValueKind::parse("int one.."), None);
        assert_eq!(ValueKind::parse("colour"), None);
    }

    #[test]
    fn a_kind_says_what_it_takes() {
        for (column, words) in [
            ("int 1..", "a whole number, 1 or more"),
            ("double 0.0<..<1.0", "a number, above 0 below 1"),
            ("choice exact a,b", "one of a, b"),
            (
                "time s 0..600",
                "a length of time, a bare number being seconds, from 0 to 600",
            ),
        ] {
            let kind = ValueKind::parse(column);
            assert_eq!(kind.map(|kind| kind.describe()).as_deref(), Some(words));
        }
    }
}

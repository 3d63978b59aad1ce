//! Ranges: `2026-01-01..2026-02-01`, `1..=12`, `2026-01..2027-01/3mo`.
//!
//! As in Rust, `..` leaves the end out and `..=` has it in. The step is the kind's own (a day, a
//! month, an hour, one) unless one stands after a `/`.

use jiff::civil::{Date, DateTime};

use super::relative::{named, span, units};
use super::{Hour, Month, Param, ParamError, ParamKind};

/// The values from a first one to an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    kind: ParamKind,
    from: Point,
    to: Point,
    /// Whether the end is one of them.
    through: bool,
    step: Step,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Point {
    Number(i128),
    Time(DateTime),
}

/// How far it is from one value to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Number(i128),
    Time(i32, &'static str),
}

/// The kind whose values a range of a parameter has: an `Option` takes what is in it.
fn kind_of(kind: ParamKind) -> Option<ParamKind> {
    match kind {
        ParamKind::Optional(inner) => kind_of(*inner),
        ParamKind::Integer { .. }
        | ParamKind::Date
        | ParamKind::Month
        | ParamKind::Hour
        | ParamKind::DateTime => Some(kind),
        _ => None,
    }
}

/// Whether a parameter of this kind can be given a range.
pub(crate) fn is_for(kind: ParamKind) -> bool {
    kind_of(kind).is_some()
}

/// Whether a parameter of this kind has times.
pub(crate) fn is_of_time(kind: ParamKind) -> bool {
    !matches!(kind_of(kind), None | Some(ParamKind::Integer { .. }))
}

/// A range of this kind.
pub(crate) fn example(kind: ParamKind) -> &'static str {
    match kind_of(kind) {
        Some(ParamKind::Date) => "2026-01-01..today",
        Some(ParamKind::Month) => "2026-01..this-month",
        Some(ParamKind::Hour) => "2026-01-01T00..this-hour",
        Some(ParamKind::DateTime) => "2026-01-01T00:00..now/6h",
        _ => "1..=12",
    }
}

/// The range that a text is; nothing where it is none or the kind has none.
///
/// # Errors
/// It is one, but wrong.
pub(crate) fn range(kind: ParamKind, text: &str) -> Option<Result<Range, ParamError>> {
    let (from, to) = text.split_once("..")?;
    Some(read(kind_of(kind)?, text, from, to))
}

fn read(kind: ParamKind, text: &str, from: &str, to: &str) -> Result<Range, ParamError> {
    let wrong = |why: String| ParamError::new(why);
    let (to, through) = match to.strip_prefix('=') {
        Some(to) => (to, true),
        None => (to, false),
    };
    let (to, step) = match to.split_once('/') {
        Some((to, step)) => (to, Some(step)),
        None => (to, None),
    };
    if from.is_empty() || to.is_empty() {
        let (what, example) = match (from.is_empty(), kind) {
            (true, _) => ("beginning", format!("{}{text}", first(kind))),
            (false, ParamKind::Date) => ("end", format!("{from}..today")),
            (false, ParamKind::Month) => ("end", format!("{from}..this-month")),
            (false, ParamKind::Hour) => ("end", format!("{from}..this-hour")),
            (false, ParamKind::DateTime) => ("end", format!("{from}..now")),
            (false, _) => ("end", format!("{from}..=12")),
        };
        return Err(wrong(format!(
            "the range {text} has no {what}: write it, such as {example}"
        )));
    }
    let range = Range {
        kind,
        from: point(kind, from)?,
        to: point(kind, to)?,
        through,
        step: step_of(kind, text, step)?,
    };
    if range.to < range.from {
        let dots = if through { "..=" } else { ".." };
        return Err(wrong(format!(
            "the range {text} ends before it begins: write {to}{dots}{from}"
        )));
    }
    if range.to == range.from && !through {
        return Err(wrong(format!(
            "the range {text} is empty, since `..` leaves its end out: write {from}..={to}"
        )));
    }
    Ok(range)
}

/// A value of the kind, for an example.
fn first(kind: ParamKind) -> &'static str {
    match kind {
        ParamKind::Date => "2026-01-01",
        ParamKind::Month => "2026-01",
        ParamKind::Hour => "2026-01-01T00",
        ParamKind::DateTime => "2026-01-01T00:00:00",
        _ => "1",
    }
}

fn point(kind: ParamKind, text: &str) -> Result<Point, ParamError> {
    let midnight = |date: Date| date.at(0, 0, 0, 0);
    match kind {
        ParamKind::Date => <Date as Param>::parse(text).map(|date| Point::Time(midnight(date))),
        ParamKind::Month => Month::parse(text).map(|it| Point::Time(midnight(it.first_day()))),
        ParamKind::Hour => Hour::parse(text).map(|hour| Point::Time(hour.start())),
        ParamKind::DateTime => <DateTime as Param>::parse(text).map(Point::Time),
        _ => i128::parse(text).map(Point::Number),
    }
}

fn step_of(kind: ParamKind, text: &str, step: Option<&str>) -> Result<Step, ParamError> {
    let units = units(kind);
    let Some(step) = step else {
        return match kind {
            ParamKind::Date => Ok(Step::Time(1, "d")),
            ParamKind::Month => Ok(Step::Time(1, "mo")),
            ParamKind::Hour => Ok(Step::Time(1, "h")),
            ParamKind::DateTime => Err(ParamError::new(format!(
                "the range {text} has no step, and moments have none of their own: write it after \
                 a `/`, such as {text}/6h"
            ))),
            _ => Ok(Step::Number(1)),
        };
    };
    let wrong = || {
        ParamError::new(match units {
            [] => format!("the step of {text} is no whole number from 1 up: write /2"),
            [first, ..] => format!(
                "the step of {text} is no number from 1 up with its unit, {}: write /2{first}",
                named(units)
            ),
        })
    };
    let digits = step.find(|c: char| !c.is_ascii_digit());
    let (number, unit) = step.split_at(digits.unwrap_or(step.len()));
    if units.is_empty() {
        let number = number.parse::<i128>().ok();
        let number = number.filter(|number| *number > 0 && unit.is_empty());
        return number.map(Step::Number).ok_or_else(wrong);
    }
    let count = number.parse::<i32>().ok().filter(|count| *count > 0);
    let unit = units.iter().find(|known| **known == unit);
    match (count, unit) {
        (Some(count), Some(unit)) => Ok(Step::Time(count, unit)),
        _ => Err(wrong()),
    }
}

impl Range {
    /// The values in their order, as they print.
    pub(crate) fn values(&self) -> impl Iterator<Item = String> {
        self.points().map(|point| self.print(point))
    }

    /// How many values there are; no more than `most` are counted.
    pub(crate) fn count_up_to(&self, most: usize) -> usize {
        self.points().take(most).count()
    }

    /// The value of number n is the first one and n steps, so that the last days of months do not
    /// wander: 31 January, 29 February, 31 March.
    fn points(&self) -> impl Iterator<Item = Point> {
        let (from, to, through, step) = (self.from, self.to, self.through, self.step);
        let points = (0_i32..).map_while(move |number| from.after(number, step));
        points.take_while(move |point| *point < to || (through && *point == to))
    }

    fn print(&self, point: Point) -> String {
        match (point, self.kind) {
            (Point::Number(number), _) => number.to_string(),
            (Point::Time(time), ParamKind::Date) => Param::print(&time.date()),
            (Point::Time(time), ParamKind::Month) => Month::of(time.date()).print(),
            (Point::Time(time), ParamKind::Hour) => Hour::of(time).print(),
            (Point::Time(time), _) => Param::print(&time),
        }
    }
}

impl Point {
    /// So many steps later; nothing beyond what there is.
    fn after(self, number: i32, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Number(from), Step::Number(step)) => {
                let far = i128::from(number).checked_mul(step)?;
                from.checked_add(far).map(Self::Number)
            }
            (Self::Time(from), Step::Time(count, unit)) => {
                let far = span(number.checked_mul(count)?, unit)?;
                from.checked_add(far).ok().map(Self::Time)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::moment::tests::at;
    use super::*;

    const U8: ParamKind = ParamKind::Integer {
        signed: false,
        bits: 8,
    };

    fn values(kind: ParamKind, text: &str) -> Result<Vec<String>, String> {
        let range = range(kind, text).expect("a range");
        range
            .map(|range| range.values().collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_range_steps_by_its_kind_and_leaves_the_end_out_as_in_rust() {
        at("2026-01-03T05:20[UTC]");
        let list = |kind, text| values(kind, text).expect("values").join(" ");
        assert_eq!(list(U8, "1..4"), "1 2 3");
        assert_eq!(list(U8, "1..=4"), "1 2 3 4");
        assert_eq!(list(U8, "1..=10/4"), "1 5 9");
        assert_eq!(
            list(
                ParamKind::Integer {
                    signed: true,
                    bits: 8
                },
                "-1..2"
            ),
            "-1 0 1"
        );
        let days = "2025-12-30 2025-12-31 2026-01-01";
        assert_eq!(list(ParamKind::Date, "2025-12-30..2026-01-02"), days);
        assert_eq!(list(ParamKind::Date, "today-4d..yesterday"), days);
        assert_eq!(
            list(ParamKind::Date, "2025-12-31..=2026-03-31/1mo"),
            "2025-12-31 2026-01-31 2026-02-28 2026-03-31"
        );
        assert_eq!(
            list(ParamKind::Month, "2025-11..this-month"),
            "2025-11 2025-12"
        );
        assert_eq!(
            list(ParamKind::Hour, "2025-12-31T23..=last-hour/3h"),
            "2025-12-31T23 2026-01-01T02 2026-01-01T05 2026-01-01T08 2026-01-01T11 2026-01-01T14 \
             2026-01-01T17 2026-01-01T20 2026-01-01T23 2026-01-02T02 2026-01-02T05 2026-01-02T08 \
             2026-01-02T11 2026-01-02T14 2026-01-02T17 2026-01-02T20 2026-01-02T23 2026-01-03T02"
        );
        assert_eq!(
            list(
                ParamKind::DateTime,
                "2026-01-01T00:00..2026-01-01T01:00/30m"
            ),
            "2026-01-01T00:00:00 2026-01-01T00:30:00"
        );
        assert_eq!(
            list(
                ParamKind::Optional(&ParamKind::Date),
                "2026-01-01..=2026-01-01"
            ),
            "2026-01-01"
        );
    }

    #[test]
    fn a_range_that_is_none_says_what_to_write() {
        let message = |kind, text| values(kind, text).expect_err("no range");
        assert_eq!(
            message(ParamKind::Date, "2026-01-01.."),
            "the range 2026-01-01.. has no end: write it, such as 2026-01-01..today"
        );
        assert_eq!(
            message(U8, "..=3"),
            "the range ..=3 has no beginning: write it, such as 1..=3"
        );
        assert_eq!(
            message(ParamKind::Month, "2026-02..=2026-01"),
            "the range 2026-02..=2026-01 ends before it begins: write 2026-01..=2026-02"
        );
        assert_eq!(
            message(U8, "3..3"),
            "the range 3..3 is empty, since `..` leaves its end out: write 3..=3"
        );
        assert!(message(ParamKind::DateTime, "2026-01-01T00:00..now").contains("/6h"));
        assert!(message(ParamKind::Date, "2026-01-01..today/2").contains("write /2d"));
        assert!(message(U8, "1..9/0").contains("no whole number from 1 up: write /2"));
        assert!(message(ParamKind::Date, "2026-01-32..today").contains("has the days 01 to 31"));
        assert!(message(U8, "1..2..3").contains("2..3"));
        assert!(range(ParamKind::Text, "a..b").is_none());
        assert!(range(U8, "3").is_none());
    }

    #[test]
    fn to_count_the_values_of_an_endless_range_ends() {
        let range = range(
            ParamKind::Integer {
                signed: false,
                bits: 64,
            },
            "0..18446744073709551615",
        );
        let range = range.expect("a range").expect("a right one");
        assert_eq!(range.count_up_to(1000), 1000);
    }

    proptest! {
        #[test]
        fn a_range_of_days_has_each_day_once_in_order(from in 0_i32..20_000, days in 1_i32..400, through: bool) {
            let day = |n: i32| Date::constant(1990, 1, 1).checked_add(span(n, "d").expect("a span")).expect("a day");
            let dots = if through { "..=" } else { ".." };
            let text = format!("{}{dots}{}", day(from), day(from + days));
            let found = values(ParamKind::Date, &text).expect("a range");
            let expected: Vec<_> = (from..from + days + i32::from(through)).map(|n| day(n).to_string()).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn any_text_is_a_range_a_mistake_or_none(text in "[-0-9T:./=dmohwy]{0,24}") {
            for kind in [U8, ParamKind::Date, ParamKind::Month, ParamKind::Hour, ParamKind::DateTime] {
                if let Some(Ok(range)) = range(kind, &text) {
                    prop_assert!(range.count_up_to(10) > 0);
                }
            }
        }
    }
}

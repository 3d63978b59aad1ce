//! A month of a year.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;

use super::ParamError;
use super::time::{calendar_unit, day};

/// A month of a year: `2013-01`.
///
/// ```
/// use pipeline_core::param::Month;
/// let first: Month = "2012-11".parse()?;
/// let year: Vec<_> = first.through(first + 2).map(|m| m.to_string()).collect();
/// assert_eq!(year, ["2012-11", "2012-12", "2013-01"]);
/// # Ok::<(), pipeline_core::param::ParamError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month(Date); // its first day

impl Month {
    /// A month of a year; the year is -9999 to 9999, the month 1 to 12.
    ///
    /// # Errors
    /// The month or the year is out of range.
    pub fn new(year: i16, month: i8) -> Result<Self, ParamError> {
        Date::new(year, month, 1).map(Self).map_err(|_| {
            ParamError::new(format!(
                "{month} of {year} is no month: a year has 1 to 12, and years go from -9999 to 9999"
            ))
        })
    }

    /// The month that a day is in.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self(date.first_of_month())
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month of the year, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The month that a moment is in.
    pub(super) fn from_time(time: jiff::civil::DateTime) -> Self {
        Self::of(time.date())
    }

    /// Its first day.
    #[must_use]
    pub const fn first_day(self) -> Date {
        self.0
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.0.last_of_month()
    }

    /// Its days, in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        self.0
            .series(1.day())
            .take(usize::from(self.0.days_in_month().unsigned_abs()))
    }

    /// The month so many later (or earlier), or nothing beyond the calendar's end.
    #[must_use]
    pub fn checked_add(self, months: i32) -> Option<Self> {
        self.0.checked_add(months.months()).ok().map(Self)
    }

    /// The month after this one; nothing after 9999-12.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.checked_add(1)
    }

    /// The month before this one; nothing before the year -9999.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        self.checked_add(-1)
    }

    /// The months from this one to `last`, both included; none if `last` is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| month.next())
            .take_while(move |month| *month <= last)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.0.to_string();
        f.pad(day.strip_suffix("-01").unwrap_or(&day))
    }
}

impl FromStr for Month {
    type Err = ParamError;

    fn from_str(text: &str) -> Result<Self, ParamError> {
        day(&format!("{text}-01")).map(Self).map_err(|why| {
            const RIGHT: &str = "write YYYY-MM, such as 2013-01, or last-month";
            ParamError::new(match why {
                Some(why) => format!("{text} is no month, {why}: {RIGHT}"),
                None => format!("{text:?} is no month: {RIGHT}"),
            })
        })
    }
}

impl From<Date> for Month {
    fn from(date: Date) -> Self {
        Self::of(date)
    }
}

calendar_unit!(Month, "months");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Param;
    use super::super::laws::{assert_injective, assert_round_trip};
    use super::super::time::tests::dates;
    use super::*;

    proptest! {
        #[test]
        fn month_keeps_the_laws(a in dates(), b in dates()) {
            let (a, b) = (Month::of(a), Month::of(b));
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn next_and_previous_are_inverse(date in dates()) {
            let month = Month::of(date);
            if let Some(next) = month.next() {
                assert_eq!(next.previous(), Some(month));
                assert_eq!(month.last_day().tomorrow().expect("a day"), next.first_day());
                assert!(month < next);
            }
            assert_eq!(Month::of(month.last_day()), month);
        }
    }

    #[test]
    fn an_error_says_what_a_month_is() {
        let message = |text: &str| Month::parse(text).expect_err("no month").to_string();
        assert_eq!(
            message("13"),
            "\"13\" is no month: write YYYY-MM, such as 2013-01, or last-month"
        );
        assert_eq!(
            message("2013-13"),
            "2013-13 is no month, a year has the months 01 to 12: write YYYY-MM, such as 2013-01, or \
             last-month"
        );
        assert!(Month::parse("2013-1").is_err());
        assert!(Month::parse("2013-01-01").is_err());
        assert!(Month::new(2013, 13).is_err());
    }

    #[test]
    fn a_month_has_its_days_and_a_range_its_months() {
        let february = Month::new(2012, 2).expect("a month");
        assert_eq!(february.days().count(), 29);
        assert_eq!(february.days().last(), Some(february.last_day()));
        assert_eq!(february.through(february).count(), 1);
        assert_eq!(february.through(february - 1).count(), 0);
        assert_eq!((february + 11).to_string(), "2013-01");
        assert_eq!(Month::new(9999, 12).expect("a month").next(), None);
    }
}

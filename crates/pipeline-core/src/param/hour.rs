//! An hour of a day.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::time::{calendar_unit, day};
use super::{Month, ParamError};

/// An hour of a day, without a time zone: `2013-01-31T05`.
///
/// ```
/// use pipeline_core::param::Hour;
/// let evening: Hour = "2013-01-31T23".parse()?;
/// assert_eq!((evening + 1).to_string(), "2013-02-01T00");
/// # Ok::<(), pipeline_core::param::ParamError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hour(DateTime); // its beginning

impl Hour {
    /// An hour of a day, 0 to 23.
    ///
    /// # Errors
    /// The hour is out of range.
    pub fn new(date: Date, hour: i8) -> Result<Self, ParamError> {
        if (0..24).contains(&hour) {
            Ok(Self(date.at(hour, 0, 0, 0)))
        } else {
            Err(ParamError::new(format!(
                "{hour} is no hour: a day has 0 to 23"
            )))
        }
    }

    /// The hour that a moment is in.
    #[must_use]
    pub fn of(moment: DateTime) -> Self {
        Self(moment.date().at(moment.hour(), 0, 0, 0))
    }

    /// The hour that a moment is in.
    pub(super) fn from_time(time: DateTime) -> Self {
        Self::of(time)
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        self.0.date()
    }

    /// The month.
    #[must_use]
    pub fn month(self) -> Month {
        Month::of(self.date())
    }

    /// The hour of the day, 0 to 23.
    #[must_use]
    pub fn hour(self) -> i8 {
        self.0.hour()
    }

    /// Its beginning.
    #[must_use]
    pub const fn start(self) -> DateTime {
        self.0
    }

    /// The hour so many later (or earlier), or nothing beyond the calendar's end.
    #[must_use]
    pub fn checked_add(self, hours: i32) -> Option<Self> {
        self.0.checked_add(hours.hours()).ok().map(Self)
    }

    /// The hour after this one; nothing after the last of the year 9999.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.checked_add(1)
    }

    /// The hour before this one; nothing before the year -9999.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        self.checked_add(-1)
    }

    /// The hours from this one to `last`, both included; none if `last` is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |hour| hour.next()).take_while(move |hour| *hour <= last)
    }

    /// The 24 hours of a day.
    pub fn of_day(date: Date) -> impl Iterator<Item = Self> {
        (0..24).map(move |hour| Self(date.at(hour, 0, 0, 0)))
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}T{:02}", self.date(), self.hour()))
    }
}

impl FromStr for Hour {
    type Err = ParamError;

    fn from_str(text: &str) -> Result<Self, ParamError> {
        const RIGHT: &str = "write YYYY-MM-DDTHH, such as 2013-01-31T05, or last-hour";
        let fail = |why: Option<&str>| {
            ParamError::new(match why {
                Some(why) => format!("{text} is no hour, {why}: {RIGHT}"),
                None => format!("{text:?} is no hour: {RIGHT}"),
            })
        };
        let (date, hour) = text.split_once('T').ok_or_else(|| fail(None))?;
        let date = day(date).map_err(|why| fail(why.as_deref()))?;
        if hour.len() != 2 || !hour.bytes().all(|b| b.is_ascii_digit()) {
            return Err(fail(None));
        }
        match hour.parse::<i8>() {
            Ok(hour @ 0..24) => Ok(Self(date.at(hour, 0, 0, 0))),
            _ => Err(fail(Some("a day has the hours 00 to 23"))),
        }
    }
}

calendar_unit!(Hour, "hours");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Param;
    use super::super::laws::{assert_injective, assert_round_trip};
    use super::super::time::tests::date_times;
    use super::*;

    proptest! {
        #[test]
        fn hour_keeps_the_laws(a in date_times(), b in date_times()) {
            let (a, b) = (Hour::of(a), Hour::of(b));
            assert_round_trip(&a);
            assert_injective(&a, &b);
            if let Some(next) = a.next() {
                assert_eq!(next.previous(), Some(a));
                assert!(a < next);
            }
        }
    }

    #[test]
    fn an_error_says_what_an_hour_is() {
        let message = |text: &str| Hour::parse(text).expect_err("no hour").to_string();
        const RIGHT: &str = "write YYYY-MM-DDTHH, such as 2013-01-31T05, or last-hour";
        assert_eq!(
            message("2013-01-31T24"),
            format!("2013-01-31T24 is no hour, a day has the hours 00 to 23: {RIGHT}")
        );
        assert_eq!(
            message("2013-01-31"),
            format!("\"2013-01-31\" is no hour: {RIGHT}")
        );
        assert!(Hour::parse("2013-01-31T5").is_err());
        assert!(Hour::parse("2013-01-31T05:00").is_err());
    }

    #[test]
    fn a_day_has_24_hours_and_a_path_a_format() {
        let date = Date::constant(2013, 1, 31);
        let hours: Vec<_> = Hour::of_day(date).collect();
        assert_eq!(hours.len(), 24);
        assert!(hours[0].through(hours[23]).eq(hours.iter().copied()));
        let mut path = String::new();
        hours[5].render("%Y/%m/%d/%H", &mut path).expect("fits");
        assert_eq!(path, "2013/01/31/05");
    }
}

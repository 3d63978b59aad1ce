//! Days and date-times: [`jiff::civil::Date`] and [`jiff::civil::DateTime`].

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::{self, BrokenDownTime};
use serde_json::Value;

use super::relative::relative;
use super::{Param, ParamError, ParamKind, render};

/// What an hour and a month have in common: a newtype over its first moment, written by
/// `Display`, read by `FromStr`, counted by `checked_add`.
macro_rules! calendar_unit {
    ($unit:ident, $units:literal) => {
        /// So many later.
        ///
        /// # Panics
        /// Beyond the year 9999; see `checked_add`.
        impl std::ops::Add<i32> for $unit {
            type Output = Self;

            fn add(self, count: i32) -> Self {
                self.checked_add(count).unwrap_or_else(|| {
                    panic!("{self} plus {count} {} is beyond the calendar", $units)
                })
            }
        }

        /// So many earlier.
        ///
        /// # Panics
        /// Beyond the year -9999; see `checked_add`.
        impl std::ops::Sub<i32> for $unit {
            type Output = Self;

            fn sub(self, count: i32) -> Self {
                count
                    .checked_neg()
                    .and_then(|count| self.checked_add(count))
                    .unwrap_or_else(|| {
                        panic!("{self} minus {count} {} is beyond the calendar", $units)
                    })
            }
        }

        impl serde::Serialize for $unit {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $unit {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl $crate::param::Param for $unit {
            const KIND: $crate::param::ParamKind = $crate::param::ParamKind::$unit;

            fn parse(text: &str) -> Result<Self, ParamError> {
                match $crate::param::relative::relative(Self::KIND, text) {
                    Some(time) => Ok(Self::from_time(time?)),
                    None => text.parse(),
                }
            }

            fn print(&self) -> String {
                self.to_string()
            }

            fn value(&self) -> serde_json::Value {
                serde_json::Value::String(self.to_string())
            }

            fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
                let printed = self.to_string();
                $crate::param::time::strftime(Self::KIND, self.0, spec, path, &printed)
            }
        }
    };
}
pub(super) use calendar_unit;

/// A day prints as `2013-01-31`. Also read: `today`, `yesterday`, `tomorrow` and a distance from
/// them (`today-7d`); they stand for a day seen from the plan's [`moment`](super::moment), and
/// print as it.
impl Param for Date {
    const KIND: ParamKind = ParamKind::Date;

    fn parse(text: &str) -> Result<Self, ParamError> {
        if let Some(time) = relative(Self::KIND, text) {
            return time.map(DateTime::date);
        }
        day(text).map_err(|why| no_date(text, why.as_deref()))
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn value(&self) -> Value {
        Value::String(self.to_string())
    }

    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        strftime(Self::KIND, *self, spec, path, &self.to_string())
    }
}

/// A date-time prints as `2013-01-31T05:00:00`, with a fraction when it has one. Also read: a
/// blank in place of the `T`, a time without seconds, and `now`, `today` and distances from them
/// (`now-15m`). In a path the colons are dashes.
impl Param for DateTime {
    const KIND: ParamKind = ParamKind::DateTime;

    fn parse(text: &str) -> Result<Self, ParamError> {
        let fail = || {
            ParamError::new(format!(
                "{text:?} is no date and time: write YYYY-MM-DDTHH:MM:SS without a time zone, \
                 such as 2013-01-31T05:00:00"
            ))
        };
        if let Some(time) = relative(Self::KIND, text) {
            return time;
        }
        let written = text.replacen(' ', "T", 1);
        let (date, _) = written.split_once('T').ok_or_else(fail)?;
        day(date).map_err(|why| no_date(date, why.as_deref()))?;
        let value: Self = written.parse().map_err(|_| fail())?;
        // The library reads more than we do (it skips an offset, and the second 60): what it
        // understood must be what was written, but for zeros at the end.
        let canonical = value.to_string();
        let same = match written.split_once('.') {
            None => canonical == written || canonical.strip_suffix(":00") == Some(&written),
            Some((whole, fraction)) => match fraction.trim_end_matches('0') {
                "" => canonical == whole,
                digits => canonical == format!("{whole}.{digits}"),
            },
        };
        if same { Ok(value) } else { Err(fail()) }
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn value(&self) -> Value {
        Value::String(self.to_string())
    }

    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        let default = self.to_string().replace(':', "-");
        strftime(Self::KIND, *self, spec, path, &default)
    }
}

/// The day that a text in the one canonical form stands for; else why it is none, if it at
/// least looks like one.
pub(super) fn day(text: &str) -> Result<Date, Option<String>> {
    if let Ok(date) = text.parse::<Date>()
        && date.to_string() == text
    {
        return Ok(date);
    }
    let numbers: Option<Vec<i16>> = text
        .split('-')
        .map(|part| {
            part.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| part.parse().ok())?
        })
        .collect();
    match numbers.as_deref() {
        Some([year @ 0..=9999, month, day]) => {
            let month = i8::try_from(*month)
                .ok()
                .filter(|month| (1..=12).contains(month));
            let Some(month) = month else {
                return Err(Some("a year has the months 01 to 12".to_owned()));
            };
            match Date::new(*year, month, 1).map(Date::days_in_month) {
                Ok(days) if *day < 1 || *day > i16::from(days) => Err(Some(format!(
                    "{year:04}-{month:02} has the days 01 to {days}"
                ))),
                _ => Err(None),
            }
        }
        _ => Err(None),
    }
}

fn no_date(text: &str, why: Option<&str>) -> ParamError {
    const RIGHT: &str = "write YYYY-MM-DD, such as 2013-01-31, or today or yesterday";
    ParamError::new(match why {
        Some(why) => format!("{text} is no date, {why}: {RIGHT}"),
        None => format!("{text:?} is no date: {RIGHT}"),
    })
}

/// Writes a value by its strftime format, or as it stands without one.
pub(super) fn strftime(
    kind: ParamKind,
    value: impl Into<BrokenDownTime>,
    spec: &str,
    path: &mut String,
    plain: &str,
) -> Result<(), ParamError> {
    render::check(kind, spec)?;
    if spec.is_empty() {
        path.push_str(plain);
        return Ok(());
    }
    let text = strtime::format(spec, value)
        .map_err(|error| ParamError::new(format!("`{spec}` in a path: {error}")))?;
    path.push_str(&text);
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::laws::{assert_injective, assert_round_trip};
    use super::*;

    pub(in super::super) fn dates() -> impl Strategy<Value = Date> {
        (-9999_i16..=9999, 1_i8..=12, 1_i8..=28)
            .prop_map(|(year, month, day)| Date::new(year, month, day).expect("a day"))
    }

    pub(in super::super) fn date_times() -> impl Strategy<Value = DateTime> {
        (
            dates(),
            0_i8..24,
            0_i8..60,
            0_i8..60,
            prop_oneof![Just(0), 0_i32..1_000_000_000],
        )
            .prop_map(|(date, h, m, s, nanos)| date.at(h, m, s, nanos))
    }

    proptest! {
        #[test]
        fn date_keeps_the_laws(a in dates(), b in dates()) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn date_time_keeps_the_laws(a in date_times(), b in date_times()) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn every_accepted_directive_can_be_written(at in date_times(), directive in 0_u8..128, dash: bool) {
            let spec = format!("%{}{}", if dash { "-" } else { "" }, char::from(directive));
            for (kind, broken) in [
                (ParamKind::Date, BrokenDownTime::from(at.date())),
                (ParamKind::DateTime, BrokenDownTime::from(at)),
            ] {
                if kind.accepts_spec(&spec) {
                    let text = strtime::format(&spec, broken).expect("writes");
                    assert!(!text.contains([' ', ':', '/', '+']), "{spec} writes {text:?}");
                }
            }
        }
    }

    #[test]
    fn a_relative_day_is_fixed_when_it_is_read() {
        let today = Date::parse("today").expect("a day");
        assert_round_trip(&today);
        // Midnight may pass between the two.
        let yesterday = Date::parse("yesterday").expect("a day");
        assert!((1..=2).contains(&(today - yesterday).get_days()) || today == yesterday);
    }

    #[test]
    fn a_day_that_is_not_in_the_calendar_gets_the_reason() {
        let message = |text| {
            <Date as Param>::parse(text)
                .expect_err("no day")
                .to_string()
        };
        const RIGHT: &str = "write YYYY-MM-DD, such as 2013-01-31, or today or yesterday";
        assert_eq!(
            message("2013-02-30"),
            format!("2013-02-30 is no date, 2013-02 has the days 01 to 28: {RIGHT}")
        );
        assert_eq!(
            message("2013-13-01"),
            format!("2013-13-01 is no date, a year has the months 01 to 12: {RIGHT}")
        );
        assert_eq!(
            message("31.1.2013"),
            format!("\"31.1.2013\" is no date: {RIGHT}")
        );
        for wrong in [
            "20130131",
            "2013-1-31",
            "2013-01-31T05:00:00",
            "",
            " 2013-01-31",
        ] {
            assert!(<Date as Param>::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_date_time_is_read_in_few_forms_and_nothing_is_dropped() {
        let five = Date::constant(2013, 1, 31).at(5, 0, 0, 0);
        for right in [
            "2013-01-31T05:00:00",
            "2013-01-31 05:00:00",
            "2013-01-31T05:00",
            "2013-01-31T05:00:00.000",
        ] {
            assert_eq!(<DateTime as Param>::parse(right), Ok(five), "{right}");
        }
        assert_eq!(
            <DateTime as Param>::parse("2013-01-31T05:00:00.500"),
            Ok(Date::constant(2013, 1, 31).at(5, 0, 0, 500_000_000))
        );
        for wrong in [
            "2013-01-31",
            "2013-01-31T05",
            "2013-01-31T05:00:00Z",
            "2013-01-31T05:00:00+01:00",
            "2013-01-31T05:00:60",
            "2013-01-31T25:00:00",
            "2013-01-31T05:00:00[Europe/Berlin]",
            "2013-02-31T05:00:00",
        ] {
            assert!(<DateTime as Param>::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_path_takes_a_strftime_format() {
        let mut path = "out/".to_owned();
        let date = Date::constant(2013, 1, 31);
        date.render("%Y/%m/%d", &mut path).expect("fits");
        assert_eq!(path, "out/2013/01/31");
        assert!(date.render("%H", &mut path).is_err());
        let mut path = String::new();
        date.at(5, 6, 7, 0).render("", &mut path).expect("fits");
        assert_eq!(path, "2013-01-31T05-06-07");
    }
}

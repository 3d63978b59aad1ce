//! A moment that somebody writes down: when a run must have ended.

use std::fmt;

use jiff::civil::{DateTime, Time};
use jiff::{Timestamp, ToSpan, Zoned};

use super::control::NONE;

/// A moment as it is written, which is one moment only when somebody asks for it.
///
/// ```
/// # use pipeline_core::config::Moment;
/// let deadline: Moment = "06:00".parse()?;
/// let now = "2026-01-31T22:15+01:00[Europe/Berlin]".parse().expect("a moment");
/// let found = deadline.next_after(&now).expect("within the calendar");
/// assert_eq!(found.to_string(), "2026-02-01T05:00:00Z");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The next time that the clock shows this, where the program runs.
    Clock(Time),
    /// This date and time where the program runs.
    Local(DateTime),
    /// This moment, wherever.
    At(Timestamp),
}

impl Moment {
    /// The moment that a setting's value says; nothing for `none`.
    ///
    /// # Errors
    /// It is none. The error says what to write.
    pub fn of(value: &toml::Value) -> Result<Option<Self>, String> {
        let text = match value {
            toml::Value::String(text) => text.clone(),
            // TOML has dates and times of its own.
            toml::Value::Datetime(written) => written.to_string(),
            value => return Err(no_moment(&value.to_string())),
        };
        if text == NONE {
            return Ok(None);
        }
        text.parse().map(Some)
    }

    /// The first such moment after now. One with a date may lie before.
    ///
    /// # Errors
    /// It is beyond the calendar.
    pub fn next_after(self, now: &Zoned) -> Result<Timestamp, jiff::Error> {
        let here = now.time_zone();
        match self {
            Self::At(at) => Ok(at),
            Self::Local(at) => Ok(at.to_zoned(here.clone())?.timestamp()),
            Self::Clock(time) => {
                let today = now.date().to_datetime(time).to_zoned(here.clone())?;
                if today.timestamp() > now.timestamp() {
                    return Ok(today.timestamp());
                }
                let tomorrow = now.date().checked_add(1.day())?;
                let tomorrow = tomorrow.to_datetime(time).to_zoned(here.clone())?;
                Ok(tomorrow.timestamp())
            }
        }
    }
}

impl std::str::FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // What says most comes first: what has an offset has a date, what has a date has a time.
        if let Ok(at) = text.parse::<Zoned>() {
            return Ok(Self::At(at.timestamp()));
        }
        if let Ok(at) = text.parse::<Timestamp>() {
            return Ok(Self::At(at));
        }
        let has_time = text.contains(':');
        if let (true, Ok(at)) = (has_time, text.parse::<DateTime>()) {
            return Ok(Self::Local(at));
        }
        match text.parse::<Time>() {
            Ok(time) if has_time => Ok(Self::Clock(time)),
            _ => Err(no_moment(text)),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock(time) => time.fmt(f),
            Self::Local(at) => at.fmt(f),
            Self::At(at) => at.fmt(f),
        }
    }
}

fn no_moment(text: &str) -> String {
    format!(
        "{text} is no moment; write a time (\"06:00\": the next time it is that), a date with \
         one (\"2026-01-31T06:00\"), or \"none\""
    )
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;

    fn next(text: &str, now: &str) -> String {
        let now: Zoned = now.parse().expect("a moment");
        let moment: Moment = text.parse().expect("a moment");
        let found = moment.next_after(&now).expect("in the calendar");
        found.to_zoned(now.time_zone().clone()).to_string()
    }

    #[test]
    fn a_time_is_the_next_one_there_is() {
        let now = "2026-01-31T05:59:59+01:00[Europe/Berlin]";
        assert_eq!(
            next("06:00", now),
            "2026-01-31T06:00:00+01:00[Europe/Berlin]"
        );
        // At that very moment it is the one of tomorrow.
        let now = "2026-01-31T06:00:00+01:00[Europe/Berlin]";
        assert_eq!(
            next("06:00", now),
            "2026-02-01T06:00:00+01:00[Europe/Berlin]"
        );
    }

    #[test]
    fn a_time_that_a_night_has_not_is_the_one_after_the_gap() {
        let now = "2026-03-28T22:00:00+01:00[Europe/Berlin]";
        assert_eq!(
            next("02:30", now),
            "2026-03-29T03:30:00+02:00[Europe/Berlin]"
        );
    }

    #[test]
    fn a_date_with_a_time_is_local_unless_it_says_where() {
        let now = "2026-01-31T12:00:00+01:00[Europe/Berlin]";
        let local = "2026-02-01T06:00:00+01:00[Europe/Berlin]";
        for text in [
            "2026-02-01T06:00",
            "2026-02-01 06:00:00",
            "2026-02-01T05:00Z",
        ] {
            assert_eq!(next(text, now), local, "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_says_what_to_write() {
        for text in [
            "",
            "6",
            "tomorrow",
            "25:00",
            "2026-02-01",
            "2026-13-01T06:00",
        ] {
            let error = text.parse::<Moment>().expect_err(text);
            assert!(error.contains("06:00"), "{error}");
        }
        let time: toml::Table = "at = 06:00:00\nnever = \"none\"".parse().expect("TOML");
        let clock = Moment::Clock(jiff::civil::time(6, 0, 0, 0));
        assert_eq!(Moment::of(&time["at"]), Ok(Some(clock)));
        assert_eq!(Moment::of(&time["never"]), Ok(None));
        assert!(Moment::of(&toml::Value::Integer(6)).is_err());
    }

    proptest! {
        #[test]
        fn what_is_printed_is_parsed_back(seconds in -2_000_000_000..4_000_000_000_i64, kind in 0..3) {
            let at = Timestamp::from_second(seconds).expect("in the calendar");
            let local = at.to_zoned(TimeZone::UTC).datetime();
            let moment = match kind {
                0 => Moment::At(at),
                1 => Moment::Local(local),
                _ => Moment::Clock(local.time()),
            };
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        }
    }
}

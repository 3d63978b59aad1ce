//! The moment at which a plan is made: what `today` and words like it mean, everywhere in it.
//!
//! A run that begins before midnight and plans, asks for more or starts again after it is a run
//! of one day. So the moment is read once and held: by [`fix`] when a program plans, else when
//! somebody first asks.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};

use jiff::civil::{Date, DateTime};
use jiff::{ToSpan, Zoned};

use super::{Hour, Month};

thread_local! {
    /// Where this thread has planned: plans of two threads do not disturb each other.
    static HERE: RefCell<Option<Zoned>> = const { RefCell::new(None) };
}

/// For every other thread: a task that asks for more while it runs, say.
static PROCESS: Mutex<Option<Zoned>> = Mutex::new(None);

/// Fixes the moment, with the time zone that the words are about: in this thread, and in those
/// that have not fixed one of their own. The command line does it before it makes a plan.
pub fn fix(moment: Zoned) {
    HERE.replace(Some(moment.clone()));
    *PROCESS.lock().unwrap_or_else(PoisonError::into_inner) = Some(moment);
}

/// The moment that is fixed; the present one, in the system's time zone, is if none was.
#[must_use]
pub fn moment() -> Zoned {
    HERE.with_borrow(Clone::clone).unwrap_or_else(|| {
        let mut process = PROCESS.lock().unwrap_or_else(PoisonError::into_inner);
        process.get_or_insert_with(Zoned::now).clone()
    })
}

/// The day at which the plan is made: `default = today()`.
#[must_use]
pub fn today() -> Date {
    moment().date()
}

/// The day before [`today`].
#[must_use]
pub fn yesterday() -> Date {
    let today = today();
    today.yesterday().unwrap_or(today)
}

/// The day after [`today`].
#[must_use]
pub fn tomorrow() -> Date {
    let today = today();
    today.tomorrow().unwrap_or(today)
}

/// The month in which the plan is made.
#[must_use]
pub fn this_month() -> Month {
    Month::of(today())
}

/// The month before [`this_month`].
#[must_use]
pub fn last_month() -> Month {
    let month = this_month();
    month.previous().unwrap_or(month)
}

/// The hour in which the plan is made.
#[must_use]
pub fn this_hour() -> Hour {
    Hour::of(moment().datetime())
}

/// The hour before [`this_hour`], by the clock on the wall.
#[must_use]
pub fn last_hour() -> Hour {
    let hour = this_hour();
    hour.previous().unwrap_or(hour)
}

/// The moment at which the plan is made, to the second.
#[must_use]
pub fn now() -> DateTime {
    let moment = moment().datetime();
    moment
        .checked_sub(i64::from(moment.subsec_nanosecond()).nanoseconds())
        .unwrap_or(moment)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Fixes a moment for this thread, which is this test's own.
    pub(crate) fn at(text: &str) {
        fix(text.parse().expect("a moment with its zone"));
    }

    #[test]
    fn every_word_is_about_the_one_moment_that_was_fixed() {
        at("2024-03-01T00:30:15.25[Europe/Berlin]");
        assert_eq!(today().to_string(), "2024-03-01");
        assert_eq!(yesterday().to_string(), "2024-02-29");
        assert_eq!(tomorrow().to_string(), "2024-03-02");
        assert_eq!(this_month().to_string(), "2024-03");
        assert_eq!(last_month().to_string(), "2024-02");
        assert_eq!(this_hour().to_string(), "2024-03-01T00");
        assert_eq!(last_hour().to_string(), "2024-02-29T23");
        assert_eq!(now().to_string(), "2024-03-01T00:30:15");
    }

    #[test]
    fn another_thread_has_its_own_moment_or_the_last_that_was_fixed() {
        at("2024-03-01T00:30[UTC]");
        let other = std::thread::spawn(|| {
            at("1999-12-31T23:00[UTC]");
            (today(), std::thread::spawn(moment).join().is_ok())
        });
        let (there, joined) = other.join().expect("no panic");
        assert!(joined);
        assert_eq!(there.to_string(), "1999-12-31");
        assert_eq!(today().to_string(), "2024-03-01");
    }
}

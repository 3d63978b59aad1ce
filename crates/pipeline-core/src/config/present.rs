//! The moment that a plan is made at, and its time zone, as settings.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::RunSettings;

/// A moment that is taken for the present one, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Present {
    /// With its offset.
    Exact(Timestamp),
    /// By the clock on the wall, in the run's time zone.
    Local(DateTime),
}

/// A moment, as TOML or as text.
pub(super) fn present(value: &toml::Value) -> Option<Present> {
    let text = match value {
        toml::Value::Datetime(time) => time.to_string(),
        toml::Value::String(text) => text.clone(),
        _ => return None,
    };
    let exact = text.parse().map(Present::Exact);
    exact.or_else(|_| text.parse().map(Present::Local)).ok()
}

/// A time zone by its name.
pub(super) fn time_zone(value: &toml::Value) -> Option<TimeZone> {
    TimeZone::get(value.as_str()?).ok()
}

impl RunSettings {
    /// The moment that words such as `today` are about, in its zone; `present` is the one to take
    /// where none is set.
    #[must_use]
    pub fn moment(&self, present: &Zoned) -> Zoned {
        let zone = self.time_zone.clone();
        let zone = zone.unwrap_or_else(|| present.time_zone().clone());
        match &self.now {
            None => present.with_time_zone(zone),
            Some(Present::Exact(moment)) => moment.to_zoned(zone),
            // Of a time that the clocks skip, the one after; of one that comes twice, the first.
            Some(Present::Local(time)) => time.to_zoned(zone).unwrap_or_else(|_| present.clone()),
        }
    }
}

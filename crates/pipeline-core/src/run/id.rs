//! What a run is called.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use jiff::Timestamp;
use serde::Serialize;

/// The id of a run, which is also the name of its folder: `2026-11-21T07-47-04Z-3f9a`.
///
/// Ids sort by time. The end tells runs of the same second apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RunId(String);

impl RunId {
    /// A new id for a run that begins at this time.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        // The standard library seeds its maps from the system; that is random enough here.
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u32(std::process::id());
        Self::with_suffix(at, (hasher.finish() & 0xffff) as u16)
    }

    /// The id of this time and this end.
    #[must_use]
    pub fn with_suffix(at: Timestamp, suffix: u16) -> Self {
        Self(format!(
            "{}-{suffix:04x}",
            at.strftime("%Y-%m-%dT%H-%M-%SZ")
        ))
    }

    /// Another id of the same time.
    #[must_use]
    pub fn another(&self) -> Self {
        let suffix = RandomState::new().build_hasher().finish() & 0xffff;
        let time = self.0.rsplit_once('-').map_or(&*self.0, |(time, _)| time);
        Self(format!("{time}-{suffix:04x}"))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::RunId;

    #[test]
    fn ids_of_runs_sort_by_time_and_are_names_of_folders() {
        let at = |text: &str| text.parse().expect("a time");
        let first = RunId::with_suffix(at("2026-11-21T07:47:04.9Z"), 0x3f9a);
        let second = RunId::with_suffix(at("2026-11-21T07:47:05Z"), 0);
        assert_eq!(first.as_str(), "2026-11-21T07-47-04Z-3f9a");
        assert!(first < second);
    }
}

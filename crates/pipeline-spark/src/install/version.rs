//! Versions of Spark: how they are written, which are supported, and what each needs.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The Spark that is installed when no other is asked for.
pub const DEFAULT_VERSION: &str = "4.3.0";

/// The supported versions in words, for messages.
pub const SUPPORTED: &str = "3.5 and 4.0 to 4.3";

/// What a supported minor version needs.
struct Minor {
    version: (u16, u16),
    /// The patch that is installed when only the minor version is asked for.
    patch: &'static str,
    /// The oldest Python that its `pyspark` takes (`Requires-Python` of the package).
    python: (u16, u16),
    /// The oldest and the newest Java; nothing means that no newest is known.
    java: (u16, Option<u16>),
}

/// Java 24 took away what Hadoop's `UserGroupInformation` calls up to Hadoop 3.4.1
/// (`UnsupportedOperationException: getSubject is not supported`).
const BEFORE_JAVA_24: Option<u16> = Some(23);

const MINORS: [Minor; 5] = [
    Minor {
        version: (3, 5),
        patch: "9",
        python: (3, 8),
        java: (8, BEFORE_JAVA_24),
    },
    Minor {
        version: (4, 0),
        patch: "5",
        python: (3, 9),
        java: (17, BEFORE_JAVA_24),
    },
    Minor {
        version: (4, 1),
        patch: "4",
        python: (3, 10),
        java: (17, None),
    },
    Minor {
        version: (4, 2),
        patch: "1",
        python: (3, 10),
        java: (17, None),
    },
    Minor {
        version: (4, 3),
        patch: "0",
        python: (3, 11),
        java: (17, None),
    },
];

/// A version of Spark: `4.3.0`, `3.5.1-amzn-0`, or `4.3` for any of its patches.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SparkVersion {
    /// Major.
    pub major: u16,
    /// Minor.
    pub minor: u16,
    /// What follows: `0`, `1-SNAPSHOT`; empty when the patch is left open.
    pub rest: String,
}

/// Whether we know a version of Spark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It is one of [`SUPPORTED`].
    Supported,
    /// A later 4.x: likely to work, not tried.
    Newer,
    /// Too old, or another major version.
    Unsupported,
}

impl SparkVersion {
    /// The version as far as options differ, as `spark_options` has it.
    #[must_use]
    pub const fn options(&self) -> spark_options::Version {
        (self.major, self.minor)
    }

    /// The version that is installed by default, [`DEFAULT_VERSION`].
    #[must_use]
    pub fn default_version() -> Self {
        // The test `the_default_is_supported_and_the_newest_that_we_know` holds them together.
        let newest = &MINORS[MINORS.len() - 1];
        DEFAULT_VERSION.parse().unwrap_or(Self {
            major: newest.version.0,
            minor: newest.version.1,
            rest: newest.patch.to_owned(),
        })
    }

    /// Whether this version is one that we know.
    #[must_use]
    pub fn support(&self) -> Support {
        let newest = MINORS[MINORS.len() - 1].version;
        if self.known().is_some() {
            Support::Supported
        } else if self.major == newest.0 && self.minor > newest.1 {
            Support::Newer
        } else {
            Support::Unsupported
        }
    }

    /// Whether `other` is this version, where an open patch is any patch.
    #[must_use]
    pub fn admits(&self, other: &Self) -> bool {
        self.options() == other.options() && (self.rest.is_empty() || self.rest == other.rest)
    }

    /// The version to install: an open patch becomes the newest that we know.
    #[must_use]
    pub fn exact(&self) -> Self {
        let mut exact = self.clone();
        if exact.rest.is_empty() {
            exact.rest = self.known().map_or("0", |minor| minor.patch).to_owned();
        }
        exact
    }

    /// The oldest Python that its `pyspark` takes.
    #[must_use]
    pub fn oldest_python(&self) -> (u16, u16) {
        self.known_or_newest().python
    }

    /// The oldest and newest Java that it runs on; nothing means that no newest is known.
    /// 3.5 takes 8, 11 and 17 by its documentation, and 21 as tried; 4.x takes 17 and newer.
    #[must_use]
    pub fn java(&self) -> (u16, Option<u16>) {
        self.known_or_newest().java
    }

    fn known(&self) -> Option<&'static Minor> {
        MINORS.iter().find(|known| known.version == self.options())
    }

    fn known_or_newest(&self) -> &'static Minor {
        self.known().unwrap_or(&MINORS[MINORS.len() - 1])
    }
}

impl fmt::Display for SparkVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if !self.rest.is_empty() {
            write!(f, ".{}", self.rest)?;
        }
        Ok(())
    }
}

/// A text that is no version of Spark.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a version of Spark; write it as {DEFAULT_VERSION} or 4.3")]
pub struct NoVersion(pub String);

impl FromStr for SparkVersion {
    type Err = NoVersion;

    fn from_str(text: &str) -> Result<Self, NoVersion> {
        let wrong = || NoVersion(text.to_owned());
        let number = |part: &str| -> Result<u16, NoVersion> {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            let canonical = part == "0" || !part.starts_with('0');
            if digits && canonical {
                part.parse().map_err(|_| wrong())
            } else {
                Err(wrong())
            }
        };
        let mut parts = text.splitn(3, '.');
        let major = number(parts.next().unwrap_or_default())?;
        let minor = number(parts.next().unwrap_or_default())?;
        let rest = match parts.next() {
            None => String::new(),
            Some(rest) => {
                // What follows goes into names of files and of packages.
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
                if !rest.starts_with(|c: char| c.is_ascii_digit()) || !rest.chars().all(plain) {
                    return Err(wrong());
                }
                rest.to_owned()
            }
        };
        Ok(Self { major, minor, rest })
    }
}

impl PartialOrd for SparkVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By number: `3.5.10` comes after `3.5.9`; equal numbers by what follows them.
impl Ord for SparkVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        let patch = |version: &Self| -> u64 {
            let digits = version.rest.split(|c: char| !c.is_ascii_digit()).next();
            digits.unwrap_or_default().parse().unwrap_or(0)
        };
        (self.options(), patch(self), &self.rest).cmp(&(other.options(), patch(other), &other.rest))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn version(text: &str) -> SparkVersion {
        text.parse().unwrap()
    }

    proptest! {
        #[test]
        fn parse_reads_what_display_prints(
            major in 0u16..50,
            minor in 0u16..50,
            rest in "([0-9]{1,3}[A-Za-z0-9.-]{0,9})?",
        ) {
            let made = SparkVersion { major, minor, rest };
            prop_assert_eq!(made.to_string().parse::<SparkVersion>().unwrap(), made);
        }

        #[test]
        fn what_is_parsed_prints_as_it_was_written(text in "[0-9]{1,2}\\.[0-9]{1,2}(\\.[0-9][a-z0-9.-]{0,6})?") {
            if let Ok(parsed) = text.parse::<SparkVersion>() {
                prop_assert_eq!(parsed.to_string(), text);
            }
        }
    }

    #[test]
    fn the_default_is_supported_and_the_newest_that_we_know() {
        let default = SparkVersion::default_version();
        assert_eq!(default.to_string(), DEFAULT_VERSION);
        assert_eq!(default.support(), Support::Supported);
        assert_eq!(version("4.3").exact(), default);
    }

    #[test]
    fn supported_are_3_5_and_4_0_to_4_3() {
        for text in [
            "3.5.0",
            "3.5.9",
            "4.0.0",
            "4.1.4",
            "4.2.1",
            "4.3.0-SNAPSHOT",
        ] {
            assert_eq!(version(text).support(), Support::Supported, "{text}");
        }
        assert_eq!(version("4.4.0").support(), Support::Newer);
        for text in ["2.4.8", "3.4.4", "3.6.0", "5.0.0"] {
            assert_eq!(version(text).support(), Support::Unsupported, "{text}");
        }
    }

    #[test]
    fn an_open_patch_admits_every_patch_and_installs_the_newest() {
        assert!(version("3.5").admits(&version("3.5.1-amzn-0")));
        assert!(!version("3.5").admits(&version("4.0.0")));
        assert!(!version("3.5.1").admits(&version("3.5.9")));
        assert_eq!(version("3.5").exact().to_string(), "3.5.9");
    }

    #[test]
    fn patches_are_ordered_by_number() {
        assert!(version("3.5.10") > version("3.5.9"));
        assert!(version("4.0.0") > version("3.5.10"));
    }

    #[test]
    fn what_is_no_version_is_refused_with_how_to_write_one() {
        for text in [
            "", "4", "v4.3.0", "4.x", "4.3.", "4.3.0/..", "4.3.0;ls", "4.03", "99999.1",
        ] {
            let error = text.parse::<SparkVersion>().unwrap_err().to_string();
            assert!(error.contains("write it as 4.3.0"), "{text}: {error}");
        }
    }

    #[test]
    fn java_8_is_for_spark_3_5_only_and_java_25_not_for_what_breaks_on_it() {
        assert_eq!(version("3.5.9").java(), (8, Some(23)));
        assert_eq!(version("4.0.5").java(), (17, Some(23)));
        assert_eq!(version("4.3.0").java(), (17, None));
    }
}

//! A version of Python.

use std::fmt;
use std::str::FromStr;

use ruff_python_ast::PythonVersion;

/// A version of Python: `3.9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number, 3.
    pub major: u8,
    /// The second number.
    pub minor: u8,
}

/// A text that is no version of Python 3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionError;

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a version of Python is written as `3.9`")
    }
}

impl std::error::Error for VersionError {}

impl FromStr for Version {
    type Err = VersionError;

    /// Reads `3.9`; a third number (`3.9.17`) says nothing about syntax and is left out.
    fn from_str(text: &str) -> Result<Self, VersionError> {
        let mut parts = text.split('.').map(|part| part.parse::<u8>());
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(major @ 3)), Some(Ok(minor)), None | Some(Ok(_)), None) => {
                Ok(Self { major, minor })
            }
            _ => Err(VersionError),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl From<Version> for PythonVersion {
    fn from(version: Version) -> Self {
        Self {
            major: version.major,
            minor: version.minor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_two_numbers_or_three() {
        let nine = Version { major: 3, minor: 9 };
        assert_eq!("3.9".parse(), Ok(nine));
        assert_eq!("3.9.17".parse(), Ok(nine));
        assert_eq!(nine.to_string(), "3.9");
        for wrong in ["", "3", "2.7", "3.x", "3.9.1.2", "py3.9", "3.999"] {
            assert_eq!(wrong.parse::<Version>(), Err(VersionError), "{wrong}");
        }
    }
}

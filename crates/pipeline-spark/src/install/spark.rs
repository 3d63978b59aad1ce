//! A Spark that was found.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::SparkVersion;

/// A Spark on this machine, and what runs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spark {
    /// The folder with `bin/spark-submit` and `jars/`.
    pub home: PathBuf,
    /// Its version.
    pub version: SparkVersion,
    /// The `JAVA_HOME` to run it with; nothing means that it finds Java by itself.
    pub java_home: Option<PathBuf>,
    /// The Python for drivers and executors; nothing means Spark's own choice (`python3`).
    pub python: Option<PathBuf>,
    /// How it was found.
    pub found: Found,
}

impl Spark {
    /// Its `spark-submit`.
    #[must_use]
    pub fn spark_submit(&self) -> PathBuf {
        self.home.join("bin").join("spark-submit")
    }
}

/// `Spark 4.3.0 in /opt/spark (SPARK_HOME), Java in /opt/java`.
impl fmt::Display for Spark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (version, home) = (&self.version, self.home.display());
        write!(f, "Spark {version} in {home} ({})", self.found)?;
        match &self.java_home {
            Some(java) => write!(f, ", Java in {}", java.display()),
            None => Ok(()),
        }
    }
}

/// How a Spark was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Named by the setting `spark_home`.
    Setting,
    /// By `SPARK_HOME`.
    SparkHome,
    /// By `spark-submit` on the PATH.
    Path,
    /// By the `pyspark` of the active Python.
    Pyspark,
    /// Our own install in the user's cache folder.
    Managed,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Setting => "the setting spark_home",
            Self::SparkHome => "SPARK_HOME",
            Self::Path => "spark-submit on the PATH",
            Self::Pyspark => "pyspark of the active Python",
            Self::Managed => "the managed install",
        })
    }
}

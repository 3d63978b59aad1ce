//! What makes a folder a Spark, and which version it is, without starting a JVM.

use std::fs;
use std::path::{Path, PathBuf};

use super::SparkVersion;

/// A folder that is a Spark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Home {
    pub(crate) path: PathBuf,
    pub(crate) version: SparkVersion,
}

/// Looks at a folder: a Spark has `bin/spark-submit`, its jars, and a version to be read.
/// The error is the reason in words that follow the folder's name.
pub(crate) fn inspect(path: &Path) -> Result<Home, String> {
    if !path.exists() {
        return Err("is not there".to_owned());
    }
    if !path.is_dir() {
        return Err("is not a folder".to_owned());
    }
    if !path.join("bin").join("spark-submit").is_file() {
        return Err("has no bin/spark-submit".to_owned());
    }
    let jars = jars(path).ok_or("has no jars folder")?;
    let version = version(path, &jars).ok_or(
        "does not tell its version: no RELEASE file, no jars/spark-core_*.jar, \
         no python/pyspark/version.py",
    )?;
    Ok(Home {
        path: path.to_path_buf(),
        version,
    })
}

/// The folder of jars: `jars`, or that of a build from source (as `bin/spark-class` has it).
fn jars(home: &Path) -> Option<PathBuf> {
    let jars = home.join("jars");
    if jars.is_dir() {
        return Some(jars);
    }
    names(&home.join("assembly").join("target"))
        .into_iter()
        .filter(|name| name.starts_with("scala-"))
        .map(|name| home.join("assembly/target").join(name).join("jars"))
        .find(|jars| jars.is_dir())
}

fn version(home: &Path, jars: &Path) -> Option<SparkVersion> {
    from_release(home)
        .or_else(|| from_core_jar(jars))
        .or_else(|| from_version_py(&home.join("python").join("pyspark").join("version.py")))
        .or_else(|| from_version_py(&home.join("version.py")))
}

/// `Spark 3.5.9 (git revision …) built for Hadoop 3.3.4`.
fn from_release(home: &Path) -> Option<SparkVersion> {
    let text = fs::read_to_string(home.join("RELEASE")).ok()?;
    let mut words = text.lines().next()?.split_whitespace();
    (words.next()? == "Spark").then(|| words.next()?.parse().ok())?
}

/// `spark-core_2.13-4.3.0.jar`.
fn from_core_jar(jars: &Path) -> Option<SparkVersion> {
    names(jars).into_iter().find_map(|name| {
        let rest = name.strip_prefix("spark-core_")?.strip_suffix(".jar")?;
        let (_scala, version) = rest.split_once('-')?;
        version.parse().ok()
    })
}

/// `__version__: str = "4.3.0"`.
fn from_version_py(file: &Path) -> Option<SparkVersion> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with("__version__"))?;
    line.split(['"', '\'']).nth(1)?.parse().ok()
}

/// The names in a folder, sorted; none if it cannot be read.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::install::fake;

    #[test]
    fn the_version_is_read_from_release_then_the_core_jar_then_version_py() {
        let temp = tempfile::tempdir().unwrap();
        let home = temp.path().join("spark");
        fake::home(&home, None);
        assert!(
            inspect(&home)
                .unwrap_err()
                .contains("does not tell its version")
        );

        fs::write(
            home.join("version.py"),
            "# x\n__version__: str = \"4.0.5\"\n",
        )
        .unwrap();
        assert_eq!(inspect(&home).unwrap().version.to_string(), "4.0.5");

        fs::write(home.join("jars/spark-core_2.12-3.5.1-amzn-0.jar"), "").unwrap();
        assert_eq!(inspect(&home).unwrap().version.to_string(), "3.5.1-amzn-0");

        fs::write(
            home.join("RELEASE"),
            "Spark 3.5.9 (git revision abc) built for Hadoop 3.3.4\n",
        )
        .unwrap();
        assert_eq!(inspect(&home).unwrap().version.to_string(), "3.5.9");
    }

    #[test]
    fn a_folder_without_spark_submit_or_jars_is_no_home_and_the_reason_says_which() {
        let temp = tempfile::tempdir().unwrap();
        let none = temp.path().join("none");
        assert_eq!(inspect(&none).unwrap_err(), "is not there");
        fs::write(&none, "").unwrap();
        assert_eq!(inspect(&none).unwrap_err(), "is not a folder");
        fs::remove_file(&none).unwrap();
        fs::create_dir_all(none.join("jars")).unwrap();
        assert_eq!(inspect(&none).unwrap_err(), "has no bin/spark-submit");
        fake::home(&none, Some("4.3.0"));
        fs::remove_dir_all(none.join("jars")).unwrap();
        assert_eq!(inspect(&none).unwrap_err(), "has no jars folder");
    }

    #[test]
    fn a_build_from_source_is_a_home() {
        let temp = tempfile::tempdir().unwrap();
        let home = temp.path();
        fake::home(home, None);
        fs::remove_dir_all(home.join("jars")).unwrap();
        let jars = home.join("assembly/target/scala-2.13/jars");
        fs::create_dir_all(&jars).unwrap();
        fs::write(jars.join("spark-core_2.13-4.3.0-SNAPSHOT.jar"), "").unwrap();
        assert_eq!(inspect(home).unwrap().version.to_string(), "4.3.0-SNAPSHOT");
    }
}

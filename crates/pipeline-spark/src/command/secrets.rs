//! The file of properties that carries secrets.
//!
//! With a `--properties-file` Spark no longer reads `spark-defaults.conf`: 4.0 and later are
//! told to read it all the same (`--load-spark-defaults`), 3.5 cannot, so there its content is
//! put below ours. A file that the application names itself is put between the two.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use pipeline_core::failure::{Failure, FailureKind};

use super::{Map, Surroundings, properties, words::configuration};
use crate::SparkApplication;
use crate::application::OptionValue;
use crate::install::Spark;

/// Properties for a file that only its owner may read.
#[derive(Clone, PartialEq, Eq)]
pub struct Properties {
    values: Map,
    /// Which of them are secrets, rather than what stands in other files.
    pub(super) secret: Vec<String>,
    /// Whether spark-submit is also told to read `spark-defaults.conf`.
    pub(super) load_spark_defaults: bool,
}

impl Properties {
    /// The names, sorted; the values are nobody's business.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        properties::print(&self.values)
    }
}

impl fmt::Debug for Properties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// Whether files of others are read: not for a preview, which shows only what is declared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Files {
    Read,
    Leave,
}

/// The file for these secrets; nothing if there are none.
pub(super) fn file(
    application: &SparkApplication,
    secrets: Map,
    spark: &Spark,
    surroundings: &Surroundings,
    files: Files,
) -> Result<Option<Properties>, Failure> {
    if secrets.is_empty() {
        return Ok(None);
    }
    for (name, value) in &secrets {
        // `SparkSubmitUtils` trims what it reads from a file, of all but line ends.
        let trimmed = value.trim_matches(|c: char| c <= ' ' && c != '\r' && c != '\n');
        if trimmed != value {
            return Err(configuration(format!(
                "the secret `{name}` begins or ends with a blank, which Spark would drop"
            ))
            .hint("secrets are handed over in a file of properties; leave the blank out"));
        }
    }
    let knows_flag = spark_options::by_key("load_spark_defaults")
        .is_some_and(|option| option.is_known_to(spark.version.options()));
    let wants_defaults = wants_defaults(application);
    let secret: Vec<_> = secrets.keys().cloned().collect();
    let mut values = Map::new();
    if files == Files::Read {
        if wants_defaults && !knows_flag {
            let path = defaults_file(application, spark, surroundings);
            if path.is_file() {
                values.extend(read(&path)?);
            }
        }
        for path in named_files(application, surroundings) {
            values.extend(read(&path)?);
        }
    }
    values.extend(secrets);
    Ok(Some(Properties {
        values,
        secret,
        load_spark_defaults: wants_defaults && knows_flag,
    }))
}

/// What Spark reads from files, below what it is told. A file that cannot be read is left to
/// SparkSubmit, which fails on it.
pub(crate) fn inherited(
    application: &SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
) -> Map {
    let mut values = Map::new();
    if wants_defaults(application) {
        let path = defaults_file(application, spark, surroundings);
        values.extend(read(&path).unwrap_or_default());
    }
    for path in named_files(application, surroundings) {
        values.extend(read(&path).unwrap_or_default());
    }
    values
}

/// Whether Spark reads its defaults.
fn wants_defaults(application: &SparkApplication) -> bool {
    let asked = matches!(
        application.options.get("load_spark_defaults"),
        Some(OptionValue::Switch(true))
    );
    asked || application.text("properties_file").is_none()
}

/// The files of properties that the application names, the stronger one last.
fn named_files(application: &SparkApplication, surroundings: &Surroundings) -> Vec<PathBuf> {
    ["properties_file", "extra_properties_file"]
        .iter()
        .filter_map(|key| application.text(key))
        .map(|path| surroundings.dir.join(path))
        .collect()
}

/// Where Spark finds its defaults.
fn defaults_file(
    application: &SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
) -> PathBuf {
    let folder = application
        .env
        .get("SPARK_CONF_DIR")
        .map(String::as_str)
        .or_else(|| surroundings.text("SPARK_CONF_DIR"))
        .filter(|folder| !folder.is_empty());
    let folder = match folder {
        Some(folder) => surroundings.dir.join(folder),
        None => spark.home.join("conf"),
    };
    folder.join("spark-defaults.conf")
}

fn read(path: &Path) -> Result<Map, Failure> {
    let bytes = fs::read(path).map_err(|error| {
        Failure::new(
            FailureKind::Configuration,
            format!("cannot read the properties in {}: {error}", path.display()),
        )
        .hint("they are read here because secrets are handed over in a file of properties, and spark-submit takes one such file")
    })?;
    // Java replaces what is not UTF-8 too.
    let mut values = properties::parse(&String::from_utf8_lossy(&bytes));
    // As Spark does when it reads the file itself.
    for value in values.values_mut() {
        let trimmed = value.trim_matches(|c: char| c <= ' ' && c != '\r' && c != '\n');
        *value = trimmed.to_owned();
    }
    Ok(values)
}

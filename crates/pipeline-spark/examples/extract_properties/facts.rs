//! What one Spark says of its properties: the answer of `registered.py`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

const SCRIPT: &str = include_str!("registered.py");

/// What one Spark says.
#[derive(Deserialize)]
pub(crate) struct Facts {
    /// Its version, `4.3.0`.
    pub(crate) version: String,
    /// Scala objects that could not be loaded, with the reason.
    pub(crate) failed: BTreeMap<String, String>,
    /// What it registers.
    pub(crate) entries: Vec<Entry>,
    /// Names that it warns of (`SparkConf.deprecatedConfigs`, `SQLConf.deprecatedSQLConfigs`).
    pub(crate) deprecated: Vec<Deprecated>,
    /// Old names with their successors (`SparkConf.configsWithAlternatives`).
    pub(crate) alternates: Vec<Alternate>,
    /// Names that it refuses unless they are set to the default (`SQLConf.removedSQLConfigs`).
    pub(crate) removed: Vec<Removed>,
    /// Names in its class files that are not registered, with the classes that have them; `~`
    /// ends a class that has the name as a part of a longer text.
    pub(crate) named: BTreeMap<String, Vec<String>>,
}

/// A registered property.
#[derive(Deserialize)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) class: String,
    pub(crate) default: Option<String>,
    pub(crate) since: String,
    pub(crate) doc: String,
    pub(crate) alternatives: Vec<String>,
    /// Unless it was only asked about texts.
    pub(crate) kind: Option<Kind>,
    /// Whether each text that was asked about is a value.
    #[serde(default)]
    #[allow(dead_code)] // the test reads it, the example does not
    pub(crate) taken: Vec<bool>,
}

/// What values it takes.
#[derive(Deserialize)]
pub(crate) struct Kind {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) unit: Option<String>,
    #[serde(default)]
    pub(crate) range: Option<[serde_json::Value; 2]>,
    #[serde(default)]
    pub(crate) words: Vec<String>,
    #[serde(default)]
    pub(crate) any_case: bool,
}

#[derive(Deserialize)]
pub(crate) struct Deprecated {
    pub(crate) name: String,
    pub(crate) r#in: String,
    pub(crate) advice: String,
}

#[derive(Deserialize)]
pub(crate) struct Alternate {
    pub(crate) name: String,
    pub(crate) r#in: String,
    pub(crate) successor: String,
}

#[derive(Deserialize)]
pub(crate) struct Removed {
    pub(crate) name: String,
    pub(crate) r#in: String,
    pub(crate) default: String,
    pub(crate) advice: String,
}

impl Facts {
    /// Its version, major and minor.
    pub(crate) fn minor(&self) -> String {
        let mut parts = self.version.split('.');
        let (major, minor) = (parts.next(), parts.next());
        format!("{}.{}", major.unwrap_or("0"), minor.unwrap_or("0"))
    }
}

impl Entry {
    /// The column of its default: `=text`, `@property` whose value it has, `?` for what differs
    /// from machine to machine, nothing for none.
    pub(crate) fn default_column(&self) -> String {
        let Some(default) = &self.default else {
            return String::new();
        };
        let is_of_this_machine = default.contains("/spark-warehouse");
        if self.class == "ConfigEntryWithDefaultFunction" || is_of_this_machine {
            return "?".to_owned();
        }
        if default == "<undefined>" {
            return String::new();
        }
        let other = default.strip_prefix("<value of ");
        match other.and_then(|rest| rest.strip_suffix('>')) {
            Some(other) => format!("@{other}"),
            None => format!("={}", escaped(default)),
        }
    }
}

/// A text as one field of a line.
pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('\t', "\\t");
    text.replace('\n', "\\n").replace('\r', "\\r")
}

/// Texts to try, by the name of the property.
pub(crate) type Texts = BTreeMap<String, Vec<String>>;

/// Asks the Spark in this folder what it registers, and what kind each is, or whether it takes
/// some texts. It takes some ten seconds and needs a `python3`.
pub(crate) fn of(
    home: &Path,
    java_home: Option<&Path>,
    texts: Option<&Texts>,
) -> Result<Facts, Box<dyn Error>> {
    // A folder without files, since Spark's default for the warehouse is the working folder.
    let folder = tempfile::tempdir()?;
    let script = folder.path().join("registered.py");
    std::fs::write(&script, SCRIPT)?;
    let asked = folder.path().join("texts.json");
    std::fs::write(&asked, serde_json::to_vec(&texts.unwrap_or(&Texts::new()))?)?;
    let mut command = Command::new("python3");
    command
        .arg(&script)
        .args(texts.map(|_| "--try"))
        .current_dir(folder.path())
        .env("SPARK_HOME", home)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .env_remove("SPARK_CONF_DIR")
        .env_remove("PYTHONPATH")
        .env("TZ", "UTC")
        .stdin(File::open(&asked)?);
    if let Some(java) = java_home {
        command.env("JAVA_HOME", java);
    }
    let output = command.output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("registered.py failed ({}):\n{said}", output.status).into());
    }
    let facts: Facts = serde_json::from_slice(&output.stdout)?;
    if facts.failed.is_empty() {
        Ok(facts)
    } else {
        Err(format!("these could not be loaded: {:?}", facts.failed).into())
    }
}

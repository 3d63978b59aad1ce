//! The command line of spark-submit, exactly as declared.
//!
//! [`build`] makes a [`CommandLine`] of an application and the Spark that was found. What it
//! guarantees:
//!
//! - Every value arrives unharmed, or there is an error before anything runs: spaces, commas,
//!   quotes, `=`, empty texts, other alphabets and leading dashes do; a comma inside an element
//!   of a list, a carriage return (which Spark's `bin/spark-class` drops) and a NUL do not.
//! - Each setting has one form. An option and its `spark.*` property are never both given.
//! - The caller's environment does not change the job. Taken out of it are the variables by
//!   which SparkSubmit would take options (`MASTER`, `SPARK_DRIVER_MEMORY`, …: the
//!   `variables` of `spark_options`), and those that one application sets for another
//!   (`PYSPARK_SUBMIT_ARGS`, `PYSPARK_GATEWAY_PORT`, the switches of Spark Connect).
//!   `PYSPARK_PYTHON` and `PYSPARK_DRIVER_PYTHON` stay where no `python` is set, except a
//!   driver's Python that is a shell for people (`jupyter`). `SPARK_SUBMIT_OPTS` and the
//!   options of every Java (`JAVA_TOOL_OPTIONS`, `JDK_JAVA_OPTIONS`, `_JAVA_OPTIONS`) stay, without
//!   their `-Dspark.…` and `-Xmx`. `SPARK_CONF_DIR` stays: with `spark-defaults.conf` and
//!   `spark-env.sh` it is how a machine is set up.
//! - Secrets are not among the arguments, where every user of the machine could read them, but
//!   in a file of properties that [`CommandLine::write`] makes readable by its owner only. A
//!   setting with a secret inside it (`-Ddb.password=…`, the password of a URL) goes there whole.

mod build;
mod destination;
mod environment;
mod line;
mod mask;
mod paths;
mod preview;
pub mod properties;
mod python;
pub mod quote;
mod secrets;
mod submit_opts;
mod words;
mod write;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pipeline_core::secret::{MASK, Masker, is_secret_name};

pub use build::{build, build_in, preview};
pub use destination::Destination;
pub use environment::{Environment, Surroundings};
pub use mask::value as mask_value;
pub(crate) use paths::{LookedFor, files, look_for_files};
pub use secrets::Properties;
pub(crate) use secrets::inherited;
pub use words::notes;
pub use write::Invocation;
pub(crate) use write::write_private;

use line::Line;

/// The command line of spark-submit for one application.
///
/// It is a value; nothing is written until [`CommandLine::write`].
#[derive(Clone, Debug)]
pub struct CommandLine {
    /// The `spark-submit` that is run.
    pub program: PathBuf,
    /// Where it runs.
    pub destination: Destination,
    /// How the child's environment differs from ours.
    pub environment: Environment,
    /// What is handed over in a file that only its owner may read: the secrets, and below them
    /// whatever Spark would no longer read by itself. Nothing if there is no secret.
    pub properties: Option<Properties>,
    /// What is accepted but will have no effect, in sentences.
    pub notes: Vec<String>,
    /// Options and properties.
    options: Vec<Line>,
    /// The application and its arguments.
    application: Vec<Line>,
    /// Variables that are not shown.
    secret_variables: Vec<String>,
    /// Those that the caller has now, of what is removed: a pasted line takes them out.
    present: Vec<String>,
}

impl CommandLine {
    /// The arguments up to the application: what says which cluster and as whom.
    #[must_use]
    pub(crate) fn option_arguments(&self, properties: Option<&Path>) -> Vec<String> {
        let mut arguments = self.arguments(properties);
        let rest: usize = self.application.iter().map(|line| line.words.len()).sum();
        arguments.truncate(arguments.len() - rest);
        arguments
    }

    /// Knows every secret of the command, to mask them in what the application prints.
    #[must_use]
    pub fn masker(&self) -> Masker {
        let mut masker = Masker::default();
        for line in self.options.iter().chain(&self.application) {
            for (word, shown) in line.words.iter().zip(&line.shown) {
                for (name, value) in mask::inside(word) {
                    masker.add_named(name, value);
                }
                let hidden = shown.strip_suffix(MASK).and_then(|before| {
                    let value = word.strip_prefix(before)?;
                    Some((before.trim_end_matches('='), value))
                });
                if let Some((name, value)) = hidden {
                    masker.add_named(name, value);
                    masker.add(value);
                }
            }
        }
        // Of the files of properties, whose values an application may print as well.
        for (name, value) in self.destination.properties() {
            if is_secret_name(name) {
                masker.add_named(name, value);
            }
        }
        for name in &self.secret_variables {
            if let Some(value) = self.environment.set.get(name) {
                masker.add_named(name, value);
            }
        }
        masker
    }
}

/// Names to values.
type Map = BTreeMap<String, String>;

//! A Spark application as a plain value: what to run, with what, said once.

mod normalise;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use pipeline_core::param::{AnyParam, Words};
use pipeline_core::target::{AnyTarget, Completion};
use serde::{Deserialize, Serialize};

pub use value::{Memory, OptionValue};

/// What `spark-submit` calls the primary resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MainResource {
    /// A jar; without a class its manifest names one.
    Jar {
        /// Path or URI.
        path: String,
    },
    /// A Python application: a file with a `main` of its own.
    Python {
        /// Path or URI.
        path: String,
    },
    /// An R application.
    R {
        /// Path or URI.
        path: String,
    },
    /// A Python module with `main(spark, task)`, run by our runner.
    PythonModule {
        /// Where the module is.
        source: PythonSource,
        /// What `main` is given.
        entry: Entry,
        /// What `main` sees as `task`: names to typed values.
        task: serde_json::Value,
    },
}

/// Where the text of a Python module is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PythonSource {
    /// In the Rust source.
    Inline {
        /// The text.
        text: String,
        /// The Rust file that holds it, for tracebacks.
        file: String,
        /// The line of the text's first line in that file, counted from 1.
        line: u32,
    },
    /// In a file.
    File {
        /// The path.
        path: String,
    },
}

/// What a Python module's `main` is given as its first argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A SparkSession.
    #[default]
    Session,
    /// A SparkContext.
    Context,
}

/// One argument of the application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Argument {
    /// A text, passed as it is.
    Text(String),
    /// The same, but never shown. The application gets it on its command line, as it asked
    /// for it, where others on the machine can see it while it runs.
    Secret(String),
    /// The location of an output. A file or directory is handed over under a temporary name
    /// beside it and renamed when the application has succeeded.
    Output {
        /// The final location.
        location: String,
        /// Whether it is handed over under a temporary name.
        staged: bool,
    },
}

/// A Spark application: what to run and with what. Says nothing of how it is submitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SparkApplication {
    /// What is run.
    pub resource: MainResource,
    /// The folder that relative paths of code (app, `py_files`, `jars`) fall back on when
    /// they are not found from the current one: the crate's own.
    pub crate_dir: PathBuf,
    /// The relative paths that were found in the crate's folder when it was compiled, without an
    /// `#alias`: where that folder is at hand, the file in it is meant, and no other.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub crate_files: BTreeSet<String>,
    /// Options by their key in `spark_options::OPTIONS`: the one form of each setting.
    pub options: BTreeMap<String, OptionValue>,
    /// Properties that no option sets.
    pub conf: BTreeMap<String, String>,
    /// Variables for the driver's environment.
    pub env: BTreeMap<String, String>,
    /// Names (of properties and variables) whose values the author marked as secret.
    pub secret: Vec<String>,
    /// The application's arguments, in order.
    pub arguments: Vec<Argument>,
}

impl SparkApplication {
    /// An application of this resource with nothing set.
    #[must_use]
    pub fn new(resource: MainResource) -> Self {
        Self {
            resource,
            crate_dir: PathBuf::new(),
            crate_files: BTreeSet::new(),
            options: BTreeMap::new(),
            conf: BTreeMap::new(),
            env: BTreeMap::new(),
            secret: Vec::new(),
            arguments: Vec::new(),
        }
    }

    /// Sets the folder that relative paths of code fall back on.
    #[must_use]
    pub fn crate_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.crate_dir = dir.into();
        self
    }

    /// Adds a relative path that was found in the crate's folder when it was compiled.
    #[must_use]
    pub fn crate_file(mut self, path: &str) -> Self {
        self.crate_files.insert(path.to_owned());
        self
    }

    /// Sets an option by its key.
    #[must_use]
    pub fn option(mut self, key: &str, value: OptionValue) -> Self {
        self.options.insert(key.to_owned(), value);
        self
    }

    /// Sets a property.
    #[must_use]
    pub fn conf(mut self, key: impl Into<String>, value: impl ToString) -> Self {
        self.conf.insert(key.into(), value.to_string());
        self
    }

    /// Sets a variable of the driver's environment.
    #[must_use]
    pub fn env(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.env.insert(name.into(), value.to_string());
        self
    }

    /// Marks a property or variable as secret: its value is never shown.
    #[must_use]
    pub fn secret(mut self, name: impl Into<String>) -> Self {
        self.secret.push(name.into());
        self
    }

    /// Adds a text argument.
    #[must_use]
    pub fn argument(mut self, text: impl Into<String>) -> Self {
        self.arguments.push(Argument::Text(text.into()));
        self
    }

    /// Adds a text argument that is never shown.
    #[must_use]
    pub fn secret_argument(mut self, text: impl Into<String>) -> Self {
        self.arguments.push(Argument::Secret(text.into()));
        self
    }

    /// Adds a parameter: a switch is its flag or nothing, an absent value is nothing, and a
    /// list repeats the flag. Without a flag the value is positional.
    #[must_use]
    pub fn param(mut self, flag: Option<&str>, value: &dyn AnyParam) -> Self {
        let values = match value.words() {
            Words::Switch(on) => {
                if let Some(flag) = flag {
                    return if on { self.argument(flag) } else { self };
                }
                vec![on.to_string()]
            }
            Words::One(word) => vec![word],
            Words::Many(words) => words,
        };
        for value in values {
            if let Some(flag) = flag {
                self = self.argument(flag);
            }
            self = self.argument(value);
        }
        self
    }

    /// Adds the location of an input.
    #[must_use]
    pub fn input(mut self, flag: Option<&str>, target: &dyn AnyTarget) -> Self {
        if let Some(flag) = flag {
            self = self.argument(flag);
        }
        self.argument(target.location())
    }

    /// Adds the location of an output.
    #[must_use]
    pub fn output(mut self, flag: Option<&str>, target: &dyn AnyTarget) -> Self {
        if let Some(flag) = flag {
            self = self.argument(flag);
        }
        self.arguments.push(Argument::Output {
            location: target.location().to_owned(),
            staged: target.completion() == Completion::Exists,
        });
        self
    }
}

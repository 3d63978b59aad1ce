//! How a kind of task that this crate does not know is added to it.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use crate::config::Settings;
use crate::failure::Failure;
use crate::finding::Verdict;
use crate::run::Submitted;

/// A future that is boxed so that a trait with it can be an object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One setting that an engine understands, for configuration, suggestions and help.
#[derive(Clone, Debug)]
pub struct Key {
    /// The word, as in the macro and in `pipeline.toml`.
    pub name: &'static str,
    /// What it is, in one line.
    pub doc: &'static str,
}

/// What an engine has against a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Whether it is about the name of an entry (`conf.spark.executor.memmory`) and not about
    /// its value.
    pub to_the_name: bool,
    /// What is wrong, in one line.
    pub problem: String,
    /// What to write.
    pub help: Option<String>,
}

/// A sentence that says all of it.
impl From<String> for Objection {
    fn from(problem: String) -> Self {
        Self {
            to_the_name: false,
            problem,
            help: None,
        }
    }
}

/// What became of an application that a run which died had left.
#[derive(Clone, Debug, PartialEq)]
pub enum LeftOver {
    /// It ended with the run that had submitted it.
    Gone,
    /// It is stopped, or had failed already.
    Stopped {
        /// What its manager calls it.
        names: Vec<String>,
    },
    /// It had succeeded already: the next run takes what it has written.
    Succeeded,
    /// Nobody can tell.
    Unknown(Failure),
}

/// What an engine adds to a program: its settings, and what it needs before the first task.
pub trait Engine: Send + Sync + 'static {
    /// The word in [`crate::task::TaskKind::Engine`] of the tasks that it runs.
    fn name(&self) -> &'static str;

    /// The settings it understands. The tables `conf` and `env` need not be among them.
    fn keys(&self) -> Vec<Key>;

    /// Those of its settings that hold for the whole run, since [`Engine::prepare`] reads them
    /// once: they are refused where a setting of one task stands.
    fn keys_of_the_run(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// Whether a value fits its key; the error says what is wrong and what to write.
    ///
    /// Entries of the tables come one by one under dotted keys, `conf.spark.sql.ansi.enabled`
    /// and `env.HADOOP_CONF_DIR`; every engine is asked about those. A value from a variable
    /// or from the command line is a text first (`"4"`), and only if the engine refuses that,
    /// what TOML makes of the text (`4`).
    ///
    /// Entries that the author calls their own, of a table `custom` in `conf`, are not shown
    /// to it.
    ///
    /// # Errors
    /// What a person reads.
    fn check(&self, key: &str, value: &toml::Value) -> std::result::Result<(), Objection>;

    /// What is doubtful about a setting that [`Engine::check`] takes, each with how much it is
    /// worth: a warning is told before every run, a note by `plan` and `check`.
    fn doubts(&self, _key: &str, _value: &toml::Value) -> Vec<(Verdict, Objection)> {
        Vec::new()
    }

    /// What its settings are when nobody says anything. They stand in [`Settings`] with
    /// [`crate::config::Origin::Default`], below the attributes in the source.
    fn defaults(&self) -> Vec<(&'static str, toml::Value)> {
        Vec::new()
    }

    /// The variables beginning with `SPARK_PIPELINE_` that it reads by itself, beyond one for
    /// each key: others of that beginning are refused.
    fn variables(&self) -> Vec<Key> {
        Vec::new()
    }

    /// What [`Engine::prepare`] would find, in lines for a person: which Spark there is, or that
    /// one would be installed. It changes and installs nothing, and it may block. `plan` and
    /// `explain` ask it.
    ///
    /// # Errors
    /// What [`Engine::prepare`] would fail with, as far as that is known without doing it.
    fn look(&self, _settings: &Settings) -> std::result::Result<Vec<String>, Failure> {
        Ok(Vec::new())
    }

    /// Makes ready what its tasks need (finds or installs Spark, say) and puts it into
    /// `extensions`. Called once, and only if a task of its kind is going to run.
    fn prepare<'a>(
        &'a self,
        settings: &'a Settings,
        extensions: &'a mut Extensions,
    ) -> BoxFuture<'a, std::result::Result<(), Failure>>;

    /// Whether an application may be at work when the run that submitted it has died.
    fn outlives(&self, _left: &Submitted) -> bool {
        false
    }

    /// Stops an application that a run which died had submitted, and waits for its end. `dir` is
    /// a folder for what has to be written meanwhile. Nothing, if it is none of this engine's.
    fn stop_left<'a>(
        &'a self,
        _settings: &'a Settings,
        _left: &'a Submitted,
        _dir: &'a Path,
    ) -> BoxFuture<'a, Option<LeftOver>> {
        Box::pin(async { None })
    }

    /// What [`Engine::prepare`] has put there, in a line for a person: which Spark it is.
    fn found(&self, _extensions: &Extensions) -> Option<String> {
        None
    }
}

/// Values by type: what engines leave for their tasks.
#[derive(Clone, Default)]
pub struct Extensions {
    values: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

impl Extensions {
    /// Keeps a value under its type; a second of the same type replaces the first.
    pub fn insert<T: Any + Send + Sync>(&mut self, value: Arc<T>) {
        self.values.insert(TypeId::of::<T>(), value);
    }

    /// The value of this type.
    #[must_use]
    pub fn get<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.values
            .get(&TypeId::of::<T>())
            .cloned()?
            .downcast()
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_found_by_its_type_and_the_last_one_counts() {
        let mut extensions = Extensions::default();
        assert!(extensions.get::<String>().is_none());
        extensions.insert(Arc::new("first".to_owned()));
        extensions.insert(Arc::new(7_u32));
        extensions.insert(Arc::new("second".to_owned()));
        assert_eq!(
            extensions.get::<String>().as_deref(),
            Some(&"second".to_owned())
        );
        assert_eq!(extensions.get::<u32>().as_deref(), Some(&7));
    }
}

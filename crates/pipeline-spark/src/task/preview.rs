//! What a task would run, and why as it would.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use pipeline_core::config::{Explained, Settings};
use pipeline_core::failure::Failure;
use pipeline_core::task::Preview;

use super::SparkTask;
use crate::command::{self, Surroundings};
use crate::install::{self, Found, Quiet, Request, Spark, SparkVersion};
use crate::python;
use crate::settings;

/// Stands in a preview for the folder of the run, which does not exist yet.
const RUN_FOLDER: &str = "<run folder>";

/// The command that would run a task, with its settings. Nothing is written, installed or
/// started but the programs that tell which Spark and Java there are; without a Spark on this
/// machine the one that would be installed is assumed.
///
/// A Python module is run by files that are written when the task runs; `<run folder>` stands
/// for their place.
///
/// # Errors
/// The application cannot be run as it is declared and configured.
pub fn preview<T: SparkTask>(task: &T, settings: &Settings) -> Result<Option<Preview>, Failure> {
    let application = settings::apply(task.application(), settings)?;
    let spark = likely_spark(settings);
    let application = python::shown_below(application, Path::new(RUN_FOLDER));
    let command = command::preview(&application, &spark, &Surroundings::of_process())?;
    Ok(Some(Preview {
        notes: command::notes(&application),
        ..command.preview()
    }))
}

/// Every setting of a task with its origin.
///
/// # Errors
/// A setting does not fit its key, or is there in two forms.
pub fn explain<T: SparkTask>(task: &T, settings: &Settings) -> Result<Vec<Explained>, Failure> {
    settings::explain(&task.application(), settings)
}

/// The settings that decide which Spark is found.
type Wanted = Vec<(String, String)>;

/// The Spark that would run it: looked for once for each way in which settings ask for one,
/// since a plan may have 100,000 tasks.
fn likely_spark(settings: &Settings) -> Spark {
    static FOUND: LazyLock<Mutex<HashMap<Wanted, Spark>>> = LazyLock::new(Mutex::default);
    let wanted: Wanted = ["spark_home", "spark_version", "java_home", "python"]
        .iter()
        .filter_map(|key| Some(((*key).to_owned(), settings.get(key)?.value.to_string())))
        .collect();
    // A thread that panicked while looking left nothing half-done.
    let mut found = FOUND
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    found
        .entry(wanted)
        .or_insert_with(|| look(settings))
        .clone()
}

fn look(settings: &Settings) -> Spark {
    let request = Request::from_settings(settings);
    let version = request
        .as_ref()
        .ok()
        .and_then(|wanted| wanted.version.clone());
    let python = request
        .as_ref()
        .ok()
        .and_then(|wanted| wanted.python.clone());
    request
        .and_then(|request| install::find(&request, &mut Quiet))
        .unwrap_or_else(|_| Spark {
            home: PathBuf::new(),
            version: version.unwrap_or_else(SparkVersion::default_version),
            java_home: None,
            python,
            found: Found::Managed,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SparkApplication;
    use crate::application::{Entry, MainResource, OptionValue, PythonSource};
    use crate::python::materialise;

    fn module() -> SparkApplication {
        SparkApplication::new(MainResource::PythonModule {
            source: PythonSource::Inline {
                text: "def main(spark, task):\n    pass\n".into(),
                file: "src/main.rs".into(),
                line: 3,
            },
            entry: Entry::Session,
            task: serde_json::json!({ "name": "WordCount", "fields": [] }),
        })
        .argument("--own")
    }

    #[test]
    fn a_python_module_is_shown_as_it_will_be_run() {
        for application in [
            module(),
            module().option("name", OptionValue::text("other")),
            module()
                .option("deploy_mode", OptionValue::text("cluster"))
                .option("files", OptionValue::list(["s3://b/a"])),
        ] {
            let dir = tempfile::tempdir().expect("a folder");
            let made = materialise(application.clone(), dir.path()).expect("made");
            let made = serde_json::to_string(&made).expect("JSON");
            let shown = serde_json::to_string(&python::shown_below(application, Path::new(RUN_FOLDER))).expect("JSON");
            let path = dir.path().display().to_string();
            assert_eq!(shown, made.replace(&path, RUN_FOLDER));
        }
    }

    #[test]
    fn without_a_spark_the_default_version_is_assumed() {
        let mut settings = Settings::default();
        let origin = pipeline_core::config::Origin::CommandLine;
        settings.set("spark_home", "/no/such/spark", origin);
        let spark = likely_spark(&settings);
        assert_eq!(spark.version, SparkVersion::default_version());
        let command = command::preview(
            &SparkApplication::new(MainResource::Python {
                path: "$SPARK_HOME/examples/src/main/python/pi.py".into(),
            }),
            &spark,
            &Surroundings::default(),
        );
        let shell = command.expect("a command line").preview().shell;
        assert_eq!(
            shell,
            "spark-submit '$SPARK_HOME/examples/src/main/python/pi.py'"
        );
    }
}

//! What a task would run, and why as it would.

use std::collections::HashSet;
use std::path::Path;

use pipeline_core::config::{Explained, Settings};
use pipeline_core::failure::Failure;
use pipeline_core::task::{AnyTask, Preview, TaskId};

use super::{SparkTask, likely};
use crate::application::MainResource;
use crate::command::{self, Surroundings};
use crate::install::{Spark, SparkVersion};
use crate::python;
use crate::settings;

/// Stands in a preview for the folder of the run, which does not exist yet.
const RUN_FOLDER: &str = "<run folder>";

/// How many tasks upstream are asked for what they write: a file of an application that is
/// made by a task is made shortly before.
const FAR: u32 = 8;

/// The command that would run a task, with its settings. Nothing is written, installed or
/// started but the programs that tell which Spark and Java there are; without a Spark on this
/// machine the one that would be installed is assumed. That a Spark that is named cannot be
/// used is told once for all tasks, by the engine.
///
/// A Python module is run by files that are written when the task runs; `<run folder>` stands
/// for their place, and there is no line to paste.
///
/// # Errors
/// The application cannot be run as it is declared and configured, or a file of it is not
/// there and no task before it makes it.
pub fn preview<T: SparkTask>(task: &T, settings: &Settings) -> Result<Option<Preview>, Failure> {
    let application = settings::apply(task.application(), settings)?;
    let surroundings = Surroundings::of_process();
    let spark = likely_spark(settings);
    let missing =
        |made: &[String]| command::look_for_files(&application, &spark, &surroundings, made).err();
    // What other tasks make is only of interest where something is missing.
    if missing(&[]).is_some()
        && let Some(failure) = missing(&made_before(task))
    {
        return Err(failure);
    }
    let is_module = matches!(application.resource, MainResource::PythonModule { .. });
    let application = python::shown_below(application, Path::new(RUN_FOLDER));
    let command = command::preview(&application, &spark, &surroundings)?;
    // What the rules say is not among the notes: `verify` says it, with where it is written.
    let mut preview = command.preview();
    if spark.home.as_os_str().is_empty() {
        preview.shell.clear();
        preview.notes.push(
            "`spark-submit` stands for that of a Spark that is not there yet, so that there is \
             nothing to paste"
                .to_owned(),
        );
    } else if is_module {
        preview.shell.clear();
        preview.notes.push(format!(
            "the files in {RUN_FOLDER} are written when it runs, so that there is nothing to paste"
        ));
    }
    Ok(Some(preview))
}

/// Every setting of a task with its origin.
///
/// # Errors
/// A setting does not fit its key, or is there in two forms.
pub fn explain<T: SparkTask>(task: &T, settings: &Settings) -> Result<Vec<Explained>, Failure> {
    settings::explain(&task.application(), settings)
}

/// The Spark to show the command with.
fn likely_spark(settings: &Settings) -> Spark {
    match likely::look(settings) {
        Ok(likely) => likely.spark(settings),
        Err(_) => likely::assumed(settings, SparkVersion::default_version()),
    }
}

/// Where the tasks before it write: what is there may be made only by the run.
pub(super) fn made_before<T: SparkTask>(task: &T) -> Vec<String> {
    let mut made = Vec::new();
    let mut seen = HashSet::new();
    task.visit_inputs(&mut |_, inputs| collect(inputs, FAR, &mut seen, &mut made));
    made
}

fn collect(inputs: &[&dyn AnyTask], far: u32, seen: &mut HashSet<TaskId>, made: &mut Vec<String>) {
    for input in inputs {
        if seen.insert(input.id()) {
            input.visit_outputs(&mut |_, target| made.push(target.location().to_owned()));
            if far > 0 {
                input.visit_inputs(&mut |_, inputs| collect(inputs, far - 1, seen, made));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SparkApplication;
    use crate::application::{Entry, OptionValue, PythonSource};
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
            let shown =
                serde_json::to_string(&python::shown_below(application, Path::new(RUN_FOLDER)))
                    .expect("JSON");
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

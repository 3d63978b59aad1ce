//! A Python module written to files that the runner reads.

use std::fs;
use std::path::{Path, PathBuf};

use pipeline_core::Failure;
use pipeline_core::failure::FailureKind;
use serde_json::{Value, json};
use spark_options::DeployMode;

use super::{elements, find, unwritable};
use crate::SparkApplication;
use crate::application::{Argument, Entry, MainResource, OptionValue, PythonSource};
use crate::command::write_private;

/// The runner's text.
pub(super) const RUNNER: &str = include_str!("runner.py");

/// The runner's file name. In cluster mode it lies beside the user's files, so it is long.
const RUNNER_NAME: &str = "spark_pipeline_runner.py";

/// The name of the file with the module and the task.
const TASK_NAME: &str = "spark_pipeline_task.json";

/// The version of that file's layout; `runner.py` has the same.
const FORMAT: u32 = 1;

/// The files of a module.
pub(super) struct Files {
    runner: PathBuf,
    task: PathBuf,
}

impl Files {
    /// The files of the module that is run from this folder.
    pub(super) fn below(dir: &Path) -> Self {
        Self {
            runner: dir.join(RUNNER_NAME),
            task: dir.join(TASK_NAME),
        }
    }
}

/// Writes the runner, and the module with the task, into `dir`.
pub(super) fn write(
    source: &PythonSource,
    entry: Entry,
    task: &Value,
    application: &SparkApplication,
    dir: &Path,
) -> Result<Files, Failure> {
    let module = match source {
        PythonSource::Inline { text, file, line } => json!({
            "text": placed(text, *line),
            "filename": file,
        }),
        PythonSource::File { path } => from_file(path, application)?,
    };
    let description = json!({
        "format": FORMAT,
        "entry": entry,
        "module": module,
        "task": task,
    });
    // Spark is told absolute paths: the driver's folder may be another than ours.
    let dir = std::path::absolute(dir).map_err(|error| unwritable(dir, &error))?;
    let files = Files::below(&dir);
    write_private(&files.runner, RUNNER).map_err(|error| unwritable(&files.runner, &error))?;
    write_private(&files.task, &description.to_string())
        .map_err(|error| unwritable(&files.task, &error))?;
    Ok(files)
}

/// Makes the runner with its file the application's resource.
pub(super) fn attach(mut application: SparkApplication, files: &Files) -> SparkApplication {
    let name = match &application.resource {
        MainResource::PythonModule { task, .. } => task["name"].as_str().map(str::to_owned),
        _ => None,
    };
    let task = files.task.display().to_string();
    let argument = if application.deploy_mode() == DeployMode::Cluster {
        let shipped = application.options.get("files").map(elements);
        let mut shipped = shipped.unwrap_or_default();
        shipped.push(task);
        let shipped = OptionValue::List(shipped);
        application.options.insert("files".to_owned(), shipped);
        TASK_NAME.to_owned()
    } else {
        task
    };
    application.arguments.insert(0, Argument::Text(argument));
    // Without a name Spark would call every such application by the runner's file.
    let named = application.conf.contains_key("spark.app.name");
    if let (Some(name), false) = (name, named) {
        let name = OptionValue::Text(name);
        application.options.entry("name".to_owned()).or_insert(name);
    }
    application.resource = MainResource::Python {
        path: files.runner.display().to_string(),
    };
    application
}

fn from_file(path: &str, application: &SparkApplication) -> Result<Value, Failure> {
    let unreadable = |what: String| Failure::new(FailureKind::Configuration, what);
    let Some(found) = find(path, application) else {
        return Err(
            unreadable(format!("the Python file `{path}` is not there")).hint(format!(
                "a relative path is looked up from the current folder, then from {}",
                application.crate_dir.display()
            )),
        );
    };
    let text = fs::read_to_string(&found)
        .map_err(|error| unreadable(format!("cannot read {}: {error}", found.display())))?;
    let folder = std::path::absolute(&found)
        .ok()
        .and_then(|path| path.parent().map(Path::to_path_buf));
    // Python reads such a mark away from a file, but not from a text, which the runner has.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(json!({ "text": text, "filename": found, "dir": folder }))
}

/// The text without the indentation that its first statement has, and with as many empty
/// lines before it as make its line numbers those of the Rust file.
///
/// A line that is indented less (inside a string, a comment) stays as it is.
fn placed(text: &str, line: u32) -> String {
    let margin = pipeline_python::margin(text);
    let mut placed = "\n".repeat(line.saturating_sub(1) as usize);
    for line in text.split_inclusive('\n') {
        placed.push_str(pipeline_python::line_without_margin(line, margin));
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_number_in_the_rust_file() {
        let placed = placed("\ndef main(spark, task):\n    pass\n", 7);
        let at = placed.lines().position(|line| line.starts_with("def"));
        assert_eq!(at, Some(7), "the eighth line, counted from 1");
    }

    #[test]
    fn the_indentation_of_the_first_statement_goes() {
        let text = "\n    # note\n    def main(spark, task):\n        s = '''\n  kept\n    '''\n";
        let expected = "\n# note\ndef main(spark, task):\n    s = '''\n  kept\n'''\n";
        assert_eq!(placed(text, 1), expected);
    }

    #[test]
    fn a_text_without_indentation_stays_as_it_is() {
        let text = "def main(spark, task):\n\tif task:\n\t\tpass";
        assert_eq!(placed(text, 1), text);
    }
}

//! Python modules with `main(spark, task)`, and the packages shipped with them.
//!
//! Nothing is pickled: the module's text and the task's values are written as one JSON file,
//! and `runner.py`, which needs only the standard library, turns them back into a module and
//! a `task`. The Python that runs a job can be any that its Spark supports (3.8 or newer).
//!
//! What `task` looks like from Python:
//!
//! | Rust field | `task.field` in Python |
//! |---|---|
//! | integers, floats, `bool`, `String`, `char`, paths, derived enums | `int`, `float`, `bool`, `str` |
//! | `Option`, `Vec`, maps | `None` or the value, `list`, `dict` |
//! | `Date`, `DateTime`, `Duration` | `datetime.date`, `datetime.datetime`, `datetime.timedelta` (microseconds; what is finer is cut off) |
//! | `Month` | a `datetime.date`, the first day; as text `2013-01` |
//! | `Hour` | a `datetime.datetime`, the beginning; as text `2013-01-31T05` |
//! | `Output` | `str`, the path |
//! | `Input` | a `str` (the path of the input's one output) with an attribute for each parameter and output of that task: `task.book`, `task.book.csv`, `task.book.month`. With several outputs it is no `str`, and the error for using it as one names them |
//! | `Option<Input>` | `None`, or as `Input` |
//! | `Inputs` | a `list` of these |
//!
//! A field whose name is a keyword of Python has an underscore after it (`task.from_`).

mod module;
mod package;
mod value;

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use pipeline_core::Failure;
use pipeline_core::failure::FailureKind;
use serde_json::Value;

use crate::SparkApplication;
use crate::application::{MainResource, OptionValue};

pub use value::task_value;

/// Makes an application one that every submitter can run: a Python module becomes a plain
/// Python application (the runner) with its files below `dir`, and each folder in `py_files`
/// becomes a zip there. Anything else stays as it is.
///
/// The files are readable by their owner only, since a parameter may be secret. In cluster
/// mode they travel with the application.
///
/// # Errors
/// A module or folder that is not there, a folder that is no Python package, or a file that
/// cannot be written.
pub fn materialise(
    mut application: SparkApplication,
    dir: &Path,
) -> Result<SparkApplication, Failure> {
    package::zip_folders(&mut application, dir)?;
    if let MainResource::PythonModule {
        source,
        entry,
        task,
    } = &application.resource
    {
        let files = module::write(source, *entry, task, &application, dir)?;
        return Ok(module::attach(application, &files));
    }
    Ok(application)
}

/// The application as [`materialise`] makes it of a Python module, with nothing written: `dir`
/// stands for the folder. Any other application stays as it is.
pub(crate) fn shown_below(application: SparkApplication, dir: &Path) -> SparkApplication {
    if !matches!(application.resource, MainResource::PythonModule { .. }) {
        return application;
    }
    module::attach(application, &module::Files::below(dir))
}

/// Replaces the locations of the task's own outputs in what `main` sees as `task`: an output
/// at a key of `locations` is then at its value. Only a Python module has such a value;
/// arguments are left alone.
pub fn replace_locations<S: BuildHasher>(
    application: &mut SparkApplication,
    locations: &HashMap<String, String, S>,
) {
    let MainResource::PythonModule { task, .. } = &mut application.resource else {
        return;
    };
    let Some(fields) = task.get_mut("fields").and_then(Value::as_array_mut) else {
        return;
    };
    for output in fields
        .iter_mut()
        .filter_map(|field| field.get_mut("output"))
    {
        if let Some(other) = output.as_str().and_then(|old| locations.get(old)) {
            *output = Value::String(other.clone());
        }
    }
}

/// Where a relative path of code is: from the current folder, else from the crate's own; the
/// other way round for what was found there when the crate was compiled.
fn find(path: &str, application: &SparkApplication) -> Option<PathBuf> {
    let here = PathBuf::from(path);
    if here.is_absolute() {
        return here.exists().then_some(here);
    }
    let there = application.crate_dir.join(path);
    let is_known = application.crate_files.contains(path);
    let in_order = if is_known {
        [there, here]
    } else {
        [here, there]
    };
    in_order.into_iter().find(|path| path.exists())
}

/// The elements of a list option; a text is split as spark-submit would.
fn elements(value: &OptionValue) -> Vec<String> {
    match value {
        OptionValue::List(items) => items.clone(),
        OptionValue::Text(text) => text
            .split(',')
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect(),
        OptionValue::Switch(_) => Vec::new(),
    }
}

/// A failure to write a file of ours.
fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        FailureKind::Environment,
        format!("cannot write {}: {error}", path.display()),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    use serde_json::json;

    use super::*;
    use crate::application::{Argument, Entry, PythonSource};

    fn module(source: PythonSource) -> SparkApplication {
        SparkApplication::new(MainResource::PythonModule {
            source,
            entry: Entry::Session,
            task: json!({ "name": "Count", "fields": [
                { "name": "book", "input": { "name": "Book", "fields": [
                    { "name": "text", "output": "out/1" } ] } },
                { "name": "counts", "output": "out/1" },
                { "name": "report", "output": "out/2" },
            ] }),
        })
    }

    fn inline() -> SparkApplication {
        module(PythonSource::Inline {
            text: "def main(spark, task): pass".to_owned(),
            file: "src/main.rs".to_owned(),
            line: 3,
        })
    }

    fn read(path: &Path) -> Value {
        let text = fs::read_to_string(path).expect("the task's file");
        serde_json::from_str(&text).expect("JSON")
    }

    #[test]
    fn a_module_becomes_the_runner_with_its_file() {
        let temp = tempfile::tempdir().expect("a folder");
        let dir = temp.path().join("run");
        let made = materialise(inline().argument("--more"), &dir).expect("written");
        let task = dir.join("spark_pipeline_task.json");
        let runner = dir.join("spark_pipeline_runner.py");
        let path = runner.display().to_string();
        assert_eq!(made.resource, MainResource::Python { path });
        assert_eq!(
            made.arguments,
            [
                Argument::Text(task.display().to_string()),
                Argument::Text("--more".to_owned())
            ]
        );
        assert_eq!(made.options["name"], OptionValue::text("Count"));
        let module = &read(&task)["module"];
        assert_eq!(module["text"], "\n\ndef main(spark, task): pass");
        assert_eq!(module["filename"], "src/main.rs");
        assert_eq!(fs::read_to_string(runner).expect("it"), module::RUNNER);
    }

    #[test]
    fn what_a_task_holds_is_for_its_owner_alone() {
        let temp = tempfile::tempdir().expect("a folder");
        let task = temp.path().join("spark_pipeline_task.json");
        fs::write(&task, "left by another, readable by all").expect("a file");
        materialise(inline(), temp.path()).expect("written");
        let mode = fs::metadata(task).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn in_cluster_mode_the_file_travels_and_is_found_by_its_name() {
        let temp = tempfile::tempdir().expect("a folder");
        let cluster = inline()
            .option("deploy_mode", OptionValue::text("cluster"))
            .option("files", OptionValue::list(["log4j2.properties"]));
        let made = materialise(cluster, temp.path()).expect("written");
        let name = "spark_pipeline_task.json";
        let task = temp.path().join(name).display().to_string();
        assert_eq!(made.arguments, [Argument::Text(name.to_owned())]);
        assert_eq!(
            made.options["files"],
            OptionValue::list(["log4j2.properties".to_owned(), task])
        );
    }

    #[test]
    fn a_module_in_a_file_is_found_in_the_crate() {
        let temp = tempfile::tempdir().expect("a folder");
        fs::create_dir(temp.path().join("jobs")).expect("a folder");
        fs::write(temp.path().join("jobs/words.py"), "x = 1\n").expect("a file");
        let path = "jobs/words.py".to_owned();
        let application = module(PythonSource::File { path }).crate_dir(temp.path());
        materialise(application, &temp.path().join("run")).expect("written");
        let module = &read(&temp.path().join("run/spark_pipeline_task.json"))["module"];
        assert_eq!(module["text"], "x = 1\n");
        assert_eq!(
            module["dir"],
            temp.path().join("jobs").display().to_string()
        );
    }

    #[test]
    fn a_module_that_is_not_there_says_where_it_was_looked_for() {
        let temp = tempfile::tempdir().expect("a folder");
        let path = "jobs/words.py".to_owned();
        let application = module(PythonSource::File { path }).crate_dir("/crate");
        let failure = materialise(application, temp.path()).expect_err("no such file");
        assert_eq!(
            failure.cause,
            "the Python file `jobs/words.py` is not there"
        );
        assert!(failure.hint.expect("a hint").contains("/crate"));
    }

    #[test]
    fn only_the_tasks_own_outputs_are_replaced() {
        let mut application = inline();
        let staged = HashMap::from([("out/1".to_owned(), "out/.1.part".to_owned())]);
        replace_locations(&mut application, &staged);
        let MainResource::PythonModule { task, .. } = application.resource else {
            panic!("still a module");
        };
        let fields = &task["fields"];
        assert_eq!(fields[0]["input"]["fields"][0]["output"], "out/1");
        assert_eq!(fields[1]["output"], "out/.1.part");
        assert_eq!(fields[2]["output"], "out/2");
    }

    /// While compiling the mark is read over too (`check/python/source.rs`).
    #[test]
    fn python_reads_a_file_that_begins_with_a_byte_order_mark() {
        let temp = tempfile::tempdir().expect("a folder");
        let path = temp.path().join("words.py");
        fs::write(&path, "\u{feff}def main(spark, task):\n    pass\n").expect("a file");
        let path = path.display().to_string();
        let made = module(PythonSource::File { path });
        let dir = temp.path().join("run");
        materialise(made, &dir).expect("written");
        let check = "import json, sys; \
                     module = json.load(open(sys.argv[1]))['module']; \
                     compile(module['text'], module['filename'], 'exec')";
        let done = Command::new("python3")
            .args(["-c", check])
            .arg(dir.join("spark_pipeline_task.json"))
            .output()
            .expect("python3, which the project needs");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    #[test]
    fn the_runners_own_tests_pass() {
        let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/src/python/test_runner.py");
        let done = Command::new("python3")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg(tests)
            .output()
            .expect("python3, which the project needs");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
}

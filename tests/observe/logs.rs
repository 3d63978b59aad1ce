//! What a task's own code logs with tracing.

use crate::support::{Folder, finish};
use crate::{SECRET, folder, totals};

fn log(folder: &Folder) -> String {
    let mut logs = folder.texts(".spark-pipeline/runs", "task.log");
    assert_eq!(logs.len(), 1, "{logs:?}");
    let (path, text) = logs.remove(0);
    assert!(
        path.to_string_lossy().contains("/Totals-day=2013-01-31"),
        "{path:?}"
    );
    assert!(!text.contains(SECRET), "{text}");
    text
}

#[test]
fn it_is_kept_in_the_tasks_folder_and_not_printed() {
    let folder = folder();
    let done = finish(totals(&folder, "well", &[]));
    done.code(0);
    let text = log(&folder);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.contains(" INFO counting{shop=7}: observed: counts password=\"*****\""),
        "{text}"
    );
    assert!(!done.all().contains("counts"), "{}", done.all());
}

#[test]
fn who_asks_for_a_level_sees_it_too() {
    let folder_of_flag = folder();
    let done = finish(totals(&folder_of_flag, "well", &["--log-level", "debug"]));
    done.code(0).says("DEBUG observed: every article");
    assert!(log(&folder_of_flag).contains("every article"));
    assert!(!done.all().contains(SECRET), "{}", done.all());
    let folder_of_variable = folder();
    let mut command = totals(&folder_of_variable, "well", &[]);
    command.env("RUST_LOG", "off,pipeline=debug");
    let done = finish(command);
    done.code(0).says("a task succeeded");
    assert!(
        folder_of_variable
            .texts(".spark-pipeline/runs", "task.log")
            .is_empty()
    );
    assert_eq!(
        folder_of_variable
            .texts(".spark-pipeline/runs", "run.log")
            .len(),
        1
    );
}

#[test]
fn a_level_that_there_is_not_is_refused_before_the_run() {
    let folder = folder();
    let done = finish(totals(&folder, "well", &["--log-level", "loud"]));
    done.says("is no log level");
    assert_ne!(done.status.code(), Some(0));
}

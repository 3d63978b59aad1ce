//! Python modules on a real Spark: what they are given and what travels with them.

use std::os::unix::fs::PermissionsExt;

use crate::PROGRAM;
use crate::support::Folder;

#[test]
fn a_module_gets_its_context_its_setup_and_its_package() {
    let folder = Folder::new();
    folder.run(PROGRAM, &["run", "Packaged"]).code(0);
    let parts = folder.texts("out/packaged/2", "");
    let mut lines: Vec<_> = parts
        .iter()
        .filter(|(path, _)| !path.to_string_lossy().ends_with(".crc"))
        .flat_map(|(_, text)| text.lines())
        .collect();
    lines.sort_unstable();
    assert_eq!(lines, ["HELLO 2 2013-02", "MOIN 2 2013-02"]);
}

#[test]
fn every_kind_of_parameter_arrives_as_pythons_own() {
    let folder = Folder::new();
    folder.run(PROGRAM, &["run", "Kinds"]).code(0);
    assert!(folder.texts("out/kinds", "done").len() == 1);
    let files = folder.texts(".spark-pipeline", "task.json");
    assert_eq!(files.len(), 1);
    for (path, _) in files {
        let mode = std::fs::metadata(path).expect("it").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "a parameter may be a secret");
    }
}

/// What a run with this module ends with, and what it says.
fn failure(text: &str) -> (Folder, serde_json::Value) {
    let folder = Folder::new();
    std::fs::write(folder.path("words.py"), text).expect("a file");
    let done = folder.run(PROGRAM, &["run", "Module", "--file", "words.py"]);
    done.code(1);
    let events = folder.events();
    let failed = events.iter().find(|e| e["event"] == "task_failed");
    let failure = failed.expect("a failure")["failure"].clone();
    done.says(failure["cause"].as_str().expect("a cause"));
    (folder, failure)
}

#[test]
fn a_module_without_main_is_told_what_to_write() {
    let (_folder, failure) = failure("def mian(spark, task):\n    pass\n");
    let cause = failure["cause"].as_str().expect("a cause");
    assert!(cause.contains("words.py has no function 'main'"), "{cause}");
    assert!(cause.contains("`def main(spark, task):`"), "{cause}");
}

#[test]
fn a_syntax_error_is_told_with_its_line() {
    let (_folder, failure) = failure("import os\n\ndef main(spark, task)\n    pass\n");
    let cause = failure["cause"].as_str().expect("a cause");
    assert!(cause.contains("SyntaxError"), "{cause}");
    assert!(
        failure["context"].to_string().contains("words.py:3"),
        "{failure:#}"
    );
}

#[test]
fn the_exit_code_of_a_module_is_the_verdict() {
    let (folder, failure) = failure("import sys\n\ndef main(spark, task):\n    sys.exit(7)\n");
    assert_eq!(failure["exit_code"], 7);
    assert!(!folder.exists("out"));
}

#[test]
fn a_module_that_is_not_there_is_a_mistake_of_the_declaration() {
    let folder = Folder::new();
    let done = folder.run(PROGRAM, &["run", "Module", "--file", "wrods.py"]);
    done.says("wrods.py").says("is not there");
    assert_ne!(done.status.code(), Some(0));
}

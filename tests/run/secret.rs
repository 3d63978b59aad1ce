//! A secret: it reaches the job by every way and is shown by none.

use crate::PROGRAM;
use crate::support::{Folder, wait_for};

const SECRET: &str = "s3cr3t-Wert-4711";

#[track_caller]
fn absent(what: &str, text: &str) {
    assert!(!text.contains(SECRET), "the secret is in {what}:\n{text}");
}

fn run(arguments: &[&str], code: i32) -> Folder {
    let folder = Folder::new();
    let mut command = folder.command(PROGRAM, arguments);
    command.env("TEST_SECRET", SECRET);
    let running = folder.start(command);
    wait_for("the job is given its secret", || {
        folder.exists("begun") || folder.processes().is_empty()
    });
    // While the JVM and Python run: anybody on the machine can read these.
    let processes = folder.processes();
    let of_job = |word: &str| processes.iter().any(|(_, words)| words.contains(word));
    assert!(
        of_job("java") && of_job("spark_pipeline_runner.py"),
        "{processes:?}"
    );
    for (_, words) in &processes {
        absent("a command line", words);
    }
    std::fs::write(folder.path("go"), "").expect("a file");
    let done = running.end();
    done.code(code);
    absent("what was printed", &done.all());
    for ending in [".log", "journal.jsonl", ".md"] {
        for (path, text) in folder.texts(".spark-pipeline", ending) {
            absent(&path.display().to_string(), &text);
        }
    }
    folder
}

#[test]
fn a_secret_is_in_no_command_line_no_log_and_no_summary() {
    let folder = run(&["run", "Secret"], 0);
    assert!(folder.exists("out/secret/false/_SUCCESS"));
    for command in ["plan", "explain"] {
        let mut shown = folder.command(PROGRAM, &[command, "Secret", "--fails"]);
        shown.env("TEST_SECRET", SECRET);
        let done = crate::support::finish(shown);
        done.code(0).says("*****");
        absent(command, &done.all());
    }
}

#[test]
fn a_secret_in_an_error_is_masked() {
    let folder = Folder::new();
    let mut command = folder.command(PROGRAM, &["run", "Secret", "--fails"]);
    command.env("TEST_SECRET", SECRET);
    std::fs::write(folder.path("go"), "").expect("a file");
    let done = crate::support::finish(command);
    done.code(1).says("ValueError: refused with *****");
    absent("what was printed", &done.all());
    for (path, text) in folder.texts(".spark-pipeline", "journal.jsonl") {
        absent(&path.display().to_string(), &text);
    }
}

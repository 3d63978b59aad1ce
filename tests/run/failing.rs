//! A branch that fails: said with its cause, nothing half-done taken for done, and only what
//! is missing run again.

use serde_json::Value;

use crate::PROGRAM;
use crate::support::{Done, Folder, wait_for};

/// The labels of the tasks with work of their own that have this event in the last run.
fn labels(folder: &Folder, event: &str) -> Vec<String> {
    let events = folder.events();
    let last = events.iter().rposition(|e| e["event"] == "run_started");
    let run = &events[last.expect("a run")..];
    let started = |task: &Value| {
        let of_task = |e: &&Value| e["event"] == "task_started" && &e["task"] == task;
        let label = run.iter().find(of_task)?["label"].as_str();
        Some(label.expect("a label").to_owned())
    };
    let mut labels: Vec<_> = run
        .iter()
        .filter(|e| e["event"] == event)
        .filter_map(|e| started(&e["task"]))
        .collect();
    labels.sort();
    labels
}

/// Where a text stands in what was printed.
#[track_caller]
fn position(done: &Done, text: &str) -> usize {
    let all = done.all();
    all.find(text)
        .unwrap_or_else(|| panic!("no `{text}` in:\n{all}"))
}

#[test]
fn a_failure_is_told_and_repaired_and_run_again_from_there() {
    let folder = Folder::new();
    let done = folder.run(PROGRAM, &["run", "All", "--workers", "1"]);

    // The root cause, then the user's own frame, by the line of the Rust file.
    done.code(1);
    let cause = "ValueError: no such month: 13";
    let source = include_str!("../programs/failing.rs");
    let line = 1 + source
        .lines()
        .position(|line| line.contains("raise ValueError"))
        .expect("it");
    let frame = format!("failing.rs:{line}");
    let frame_of_python = format!("failing.rs\", line {line}");
    position(&done, cause);
    let all = done.all();
    assert!(
        all.contains(&frame) || all.contains(&frame_of_python),
        "no frame in:\n{all}"
    );
    assert!(
        !all.contains("spark_pipeline_runner.py\", line"),
        "a frame of ours in:\n{all}"
    );

    // What is not downstream goes on; what is, is skipped and not failed.
    assert_eq!(labels(&folder, "task_succeeded"), ["Good"]);
    assert_eq!(labels(&folder, "task_failed"), ["Bad(month=13)"]);
    done.says("After").says("skipped").says("Bad(month=13)");
    assert!(folder.exists("out/good/_SUCCESS"));

    // Half an output is no output.
    assert!(
        !folder.exists("out/note-13.txt"),
        "the half-written file is not under its name"
    );
    assert!(folder.exists("out/bad/13/part-00000"));
    assert!(!folder.exists("out/after.txt"));

    // The first failure in the events has the same cause.
    let events = folder.events();
    let failed = events
        .iter()
        .find(|e| e["event"] == "task_failed")
        .expect("it");
    assert_eq!(failed["failure"]["cause"], cause);
    let log = failed["failure"]["log"].as_str().expect("the log");
    let log = std::fs::read_to_string(folder.path(log)).expect("the log is there");
    assert!(log.contains(cause));

    // Repaired: the half dataset of our own failed run goes, what is done stays.
    std::fs::write(folder.path("repaired"), "").expect("a file");
    folder
        .run(PROGRAM, &["run", "All", "--workers", "1"])
        .code(0);
    assert_eq!(
        labels(&folder, "task_succeeded"),
        ["After", "Bad(month=13)"]
    );
    assert!(!folder.exists("out/bad/13/part-00000"));
    let text = std::fs::read_to_string(folder.path("out/after.txt")).expect("the text");
    assert_eq!(text, "the first half\nthe second half\n");

    // Complete: nothing is started, so a Spark that is not there is not missed.
    let mut again = folder.command(PROGRAM, &["run", "All", "--set", "spark_home=/nowhere"]);
    again.env("SPARK_HOME", "/nowhere");
    crate::support::finish(again).code(0).says("complete");
    assert_eq!(labels(&folder, "task_started"), [""; 0]);

    // Somewhere the UI of Spark was to be seen.
    let tracked = folder
        .events()
        .into_iter()
        .find(|e| e["event"] == "tracking_url");
    let url = tracked.expect("a tracking URL")["url"]
        .as_str()
        .expect("a text")
        .to_owned();
    assert!(url.starts_with("http://"), "{url}");
    folder.wait_until_nobody_is_left();
}

/// What a plan of the job that fails late says of it.
fn need_of_late(folder: &Folder) -> String {
    let plan = folder.run(PROGRAM, &["plan", "Late", "--json"]);
    let plan: Value = serde_json::from_str(&plan.stdout).expect("JSON");
    plan["tasks"][0]["need"]
        .as_str()
        .expect("a need")
        .to_owned()
}

#[test]
fn a_job_that_fails_after_its_dataset_is_written_is_not_done() {
    let folder = Folder::new();
    for _ in 0..2 {
        folder
            .run(PROGRAM, &["run", "Late"])
            .code(1)
            .says("the count is not what it should be");
        assert_eq!(labels(&folder, "task_failed"), ["Late"]);
        assert!(!folder.exists("out/late/_SUCCESS"), "no reader takes it");
        assert_eq!(need_of_late(&folder), "run");
    }
    // The failed job's dataset is taken away, so that the repaired one can write.
    std::fs::write(folder.path("repaired"), "").expect("a file");
    folder.run(PROGRAM, &["run", "Late"]).code(0);
    assert!(folder.exists("out/late/_SUCCESS"));
    assert_eq!(need_of_late(&folder), "complete");
    folder.wait_until_nobody_is_left();
}

#[test]
fn a_dataset_whose_job_was_killed_with_us_is_made_again() {
    let folder = Folder::new();
    for name in ["hang", "repaired"] {
        std::fs::write(folder.path(name), "").expect("a file");
    }
    let running = folder.start(folder.command(PROGRAM, &["run", "Late"]));
    wait_for("Spark says that the dataset is written", || {
        folder.exists("out/late/_SUCCESS")
    });
    assert_eq!(need_of_late(&folder), "run", "its job is still at work");
    running.signal("-KILL");
    running.end();
    folder.wait_until_nobody_is_left();
    assert_eq!(need_of_late(&folder), "run", "nobody has seen a success");
    std::fs::remove_file(folder.path("hang")).expect("removed");
    folder
        .run(PROGRAM, &["run", "Late"])
        .code(0)
        .says("removed out/late");
    assert_eq!(need_of_late(&folder), "complete");
}

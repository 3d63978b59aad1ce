//! `history`, `logs` and `clean`, over runs that were.

use serde_json::Value;

use super::tasks::{Delays, Report};
use super::{Stage, out, refused};
use crate::cli::ExitKind;
use crate::journal::runs;

pub(super) const STATE: &str = "--set state_dir=OUT/state";

/// A run that fails, one that does what is missing, one with nothing to do.
pub(super) fn three_runs() -> Stage {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    stage.put("flights-02.csv");
    let line = format!("run Delays --month 1 --out OUT {STATE} --quiet");
    let failed = format!("{line} --carriers panics --token hunter2");
    let failed = stage.show::<(Report, Delays)>(&failed);
    assert_eq!(failed.exit, ExitKind::TaskFailed, "{}", failed.out);
    let good = format!("run Report --out OUT {STATE} --quiet");
    out::<(Report, Delays)>(&stage, &good);
    out::<(Report, Delays)>(&stage, &good);
    stage
}

fn json(stage: &Stage, line: &str) -> Value {
    let text = out::<(Report, Delays)>(stage, &format!("{line} --json {STATE}"));
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn history_lists_the_runs_the_last_first() {
    let stage = three_runs();
    let listed = json(&stage, "history");
    let told: Vec<_> = listed
        .as_array()
        .expect("a list")
        .iter()
        .map(|run| {
            (
                &run["number"],
                &run["ended"],
                &run["succeeded"],
                &run["failed"],
            )
        })
        .map(|told| format!("{} {} {} {}", told.0, told.1, told.2, told.3))
        .collect();
    assert_eq!(
        told,
        [
            r#"3 "succeeded" 0 0"#,
            r#"2 "succeeded" 3 0"#,
            r#"1 "failed" 0 1"#
        ]
    );
    assert!(
        listed[2]["cause"]
            .as_str()
            .expect("a cause")
            .contains("panicked: no flights")
    );
    let text = out::<(Report, Delays)>(&stage, &format!("history {STATE}"));
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].contains("began") && lines[0].contains("by"),
        "{text}"
    );
    assert!(
        lines[1].contains("#3") && lines[1].contains("nothing to do"),
        "{text}"
    );
    assert!(
        lines[2].contains("3 succeeded") && lines[2].contains("Report(out="),
        "{text}"
    );
    assert!(
        lines[3].contains("failed") && lines[3].contains("Delays(month=1"),
        "{text}"
    );
    assert!(lines[4].contains("panicked: no flights"), "{text}");
    assert_eq!(lines.len(), 5, "{text}");
    let text = out::<(Report, Delays)>(&stage, &format!("history --at-most 1 {STATE}"));
    assert!(
        text.ends_with("… and 2 before: `--at-most` lists more\n"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn history_of_a_task_has_the_runs_that_were_asked_for_it_or_did_it() {
    let stage = three_runs();
    let numbers = |line: &str| {
        let listed = json(&stage, line);
        let listed = listed.as_array().expect("a list").iter();
        listed
            .map(|run| run["number"].as_u64().expect("a number"))
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers("history Report"), [3, 2]);
    assert_eq!(numbers("history Delays"), [2, 1]);
    assert_eq!(
        numbers("history delays"),
        [1],
        "by the root that was asked for"
    );
    let told = refused::<(Report, Delays)>(&stage, &format!("history Nobody {STATE}"));
    assert!(
        told.starts_with("error: no run had a task `Nobody`"),
        "{told}"
    );
}

#[test]
fn history_of_a_run_tells_it_as_its_summary_did_and_keeps_secrets() {
    let stage = three_runs();
    let text = out::<(Report, Delays)>(&stage, &format!("history 1 {STATE}"));
    assert!(text.starts_with("run #1 "), "{text}");
    assert!(text.contains("FAILED Delays(month=1"), "{text}");
    assert!(text.contains("panicked: no flights of"), "{text}");
    assert!(text.contains("✗ failed  2 tasks in"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
    let run = json(&stage, "history #2");
    let tasks = run["tasks_of_run"].as_array().expect("a list");
    let states: Vec<_> = tasks
        .iter()
        .map(|task| task["state"].as_str().expect("one"))
        .collect();
    assert_eq!(
        states,
        [
            "complete",
            "complete",
            "succeeded",
            "succeeded",
            "succeeded"
        ]
    );
    assert!(!json(&stage, "history 1").to_string().contains("hunter2"));
    // The same run by its id and as the last one.
    let id = run["run"].as_str().expect("an id").to_owned();
    assert_eq!(json(&stage, &format!("history {id}"))["number"], 2);
    assert_eq!(json(&stage, "history last")["number"], 3);
    let told = refused::<(Report, Delays)>(&stage, &format!("history 9 {STATE}"));
    assert!(told.starts_with("error: there is no run `9`"), "{told}");
    let told = refused::<(Report, Delays)>(&stage, &format!("history 1 2 {STATE}"));
    assert!(
        told.starts_with("error: `2` is one word too many"),
        "{told}"
    );
}

#[test]
fn logs_prints_what_a_task_printed_in_its_last_run_or_in_that_one() {
    let stage = three_runs();
    let text = out::<(Report, Delays)>(&stage, &format!("logs 1 Delays {STATE}"));
    assert!(text.contains("panic.log <=="), "{text}");
    assert!(
        text.contains("in run #1, ") && text.contains(": failed"),
        "{text}"
    );
    // In the last one both months ran: which of them is meant?
    let told = refused::<(Report, Delays)>(&stage, &format!("logs Delays {STATE}"));
    assert!(
        told.starts_with("error: 2 tasks of run #2 are called `Delays`\n"),
        "{told}"
    );
    let id = told
        .lines()
        .nth(1)
        .expect("a task")
        .split_whitespace()
        .next()
        .expect("its id");
    let text = out::<(Report, Delays)>(&stage, &format!("logs {id} {STATE}"));
    assert!(
        text.contains("in run #2, ") && text.contains(": succeeded"),
        "{text}"
    );
    assert!(
        text.ends_with("it has kept nothing of what it printed\n"),
        "{text}"
    );
    let logs = json(&stage, "logs 1 Delays");
    let file = logs["files"][0]["path"].as_str().expect("a path");
    assert!(file.ends_with("panic.log"), "{file}");
    assert_eq!(logs["failure"]["kind"], "panicked");
    for (line, error) in [
        ("logs", "`logs` is not told of which task"),
        ("logs Nobody", "no run has begun a task `Nobody`"),
        ("logs 1 Report", "run #1 had no task `Report`"),
    ] {
        let told = refused::<(Report, Delays)>(&stage, &format!("{line} {STATE}"));
        assert!(
            told.starts_with(&format!("error: {error}\n")),
            "{line}: {told}"
        );
    }
}

#[test]
fn where_there_was_no_run_there_is_no_history() {
    let stage = Stage::new();
    let text = out::<Report>(&stage, &format!("history {STATE}"));
    assert_eq!(text, "no runs yet\n");
    assert!(!stage.path().join("state").exists());
    refused::<Report>(&stage, &format!("logs Report {STATE}"));
}

#[test]
fn clean_removes_what_is_old_and_says_so_and_history_forgets_it() {
    let stage = three_runs();
    let state = stage.path().join("state");
    let folders = || runs(&state).expect("a list").len();
    let text = out::<(Report, Delays)>(&stage, &format!("clean 1d {STATE}"));
    assert_eq!(text, "removed 0 runs, 0 bytes; 3 younger\n");
    let text = out::<(Report, Delays)>(&stage, &format!("clean 0s --dry-run {STATE}"));
    assert!(text.contains("would remove 3 runs, "), "{text}");
    assert_eq!(folders(), 3);
    // One that lives, and one that somebody began to remove.
    let all = runs(&state).expect("a list");
    let lives = crate::journal::Lock::take(&all[0].dir).expect("a lock");
    std::fs::create_dir(state.join("runs/.gone-x")).expect("a folder");
    let text = out::<(Report, Delays)>(&stage, &format!("clean 0s {STATE}"));
    assert!(
        text.contains(&format!("kept {}: it lives\n", all[0].id)),
        "{text}"
    );
    assert!(text.contains("removed 2 runs, "), "{text}");
    assert_eq!(folders(), 1);
    assert!(!state.join("runs/.gone-x").exists());
    drop(lives);
    assert_eq!(json(&stage, "history").as_array().expect("a list").len(), 1);
    for (line, error) in [
        (
            "clean",
            "`clean` is not told how old what it removes is at least",
        ),
        ("clean soon", "clean: \"soon\" is no length of time"),
    ] {
        let told = refused::<(Report, Delays)>(&stage, &format!("{line} {STATE}"));
        assert!(
            told.starts_with(&format!("error: {error}")),
            "{line}: {told}"
        );
    }
}

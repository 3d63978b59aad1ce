//! A run that is stopped: it ends, it says so, and nothing of it is left.

use std::os::unix::process::ExitStatusExt;

use crate::PROGRAM;
use crate::support::{Folder, Running, wait_for};

/// The slow job, at work.
fn started(folder: &Folder) -> Running {
    let running = folder.start(folder.command(PROGRAM, &["run", "Slow"]));
    wait_for("the job begins", || folder.exists("begun"));
    wait_for("an executor is at work", || {
        let processes = folder.processes();
        processes
            .iter()
            .any(|(_, words)| words.contains("pyspark.daemon"))
    });
    running
}

#[test]
fn an_interrupt_stops_the_job_and_leaves_nothing() {
    let folder = Folder::new();
    let running = started(&folder);
    running.signal("-INT");
    let done = running.end();
    done.code(130).says("stopped");
    folder.wait_until_nobody_is_left();

    // What it had begun to write is not taken for done: the job runs again, to its end.
    let events = folder.events();
    assert!(
        events.iter().any(|e| e["event"] == "stop_requested"),
        "{events:?}"
    );
    assert!(!folder.exists("out/slow/_SUCCESS"));
    let plan = folder.run(PROGRAM, &["plan", "Slow", "--json"]);
    plan.code(0);
    let plan: serde_json::Value = serde_json::from_str(&plan.stdout).expect("JSON");
    assert_eq!(plan["tasks"][0]["need"], "run");
}

#[test]
fn a_termination_stops_the_job_and_leaves_nothing() {
    let folder = Folder::new();
    let running = started(&folder);
    running.signal("-TERM");
    running.end().code(143).says("stopped");
    folder.wait_until_nobody_is_left();
}

#[test]
fn a_kill_of_ours_takes_the_job_along() {
    let folder = Folder::new();
    let running = started(&folder);
    running.signal("-KILL");
    let done = running.end();
    assert_eq!(done.status.signal(), Some(9));
    folder.wait_until_nobody_is_left();
}

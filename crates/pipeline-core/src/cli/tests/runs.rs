//! `run`, and how it ends.

use super::tasks::{Delays, Loop, Report};
use super::{Stage, out, refused};
use crate::cli::ExitKind;

#[test]
fn a_run_does_what_is_missing_and_then_nothing() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    stage.put("flights-02.csv");
    let line = "--out OUT --set state_dir=OUT/state --workers 1";
    let first = out::<Report>(&stage, line);
    assert!(first.contains("report.md"), "{first}");
    // Which engine it was that ran them.
    let ready = first.lines().find(|line| line.contains("press is ready"));
    let ready = ready.expect("a line on the engine");
    assert!(ready.ends_with(": Press 3 in /opt/press"), "{ready}");
    assert!(stage.path().join("report.md").exists());
    assert!(stage.path().join("state/runs").exists());
    let second = out::<Report>(&stage, &format!("run {line}"));
    assert!(second.contains("report.md"), "{second}");
    assert!(!second.contains("error"), "{second}");
}

#[test]
fn how_a_run_ends_is_told_by_the_exit_code() {
    let stage = Stage::new();
    let line = "--month 1 --out OUT --set state_dir=OUT/state --quiet";
    let missing = stage.show::<Delays>(line);
    assert_eq!(missing.exit, ExitKind::ExternalMissing, "{}", missing.out);
    stage.put("flights-01.csv");
    let no_engine = stage.show::<Delays>(&format!("{line} --set env.NO_PRESS=1"));
    assert_eq!(no_engine.exit, ExitKind::Environment, "{}", no_engine.out);
    let failed = stage.show::<Delays>(&format!("{line} --carriers broken --token hunter2"));
    assert_eq!(failed.exit, ExitKind::TaskFailed, "{}", failed.out);
    assert!(failed.out.contains("no carrier `broken`"), "{}", failed.out);
    assert!(!failed.out.contains("hunter2"), "{}", failed.out);
    assert_eq!(stage.show::<Delays>(line).exit, ExitKind::Success);
}

#[test]
fn a_panic_is_told_with_its_place_where_the_failure_is_told() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let line = "--month 1 --out OUT --set state_dir=OUT/state --carriers panics";
    let shown = stage.show::<Delays>(line);
    assert_eq!(shown.exit, ExitKind::TaskFailed, "{}", shown.out);
    let lines: Vec<_> = shown.out.lines().map(str::trim).collect();
    let cause = r#"panicked: no flights of ["panics"]"#;
    let at = lines.iter().position(|line| *line == cause);
    let place = lines[at.expect("the cause on a line of its own") + 1];
    assert!(
        place.starts_with("at ") && place.contains("tasks/delays.rs:"),
        "{}",
        shown.out
    );
}

#[test]
fn a_run_that_is_configured_wrongly_does_not_begin() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let line = "--month 1 --out OUT --set state_dir=OUT/state --set memory=0g";
    let told = refused::<Delays>(&stage, line);
    assert!(
        told.contains("0g is too little\nhelp: give it more memory"),
        "{told}"
    );
    assert!(!stage.path().join("state").exists());
}

#[test]
fn a_task_that_needs_itself_is_no_plan() {
    let shown = Stage::new().show::<Loop>("run");
    assert_eq!(
        (shown.exit, shown.out.as_str()),
        (ExitKind::Plan, ""),
        "{}",
        shown.err
    );
    assert!(shown.err.starts_with("error: "), "{}", shown.err);
    assert!(shown.err.contains("\nhelp: "), "{}", shown.err);
}

#[test]
fn events_as_json_are_one_a_line() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let text = out::<Delays>(
        &stage,
        "--month 1 --out OUT --set state_dir=OUT/state --json",
    );
    let events: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(
        events.first().map(|it| it["event"].clone()),
        Some("run_started".into())
    );
    assert_eq!(
        events.last().map(|it| it["event"].clone()),
        Some("run_finished".into())
    );
}

#[test]
fn a_task_that_takes_what_the_run_has_not_is_refused_before_it_runs() {
    let stage = Stage::with(
        "[profile.local]\nresources = { printers = 1 }\n\
         [profile.local.task.Delays]\nresources = { printers = 2 }\n",
    );
    stage.put("flights-01.csv");
    let line = "--month 1 --out OUT --set state_dir=OUT/state";
    let told = refused::<Delays>(&stage, line);
    assert!(
        told.contains("out=OUT): it takes 2 of the resource `printers`, of which the run has 1"),
        "{told}"
    );
    assert!(told.contains("printers = 2 }"), "{told}");
    assert!(told.contains("pipeline.toml:4"), "{told}");
    assert!(told.contains("`--set resources.printers=2`"), "{told}");
    for command in ["plan", "check"] {
        let shown = stage.show::<Delays>(&format!("{command} {line}"));
        assert_eq!(shown.exit, ExitKind::Usage, "{command}: {}", shown.out);
        assert!(
            shown.out.contains("of which the run has 1"),
            "{}",
            shown.out
        );
    }
    let told = refused::<Delays>(&stage, &format!("{line} --set Delays.resources.printer=1"));
    assert!(told.contains("help: did you mean `printers`?"), "{told}");
    let shown = stage.show::<Delays>(&format!("{line} --set resources.printers=2"));
    assert_eq!(shown.exit, ExitKind::Success, "{}", shown.err);
}

#[test]
fn a_deadline_is_a_moment_to_come() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let line = "--month 1 --out OUT --set state_dir=OUT/state";
    let told = refused::<Delays>(&stage, &format!("{line} --deadline 2020-01-01T00:00Z"));
    assert!(
        told.contains("the deadline 2020-01-01T00:00:00Z is over"),
        "{told}"
    );
    let told = refused::<Delays>(&stage, &format!("{line} --deadline soon"));
    assert!(told.contains("soon is no moment"), "{told}");
    let shown = stage.show::<Delays>(&format!("{line} --deadline 2100-01-01T06:00"));
    assert_eq!(shown.exit, ExitKind::Success, "{}", shown.err);
}

#[test]
fn a_run_that_is_out_of_time_has_an_exit_code_of_its_own() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let line = "--month 1 --out OUT --set state_dir=OUT/state --set run_timeout=1ms --set grace=0s";
    let shown = stage.show::<Delays>(&format!("{line} --carriers sleeps"));
    assert_eq!(shown.exit, ExitKind::OutOfTime, "{}", shown.out);
    assert_eq!(shown.exit.code(), 8);
}

#[test]
fn the_last_of_two_flags_that_contradict_each_other_counts() {
    let told = |flags: &str| {
        let text = out::<Delays>(&Stage::new(), &format!("explain --month 1 {flags}"));
        let line = text.lines().find(|line| line.contains("fail_fast"));
        line.expect("a line")
            .split_whitespace()
            .nth(1)
            .map(str::to_owned)
    };
    assert_eq!(told("--fail-fast --keep-going").as_deref(), Some("false"));
    assert_eq!(told("--keep-going --fail-fast").as_deref(), Some("true"));
}

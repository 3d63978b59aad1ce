//! `check`: what can be verified without running.

use super::tasks::{Delays, Flights, Report};
use super::{Stage, out, planned, refused};
use crate::cli::ExitKind;

#[test]
fn check_lists_what_is_right_and_what_is_not_by_task() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let line = "check --out OUT --set memory=2g";
    insta::assert_snapshot!(planned::<Report>(&stage, line, ExitKind::ExternalMissing));
    assert!(!stage.path().join(".spark-pipeline").exists());
}

#[test]
fn check_of_what_is_right_ends_well() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    stage.put("flights-02.csv");
    let text = out::<Report>(&stage, "check --out OUT");
    assert!(
        text.contains("ok            its outputs are there"),
        "{text}"
    );
    assert!(text.contains("Press 3 in /opt/press"), "{text}");
    assert!(!text.contains("wrong"), "{text}");
}

#[test]
fn check_without_a_required_parameter_says_what_it_needs_and_checks_the_rest() {
    let stage = Stage::new();
    let line = "check --set env.NO_PRESS=1";
    let text = planned::<Delays>(&stage, line, ExitKind::Environment);
    assert!(
        text.contains("not verified  Delays and what it needs: no plan without --month\n"),
        "{text}"
    );
    assert!(text.contains("help: give --month;"), "{text}");
    assert!(text.contains("wrong         there is no press"), "{text}");
    // What is not verified is not wrong.
    out::<Delays>(&stage, "check");
}

#[test]
fn check_is_about_every_root_or_the_one_that_is_named() {
    let stage = Stage::new();
    for name in ["flights-01.csv", "flights-02.csv"] {
        stage.put(name);
    }
    let text = out::<(Report, Delays)>(&stage, "check --out OUT");
    assert!(
        text.contains("Report(") && text.contains("no plan without --month"),
        "{text}"
    );
    let text = out::<(Report, Delays)>(&stage, "check Delays --month 1 --out OUT");
    assert!(
        !text.contains("Report") && text.contains("Delays(month=1"),
        "{text}"
    );
}

#[test]
fn check_tells_a_broken_rule_once_and_of_which_tasks() {
    let stage = Stage::new();
    let text = planned::<Report>(&stage, "check --out OUT --set memory=0g", ExitKind::Usage);
    assert_eq!(
        text.matches("wrong         0g is too little").count(),
        1,
        "{text}"
    );
    let json = stage
        .show::<Report>("check --out OUT --set memory=0g --json")
        .out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let groups = json["groups"].as_array().expect("groups");
    let delays = groups.iter().find(|group| group["name"] == "Delays");
    let delays = delays.expect("the tasks");
    assert_eq!(delays["tasks"], 2);
    let wrong = &delays["findings"][1];
    assert_eq!(wrong["verdict"]["wrong"], "configuration", "{wrong}");
    assert_eq!(wrong["tasks"], 2, "{wrong}");
}

#[test]
fn check_refuses_a_configuration_like_every_command() {
    let stage = Stage::with("[profile.local]\nmemry = '1g'\n");
    let told = refused::<Delays>(&stage, "check");
    assert!(told.contains("did you mean `memory`?"), "{told}");
}

#[test]
fn a_place_that_cannot_be_written_is_wrong() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    stage.put("delays");
    let text = planned::<Delays>(&stage, "check --month 1 --out OUT", ExitKind::Environment);
    assert!(
        text.contains("`OUT/delays/01` cannot be written: OUT/delays is no folder"),
        "{text}"
    );
}

#[test]
fn a_task_that_is_called_check_can_still_be_asked_for() {
    let stage = Stage::new();
    // The word is the command; the name, as it is written in Rust, the task.
    let told = refused::<(Flights, Report)>(&stage, "check check");
    assert!(told.contains("unknown task `check`"), "{told}");
}

#[test]
fn what_run_would_refuse_is_refused_with_every_task() {
    let told = refused::<Report>(&Stage::new(), "--set memory=0g --out OUT");
    assert_eq!(told.matches("0g is too little").count(), 1, "{told}");
    assert!(
        told.contains("Delays(month=1") && told.contains("Delays(month=2"),
        "{told}"
    );
}

#[test]
fn a_doubt_about_a_setting_is_told_once_and_stops_nothing() {
    let stage = Stage::with("[profile.local]\nmemory = '3m'\n");
    for name in ["flights-01.csv", "flights-02.csv"] {
        stage.put(name);
    }
    let shown = stage.show::<Report>("plan --out OUT");
    assert_eq!(shown.exit, ExitKind::Success, "{}", shown.err);
    assert_eq!(
        shown.err,
        "warning: `memory`: 3m is not much\n --> pipeline.toml:2:1\n  |\n2 | memory = '3m'\n  | ^^^^^^\nhelp: write \"512m\"\n"
    );
    let text = out::<Report>(&stage, "check --out OUT");
    assert!(
        text.contains("warning       `memory`: 3m is not much"),
        "{text}"
    );
}

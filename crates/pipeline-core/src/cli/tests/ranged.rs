//! Ranges, several roots, words of time and where a value comes from.

use std::collections::BTreeSet;

use super::tasks::{Daily, Delays, Report};
use super::{Stage, out, refused};

/// The labels of the tasks that a plan has.
fn labels(json: &str) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let tasks = json["tasks"].as_array().expect("tasks").iter();
    let labels = tasks.map(|task| task["label"].as_str().expect("a label").to_owned());
    labels.collect()
}

#[test]
fn a_range_asks_for_a_task_of_each_of_its_values() {
    let stage = Stage::new();
    let text = out::<Daily>(&stage, "plan --date 2026-01-30..=2026-02-02 --json");
    let days = ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"];
    assert_eq!(
        labels(&text),
        days.map(|day| format!("Daily(date={day}, part=1, out=out)"))
    );
}

#[test]
fn several_ranges_multiply_and_the_first_field_is_the_slowest() {
    let stage = Stage::new();
    let line = "plan --part 1..3 --date 2026-01-30..2026-02-01 --json";
    assert_eq!(
        labels(&out::<Daily>(&stage, line)),
        [
            "Daily(date=2026-01-30, part=1, out=out)",
            "Daily(date=2026-01-30, part=2, out=out)",
            "Daily(date=2026-01-31, part=1, out=out)",
            "Daily(date=2026-01-31, part=2, out=out)",
        ]
    );
}

#[test]
fn a_range_stands_in_the_environment_and_in_a_profile_too_and_the_command_line_wins() {
    let toml = "[profile.local.task.Daily.params]\ndate = \"2026-01-01..=2026-01-03\"\n";
    let stage = Stage::with(toml);
    let days = |stage: &Stage, line: &str| labels(&out::<Daily>(stage, line)).len();
    assert_eq!(days(&stage, "plan --json"), 3);
    let stage = stage.variable("SPARK_PIPELINE_PARAM_DATE", "2026-01-01..=2026-01-02");
    assert_eq!(days(&stage, "plan --json"), 2);
    assert_eq!(days(&stage, "plan --json --date 2026-01-01"), 1);
}

#[test]
fn a_wrong_range_is_told_with_all_else_that_is_wrong() {
    let shown = refused::<Daily>(&Stage::new(), "--date 2026-01-01.. --part 300");
    assert_eq!(
        shown,
        "error: 2 parameters of Daily do not fit\n  \
         --date: the range 2026-01-01.. has no end: write it, such as 2026-01-01..today\n  \
         --part: 300 is out of range: write a whole number from 0 to 255\n\
         help: `flights --help` shows every parameter\n"
    );
    let stage = Stage::new().variable("SPARK_PIPELINE_PARAM_DATE", "2026-01-02..2026-01-01");
    let shown = refused::<Daily>(&stage, "run");
    assert_eq!(
        shown.lines().next(),
        Some(
            "error: --date: the range 2026-01-02..2026-01-01 ends before it begins: write \
             2026-01-01..2026-01-02 (environment, SPARK_PIPELINE_PARAM_DATE)"
        )
    );
    let shown = refused::<Daily>(&Stage::new(), "--date 0001-01-01..9999-01-01 --part 0..255");
    assert!(shown.contains("more than 5000000 tasks"), "{}", shown);
}

#[test]
fn a_value_of_a_range_that_does_not_fit_is_told() {
    let shown = refused::<Daily>(&Stage::new(), "--date 2026-01-01 --part 254..300");
    assert!(shown.contains("--part: 256 is out of range"), "{}", shown);
}

#[test]
fn several_roots_are_one_plan_and_a_parameter_goes_to_all_that_have_it() {
    let stage = Stage::new();
    let line = "plan daily Delays --month 1..=2 --date 2026-01-01 --json";
    let text = stage.show::<(Report, Daily, Delays)>(line).out;
    let names = labels(&text).into_iter();
    let names: BTreeSet<String> = names
        .map(|label| label.split('(').next().expect("a name").to_owned())
        .collect();
    assert_eq!(
        names,
        ["Daily", "Delays", "Flights"].map(str::to_owned).into()
    );
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["roots"].as_array().expect("roots").len(), 3);
    let shown = refused::<(Daily, Delays)>(&stage, "run Daily Delays");
    assert!(shown.contains("--date: it is required"), "{}", shown);
    assert!(shown.contains("--month: it is required"), "{}", shown);
    let shown = refused::<(Daily, Delays)>(&stage, "run Daily --month 1 --date 2026-01-01");
    assert!(shown.contains("it is a parameter of Delays"), "{}", shown);
}

#[test]
fn a_word_is_the_day_at_which_the_plan_is_made_and_explain_shows_both() {
    let toml = "[profile.local]\ntime_zone = \"Asia/Tokyo\"\n[profile.local.task.Daily.params]\ndate = \"today-7d\"\n";
    let stage = Stage::with(toml);
    // It is the 21st in London, and the 22nd in Tokyo already.
    let line = "explain --set now=2026-11-21T16:00:00Z";
    let text = out::<Daily>(&stage, line);
    assert!(
        text.contains("2026-11-15  pipeline.toml, [profile.local.task.Daily.params] (today-7d)"),
        "{text}"
    );
    let text = out::<Daily>(
        &stage,
        "explain --set now=2026-11-21T08:00 --date yesterday",
    );
    assert!(
        text.contains("2026-11-20  command line (yesterday)"),
        "{text}"
    );
    let text = out::<Daily>(
        &stage,
        "explain --set now=2026-11-21T08:00 --date yesterday..today",
    );
    assert!(
        text.contains("2026-11-20  command line (yesterday..today)"),
        "{text}"
    );
}

#[test]
fn a_zone_or_a_moment_that_is_none_is_told() {
    let shown = refused::<Daily>(&Stage::new(), "--set time_zone=Europe/Berln --date today");
    assert!(shown.contains("no time zone"), "{}", shown);
    let shown = refused::<Daily>(&Stage::new(), "--set now=soon --date today");
    assert!(shown.contains("no moment"), "{}", shown);
}

#[test]
fn yesterday_is_the_day_that_it_was_when_a_run_is_tried_again() {
    let stage = Stage::new();
    let state = "--set state_dir=OUT/state";
    // The folder of the outputs is a file, so the day fails.
    stage.put("out");
    let line = format!("run --out OUT/out --date yesterday --set now=2026-01-02T05:00 {state}");
    let shown = stage.show::<Daily>(&line);
    assert_eq!(
        shown.exit,
        crate::cli::ExitKind::TaskFailed,
        "{}",
        shown.err
    );
    std::fs::remove_file(stage.path().join("out")).expect("the file");
    let shown = stage.show::<Daily>(&format!("retry {state}"));
    let (out, err) = (&shown.out, &shown.err);
    assert_eq!(shown.exit, crate::cli::ExitKind::Success, "{out}{err}");
    assert!(stage.path().join("out/2026-01-01-1").exists());
}

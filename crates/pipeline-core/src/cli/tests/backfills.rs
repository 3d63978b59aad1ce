//! `backfill`: the gaps of a range, found and filled.

use super::tasks::{Daily, Report};
use super::{Stage, out, refused};
use crate::cli::ExitKind;

/// What `backfill` is asked for here: five days, in the stage's own folder.
const FIVE: &str = "backfill --out OUT --date 2026-01-01..2026-01-06 --workers 1";

/// The days in the order in which the lines of a text name them first.
fn days(text: &str) -> Vec<String> {
    let mut days: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| line.contains("date=")) {
        let (_, rest) = line.split_once("date=").expect("a day");
        let day = rest[..10].to_owned();
        if !days.contains(&day) {
            days.push(day);
        }
    }
    days
}

/// The days in the order in which they were started.
fn started(json: &str) -> Vec<String> {
    let of_a_start = |line: &&str| line.contains("task_started");
    let lines = json.lines().filter(of_a_start);
    days(&lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn the_gaps_are_filled_the_oldest_first_and_then_nothing_is_to_do() {
    let stage = Stage::new();
    stage.put("2026-01-02-1");
    stage.put("2026-01-04-1");
    let text = out::<Daily>(&stage, FIVE);
    assert!(
        text.starts_with(
            "2 of 5 are complete; filling 3 gaps, oldest first\n  \
             Daily(date=2026-01-01, part=1, out=OUT)\n  \
             Daily(date=2026-01-03, part=1, out=OUT)\n  \
             Daily(date=2026-01-05, part=1, out=OUT)\n"
        ),
        "{text}"
    );
    for day in 1..=5 {
        assert!(stage.path().join(format!("2026-01-0{day}-1")).exists());
    }
    let again = out::<Daily>(&stage, FIVE);
    assert_eq!(again, "nothing to fill: all 5 are complete\n");
}

#[test]
fn they_are_run_in_that_order_and_no_more_than_asked_for() {
    let stage = Stage::new();
    let shown = stage.show::<Daily>(&format!("{FIVE} --json"));
    assert_eq!(shown.exit, ExitKind::Success);
    let all = ["01", "02", "03", "04", "05"].map(|day| format!("2026-01-{day}"));
    assert_eq!(started(&shown.out), all);
    let stage = Stage::new();
    let shown = stage.show::<Daily>(&format!("{FIVE} --newest-first --at-most 2 --json"));
    assert_eq!(shown.exit, ExitKind::Success);
    assert_eq!(started(&shown.out), ["2026-01-05", "2026-01-04"]);
    assert!(
        shown.err.contains(
            "0 of 5 are complete; filling 2 gaps, newest first (3 more for another time)"
        ),
        "{}",
        shown.err
    );
    assert!(!stage.path().join("2026-01-03-1").exists());
}

#[test]
fn the_time_decides_which_is_oldest_whichever_field_it_is() {
    let stage = Stage::new();
    let line =
        "backfill --out OUT --part 1..3 --date 2026-01-01..2026-01-03 --at-most 3 --dry-run --json";
    let text = out::<Daily>(&stage, line);
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let gaps = json["backfill"]["gaps"].as_array().expect("gaps").iter();
    let gaps: Vec<_> = gaps
        .map(|gap| gap["label"].as_str().expect("a label"))
        .collect();
    assert_eq!(
        gaps,
        [
            "Daily(date=2026-01-01, part=1, out=OUT)",
            "Daily(date=2026-01-01, part=2, out=OUT)",
            "Daily(date=2026-01-02, part=1, out=OUT)",
        ]
    );
    assert_eq!(json["plan"]["tasks"].as_array().expect("tasks").len(), 3);
}

#[test]
fn a_dry_run_changes_nothing() {
    let stage = Stage::new();
    let text = out::<Daily>(&stage, &format!("{FIVE} --dry-run"));
    assert_eq!(days(&text).len(), 5, "{text}");
    assert!(text.contains("would run"), "{text}");
    let files = std::fs::read_dir(stage.path()).expect("a folder");
    assert_eq!(files.count(), 0);
}

#[test]
fn what_is_no_range_is_refused_with_one_to_write() {
    let stage = Stage::new();
    let shown = refused::<Daily>(&stage, "backfill --date 2026-01-01");
    assert_eq!(
        shown,
        "error: `backfill` fills the gaps of a range, and none is given\n\
         help: write --date 2026-01-01..today\n"
    );
    let shown = refused::<Report>(&stage, "backfill");
    assert!(shown.contains("no parameter can have one"), "{shown}");
    let shown = refused::<Daily>(&stage, "run --date today --dry-run");
    assert!(
        shown.contains("`plan` shows what `run` would do"),
        "{shown}"
    );
    let shown = refused::<Daily>(&stage, "plan --date today --at-most 3");
    assert!(shown.contains("`--at-most` is for `backfill`"), "{shown}");
    let shown = refused::<Daily>(&stage, "backfill --date 2026-01-01..today --at-most 0");
    assert!(shown.contains("no whole number from 1 up"), "{shown}");
}

#[test]
fn a_gap_that_cannot_be_filled_fails_the_run() {
    let stage = Stage::new();
    // The folder of the outputs is a file.
    stage.put("file");
    let line = "backfill --out OUT/file/x --date 2026-01-01..2026-01-03";
    let shown = stage.show::<Daily>(line);
    assert_eq!(
        shown.exit,
        ExitKind::TaskFailed,
        "{}{}",
        shown.out,
        shown.err
    );
}

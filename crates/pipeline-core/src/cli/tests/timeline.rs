//! `timeline`.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use super::past::{STATE, three_runs};
use super::tasks::{Delays, Report};
use super::{Stage, out, refused};

fn entries(text: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(text).expect("JSON");
    value["traceEvents"].as_array().expect("entries").clone()
}

#[test]
fn timeline_writes_the_last_run_into_its_folder_or_to_standard_output() {
    let stage = three_runs();
    let said = out::<(Report, Delays)>(&stage, &format!("timeline {STATE}"));
    let (path, rest) = said.split_once(": ").expect("a path");
    assert!(rest.contains("https://ui.perfetto.dev"), "{said}");
    // The test prints its folder as OUT.
    let path = path.replace("OUT", stage.path().to_str().expect("UTF-8"));
    let path = Path::new(&path);
    let text = std::fs::read_to_string(path);
    let text = text.unwrap_or_else(|error| panic!("{error}: {said}"));
    let mode = path.metadata().expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let slices = entries(&text);
    assert!(
        slices
            .iter()
            .any(|it| it["ph"] == "X" && it["name"] == "run"),
        "{text}"
    );
    let line = format!("timeline last --json {STATE}");
    let shown = text.replace(stage.path().to_str().expect("UTF-8"), "OUT");
    assert_eq!(out::<(Report, Delays)>(&stage, &line), shown);
    // Every run has one, by its number.
    for number in 1..=3 {
        let line = format!("timeline {number} --json {STATE}");
        assert!(!entries(&out::<(Report, Delays)>(&stage, &line)).is_empty());
    }
}

#[test]
fn of_a_run_that_is_not_there_there_is_no_timeline() {
    let said = refused::<Delays>(&Stage::new(), &format!("timeline 2026 {STATE}"));
    assert!(said.contains("there is no run `2026`"), "{said}");
}

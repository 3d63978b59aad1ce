//! Prometheus: its own parser reads what is written.

use serde_json::Value;

use crate::reader::read;
use crate::support::{Folder, finish};
use crate::{folder, totals};

fn metrics(folder: &Folder, file: &str) -> Value {
    read("prometheus", &folder.path(file))
}

/// The value of the one sample of this name with these labels.
fn value(metrics: &Value, family: &str, sample: &str, labels: &[(&str, &str)]) -> f64 {
    let samples = metrics[family]["samples"].as_array();
    let samples = samples.unwrap_or_else(|| panic!("no {family} in {metrics:#}"));
    let fits = samples.iter().filter(|it| {
        it[0] == sample && labels.iter().all(|(label, value)| it[1][*label] == *value)
    });
    let [found] = fits.collect::<Vec<_>>()[..] else {
        panic!("not one {sample} {labels:?} in {metrics:#}");
    };
    found[2].as_f64().unwrap()
}

fn one(metrics: &Value, name: &str) -> f64 {
    value(metrics, name, name, &[("pipeline", "observed")])
}

#[test]
fn the_metrics_of_a_run_say_what_it_did() {
    let folder = folder();
    let more = ["--set", "retries=1", "--set", "backoff=1ms"];
    finish(totals(
        &folder,
        "again",
        &[&more[..], &["--set", "metrics_file=totals.prom"]].concat(),
    ))
    .code(0);
    let public = metrics(&folder, "totals.prom");
    let (own, _) = folder
        .texts(".spark-pipeline/runs", "metrics.prom")
        .remove(0);
    assert_eq!(read("prometheus", &own), public);
    let tasks = |state| {
        value(
            &public,
            "pipeline_run_tasks",
            "pipeline_run_tasks",
            &[("state", state)],
        )
    };
    assert_eq!(
        (tasks("succeeded"), tasks("complete"), tasks("failed")),
        (1.0, 1.0, 0.0)
    );
    const TOOK: &str = "pipeline_task_duration_seconds";
    assert_eq!(public[TOOK]["type"], "histogram");
    let of = [("type", "Totals")];
    assert_eq!(
        value(&public, TOOK, "pipeline_task_duration_seconds_count", &of),
        2.0
    );
    let all = [("type", "Totals"), ("le", "+Inf")];
    assert_eq!(
        value(&public, TOOK, "pipeline_task_duration_seconds_bucket", &all),
        2.0
    );
    // The parser takes the ending off a counter's name.
    let retries = value(
        &public,
        "pipeline_task_retries",
        "pipeline_task_retries_total",
        &of,
    );
    assert_eq!(retries, 1.0);
    assert_eq!(
        (
            one(&public, "pipeline_run_success"),
            one(&public, "pipeline_run_active")
        ),
        (1.0, 0.0)
    );
    let end = one(&public, "pipeline_run_end_timestamp_seconds");
    assert_eq!(one(&public, "pipeline_last_success_timestamp_seconds"), end);
    assert!(one(&public, "pipeline_run_start_timestamp_seconds") <= end);
}

#[test]
fn the_last_success_outlives_a_run_that_fails() {
    let folder = folder();
    let file = ["--set", "metrics_file=totals.prom"];
    finish(totals(&folder, "well", &file)).code(0);
    let success = one(
        &metrics(&folder, "totals.prom"),
        "pipeline_last_success_timestamp_seconds",
    );
    finish(totals(&folder, "fail", &file)).code(1);
    let failed = metrics(&folder, "totals.prom");
    assert_eq!(one(&failed, "pipeline_run_success"), 0.0);
    assert_eq!(
        one(&failed, "pipeline_last_success_timestamp_seconds"),
        success
    );
}

#[test]
fn a_run_that_goes_on_has_metrics_already() {
    let folder = folder();
    let more = [
        "--set",
        "metrics_file=totals.prom",
        "--set",
        "metrics_interval=20ms",
    ];
    let running = folder.start(totals(&folder, "slow", &more));
    crate::support::wait_for("the task is counted as running", || {
        let text = std::fs::read_to_string(folder.path("totals.prom")).unwrap_or_default();
        text.contains("state=\"running\"} 1")
            && text.contains("pipeline_run_active{pipeline=\"observed\"} 1")
    });
    running.signal("-INT");
    running.end();
    let end = metrics(&folder, "totals.prom");
    assert_eq!(one(&end, "pipeline_run_active"), 0.0);
    let stopped = [("state", "stopped")];
    assert_eq!(
        value(&end, "pipeline_run_tasks", "pipeline_run_tasks", &stopped),
        1.0
    );
}

#[test]
fn a_file_that_no_collector_reads_is_refused_before_the_run() {
    let folder = folder();
    let done = finish(totals(
        &folder,
        "well",
        &["--set", "metrics_file=metrics.txt"],
    ));
    done.says("does not end in `.prom`");
    assert_ne!(done.status.code(), Some(0));
    assert!(!folder.exists("out"));
}

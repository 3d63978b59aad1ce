//! OpenTelemetry: what a collector gets, decoded by the protocol's own library.

use std::path::Path;

use serde_json::{Value, json};

use crate::reader::{Server, read};
use crate::support::{Done, Folder, finish};
use crate::{SECRET, folder, totals};

/// Runs with a collector and gives what it got.
fn traced(
    folder: &Folder,
    how: &str,
    more: &[&str],
    environment: &[(&str, &str)],
) -> (Done, Value) {
    let kept = folder.path("kept.jsonl");
    let server = Server::start(&kept, 0);
    let mut command = totals(folder, how, more);
    command.env("OTEL_EXPORTER_OTLP_ENDPOINT", &server.url);
    command.envs(environment.iter().copied());
    let done = finish(command);
    (
        done,
        if kept.exists() {
            got(&kept)
        } else {
            Value::Null
        },
    )
}

fn got(kept: &Path) -> Value {
    read("otlp", kept)
}

#[test]
fn a_run_is_a_trace_and_each_try_a_span_below_it() {
    let folder = folder();
    let retry = ["--set", "retries=1", "--set", "backoff=1ms"];
    let (done, got) = traced(&folder, "again", &retry, &[]);
    done.code(0);
    assert!(!got.to_string().contains(SECRET));
    let [first, second, run] = got["spans"].as_array().unwrap().as_slice() else {
        panic!("{got:#}");
    };
    assert_eq!(
        (&run["name"], &run["parent"], &run["kind"]),
        (&json!("RUN observed"), &json!(""), &json!(2))
    );
    assert_eq!(run["attributes"]["cicd.pipeline.result"], "success");
    assert_eq!(run["resource"]["service.name"], "observed");
    for (attempt, span) in [(1, first), (2, second)] {
        assert_eq!(span["name"], "RUN Totals");
        assert_eq!(
            (&span["trace"], &span["parent"]),
            (&run["trace"], &run["id"])
        );
        assert_eq!(span["attributes"]["pipeline.task.attempt"], attempt);
        assert_eq!(span["events"][0][0], "counting with *****");
    }
    assert_ne!(first["id"], second["id"]);
    // 2 is an error; a success leaves it unset.
    assert_eq!(first["status"], json!([2, "not yet"]));
    assert_eq!(second["status"], json!([0, ""]));
    assert_eq!(first["attributes"]["error.type"], "program");
    assert_eq!(
        first["attributes"]["cicd.pipeline.task.run.result"],
        "failure"
    );
    assert_eq!(first["events"][1][0], "exception");
    assert_eq!(first["events"][1][1]["exception.message"], "not yet");
    assert_eq!(
        second["attributes"]["cicd.pipeline.task.run.result"],
        "success"
    );
    let tries = got["metrics"]["pipeline.task.duration"].as_array().unwrap();
    let counts: Vec<_> = tries.iter().map(|it| it[1]["count"].clone()).collect();
    assert_eq!(counts, ["1", "1"], "{got:#}");
    assert_eq!(got["metrics"]["pipeline.task.retries"][0][1]["asInt"], "1");
    assert_eq!(got["metrics"]["pipeline.task.active"][0][1]["asInt"], "0");
    assert_eq!(
        got["metrics"]["cicd.pipeline.run.duration"][0][1]["count"],
        "1"
    );
}

#[test]
fn a_run_belongs_to_the_trace_of_whoever_started_it_and_its_children_to_its_own() {
    let folder = folder();
    let given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let environment = [
        ("TRACEPARENT", given),
        ("OTEL_SERVICE_NAME", "nightly"),
        (
            "OTEL_RESOURCE_ATTRIBUTES",
            "deployment.environment.name=test",
        ),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=the-key-of-traces"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"),
    ];
    let (done, got) = traced(&folder, "env", &[], &environment);
    done.code(0);
    let spans = got["spans"].as_array().unwrap();
    let (task, run) = (&spans[0], &spans[1]);
    assert_eq!(run["trace"], "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(run["parent"], "b7ad6b7169203331");
    assert_eq!(run["resource"]["service.name"], "nightly");
    assert_eq!(run["resource"]["deployment.environment.name"], "test");
    assert_eq!(got["headers"][0]["x-key"], "the-key-of-traces");
    assert_eq!(got["headers"][0]["content-encoding"], "gzip");
    let handed = std::fs::read_to_string(folder.path("traceparent")).unwrap();
    let id = task["id"].as_str().unwrap();
    assert_eq!(
        handed,
        format!("00-0af7651916cd43dd8448eb211c80319c-{id}-01")
    );
}

#[test]
fn a_collector_that_reads_json_gets_the_same() {
    let folder = folder();
    let json = [("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")];
    let (done, got) = traced(&folder, "fail", &[], &json);
    done.code(1);
    assert_eq!(got["headers"][0]["content-type"], "application/json");
    let (task, run) = (&got["spans"][0], &got["spans"][1]);
    assert_eq!(task["parent"], run["id"]);
    assert_eq!(task["status"][1], "no \"sum\" today\\n");
    assert_eq!(run["attributes"]["cicd.pipeline.result"], "failure");
    assert_eq!(run["attributes"]["pipeline.tasks.failed"], 1);
    assert_eq!(
        got["metrics"]["cicd.pipeline.run.errors"][0][1]["asInt"],
        "1"
    );
}

#[test]
fn nothing_is_sent_and_handed_on_where_nobody_wants_it() {
    let off: &[&[(&str, &str)]] = &[
        &[("OTEL_SDK_DISABLED", "true")],
        &[
            ("OTEL_TRACES_EXPORTER", "none"),
            ("OTEL_METRICS_EXPORTER", "none"),
        ],
        &[
            ("OTEL_TRACES_SAMPLER", "always_off"),
            ("OTEL_METRICS_EXPORTER", "none"),
        ],
    ];
    for environment in off {
        let folder = folder();
        let (done, got) = traced(&folder, "env", &[], environment);
        done.code(0);
        assert_eq!(got, Value::Null, "{environment:?}");
        let handed = std::fs::read_to_string(folder.path("traceparent")).unwrap();
        assert_eq!(handed, "", "{environment:?}");
    }
}

#[test]
fn what_cannot_be_done_is_told_once_and_the_run_succeeds() {
    let folder_of_one = folder();
    let (done, _) = traced(
        &folder_of_one,
        "well",
        &[],
        &[("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")],
    );
    done.code(0)
        .says("OTEL_EXPORTER_OTLP_PROTOCOL: `grpc` is not spoken here");
    let folder = folder();
    let mut command = totals(
        &folder,
        "well",
        &["--set", "otel_endpoint=http://127.0.0.1:9"],
    );
    command.env("OTEL_METRICS_EXPORTER", "none");
    command.env("OTEL_EXPORTER_OTLP_TIMEOUT", "2000");
    let done = finish(command);
    done.code(0)
        .says("traces do not get through to http://127.0.0.1:9/v1/traces: Connection refused");
    assert_eq!(
        done.all().matches("OpenTelemetry").count(),
        1,
        "{}",
        done.all()
    );
}

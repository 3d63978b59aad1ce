//! OpenLineage: valid by the classes that are generated from its schemas, and right.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::reader::{Server, read};
use crate::support::{Folder, finish};
use crate::{SECRET, folder, totals};

const FILE: &[&str] = &["--set", "openlineage_file=lineage.jsonl"];

fn events(folder: &Folder) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.path("lineage.jsonl")).unwrap();
    assert!(!text.contains(SECRET), "{text}");
    let read = read("lineage", &folder.path("lineage.jsonl"));
    read.as_array().unwrap().clone()
}

/// The kinds of the events of each job, in their order.
fn kinds(events: &[Value]) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in events {
        let name = event["job"]["name"].as_str().unwrap().to_owned();
        let kind = event["eventType"].as_str().unwrap().to_owned();
        found.entry(name).or_default().push(kind);
    }
    found
}

#[test]
fn a_run_and_each_try_have_a_beginning_and_an_end_with_what_they_read_and_wrote() {
    let folder = folder();
    finish(totals(&folder, "well", FILE)).code(0);
    let events = events(&folder);
    let expected = BTreeMap::from([
        (
            "observed".to_owned(),
            vec!["START".to_owned(), "COMPLETE".to_owned()],
        ),
        (
            "observed.Totals".to_owned(),
            vec!["START".to_owned(), "COMPLETE".to_owned()],
        ),
    ]);
    assert_eq!(kinds(&events), expected);
    let [run, start, end, last] = events.as_slice() else {
        panic!("{events:#?}");
    };
    assert_eq!(run["run"]["runId"], last["run"]["runId"]);
    assert_eq!(start["run"]["runId"], end["run"]["runId"]);
    assert_ne!(run["run"]["runId"], start["run"]["runId"]);
    let parent = &start["run"]["facets"]["parent"];
    assert_eq!(parent["run"]["runId"], run["run"]["runId"]);
    assert_eq!(parent["job"]["name"], "observed");
    let input = &end["inputs"][0];
    assert_eq!(input["namespace"], "file");
    let sales = std::fs::canonicalize(folder.path("in/2013-01-31.csv")).unwrap();
    assert_eq!(input["name"].as_str(), sales.to_str());
    let fields = input["facets"]["schema"]["fields"].as_array().unwrap();
    let names: Vec<_> = fields.iter().map(|field| &field["name"]).collect();
    assert_eq!(names, ["article", "price", "tags", "place", "counts"]);
    assert_eq!(fields[2]["fields"][0]["name"], "_element");
    assert_eq!(fields[3]["fields"][1]["type"], "int");
    assert_eq!(
        end["outputs"][0]["facets"]["storage"]["fileFormat"],
        "parquet"
    );
    let nominal = &end["run"]["facets"]["nominalTime"];
    assert_eq!(nominal["nominalStartTime"], "2013-01-31T00:00:00Z");
    assert_eq!(nominal["nominalEndTime"], "2013-02-01T00:00:00Z");
    let parameters = end["run"]["facets"]["executionParameters"]["parameters"].to_string();
    assert!(parameters.contains("2013-01-31") && !parameters.contains("password"));
    let doc = &end["job"]["facets"]["documentation"]["description"];
    assert_eq!(doc, "Totals of a day, by article.");
    assert_eq!(end["job"]["facets"]["jobType"]["jobType"], "TASK");
}

#[test]
fn a_try_that_fails_is_a_run_that_failed_and_the_next_try_another() {
    let folder = folder();
    let retry = ["--set", "retries=1", "--set", "backoff=1ms"];
    finish(totals(&folder, "again", &[FILE, &retry].concat())).code(0);
    let events = events(&folder);
    let of_task: Vec<&Value> = events
        .iter()
        .filter(|event| event["job"]["name"] == "observed.Totals")
        .collect();
    let seen: Vec<_> = of_task.iter().map(|it| &it["eventType"]).collect();
    assert_eq!(seen, ["START", "FAIL", "START", "COMPLETE"]);
    let id = |at: usize| of_task[at]["run"]["runId"].clone();
    assert_eq!((id(0), id(2)), (id(1), id(3)));
    assert_ne!(id(0), id(2));
    let error = &of_task[1]["run"]["facets"]["errorMessage"];
    assert_eq!(error["message"], "not yet");
    assert_eq!(error["programmingLanguage"], "RUST");
}

#[test]
fn what_never_began_begins_with_its_end_and_the_run_has_failed() {
    let folder = Folder::new();
    finish(totals(&folder, "well", FILE));
    let events = events(&folder);
    let kinds = kinds(&events);
    assert_eq!(kinds["observed.Sales"], ["START", "FAIL"]);
    assert_eq!(kinds["observed"], ["START", "FAIL"]);
    assert!(!kinds.contains_key("observed.Totals"), "it was skipped");
}

#[test]
fn a_server_gets_every_event_with_the_key_also_when_it_is_busy_at_first() {
    let folder = folder();
    let kept = folder.path("kept.jsonl");
    let server = Server::start(&kept, 2);
    let mut command = totals(&folder, "well", &[]);
    command
        .env("OPENLINEAGE_URL", &server.url)
        .env("OPENLINEAGE_API_KEY", "the-key-of-lineage")
        .env("OPENLINEAGE_NAMESPACE", "prod")
        .env(
            "OPENLINEAGE_PARENT_ID",
            "other/dags/nightly/019aa558-7f3a-7000-8000-000000000000",
        );
    let done = finish(command);
    done.code(0);
    assert!(!done.all().contains("warning"), "{}", done.all());
    let text = std::fs::read_to_string(&kept).unwrap();
    let requests = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let requests: Vec<Value> = requests.collect();
    let status: Vec<_> = requests
        .iter()
        .map(|request| request["status"].clone())
        .collect();
    assert_eq!(status, [503, 503, 200, 200, 200, 200]);
    for request in &requests {
        assert_eq!(request["path"], "/api/v1/lineage");
        assert_eq!(
            request["headers"]["authorization"],
            "Bearer the-key-of-lineage"
        );
        assert_eq!(request["headers"]["content-type"], "application/json");
    }
    let decoded = decode(requests[2]["body"].as_str().unwrap());
    std::fs::write(folder.path("lineage.jsonl"), decoded).unwrap();
    let event = &events(&folder)[0];
    assert_eq!(event["job"]["namespace"], "prod");
    let parent = &event["run"]["facets"]["parent"]["job"];
    assert_eq!(
        (&parent["namespace"], &parent["name"]),
        (&json!("other"), &json!("dags/nightly"))
    );
}

#[test]
fn a_server_that_is_not_there_is_told_of_once_and_the_run_succeeds() {
    let folder = folder();
    let url = "--set=openlineage_url=http://me:pass-of-mine@127.0.0.1:9";
    let done = finish(totals(
        &folder,
        "well",
        &[url, "--set=openlineage_retries=0"],
    ));
    done.code(0)
        .says("OpenLineage: events do not get through to http://me:*****@127.0.0.1:9");
    assert_eq!(
        done.all().matches("OpenLineage").count(),
        1,
        "{}",
        done.all()
    );
    assert!(!done.all().contains("pass-of-mine"), "{}", done.all());
}

fn decode(base64: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut found = Vec::new();
    for four in base64.as_bytes().chunks(4) {
        let bits = four.iter().filter(|byte| **byte != b'=');
        let bits: Vec<u32> = bits.map(|byte| value(*byte)).collect();
        let all = bits
            .iter()
            .enumerate()
            .fold(0, |all, (at, bits)| all | bits << (18 - 6 * at));
        found.extend_from_slice(&all.to_be_bytes()[1..bits.len()]);
    }
    found
}

//! From what happens in a run to events of lineage.

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};
use pipeline_core::failure::Failure;
use pipeline_core::observe::{Pick, Queue};
use pipeline_core::param::ParamKind;
use pipeline_core::run::{Event, EventKind, RunView, Trace};
use pipeline_core::task::{AnyTask, TaskKind};
use serde_json::{Value, json};

use super::dataset::{inputs, outputs};
use super::facets::{EVENT, Facet, JobName, PRODUCER, facet};

/// The run that started another.
#[derive(Clone, Debug)]
pub(super) struct Parent {
    job: JobName,
    run: String,
}

impl Parent {
    /// Reads `namespace/job/run`. The name of the job may have slashes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (namespace, rest) = text.split_once('/')?;
        let (name, run) = rest.rsplit_once('/')?;
        let is_uuid = run.len() == 36
            && run.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        (is_uuid && !namespace.is_empty() && !name.is_empty()).then(|| Self {
            job: JobName {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
            },
            run: run.to_owned(),
        })
    }

    fn json(&self) -> Value {
        json!({ "run": { "runId": self.run }, "job": self.job.json() })
    }
}

/// Makes events of what happens.
pub(super) struct Picker {
    job: JobName,
    trace: Trace,
    parent: Option<Parent>,
    root: Option<Parent>,
    began: Timestamp,
    here: PathBuf,
    /// The try of each task at work.
    at_work: HashMap<u32, u32>,
}

impl Picker {
    pub(super) fn new(
        job: JobName,
        trace: Trace,
        parent: Option<Parent>,
        root: Option<Parent>,
    ) -> Self {
        Self {
            job,
            trace,
            parent,
            root,
            began: Timestamp::UNIX_EPOCH,
            // Only relative paths need it, and there are none where it is gone.
            here: std::env::current_dir().unwrap_or_default(),
            at_work: HashMap::new(),
        }
    }

    /// The id of the program's run.
    fn run_id(&self) -> String {
        uuid(self.began, self.trace.derived(&[b"openlineage"]))
    }

    /// The id of a try.
    fn try_id(&self, view: &RunView, number: u32, attempt: u32) -> String {
        let task = view.plan().node(number).id.to_string();
        let pieces: [&[u8]; 3] = [b"openlineage", task.as_bytes(), &attempt.to_be_bytes()];
        uuid(self.began, self.trace.derived(&pieces))
    }

    fn event(&self, kind: &str, at: Timestamp, run: Value, job: Value) -> Value {
        json!({
            "eventType": kind,
            "eventTime": at.to_string(),
            "producer": PRODUCER,
            "schemaURL": EVENT,
            "run": run,
            "job": job,
        })
    }

    /// An event of the program's own run.
    fn of_run(&self, kind: &str, event: &Event, view: &RunView) -> Value {
        let mut facets = serde_json::Map::new();
        if let Some(parent) = &self.parent {
            let mut body = parent.json();
            body["root"] = self.root.as_ref().unwrap_or(parent).json();
            facets.insert("parent".to_owned(), facet(Facet::ParentRun, body));
        }
        facets.insert("processing_engine".to_owned(), engine());
        if kind == "FAIL" {
            let first = view.ended_badly().iter().find_map(|number| {
                let failure = view.failure(*number)?;
                Some(format!("{}: {}", view.label(*number), failure.cause))
            });
            let body = json!({
                "message": first.unwrap_or_else(|| "a task failed".to_owned()),
                "programmingLanguage": "RUST",
            });
            facets.insert("errorMessage".to_owned(), facet(Facet::ErrorMessage, body));
        }
        let run = json!({ "runId": self.run_id(), "facets": facets });
        let mut job = self.job.json();
        job["facets"] = json!({ "jobType": job_type("DAG") });
        let mut event = self.event(kind, event.at, run, job);
        event["inputs"] = json!([]);
        event["outputs"] = json!([]);
        event
    }

    /// An event of a task's try.
    fn of_task(
        &self,
        kind: &str,
        (number, attempt): (u32, u32),
        event: &Event,
        view: &RunView,
        more: Option<(&str, Value)>,
    ) -> Value {
        let task = &*view.plan().node(number).task;
        let schema = task.schema();
        let mut facets = serde_json::Map::new();
        let root = self.root.as_ref().or(self.parent.as_ref());
        let own = json!({ "run": { "runId": self.run_id() }, "job": self.job.json() });
        let mut parent = own.clone();
        parent["root"] = root.map_or(own, Parent::json);
        facets.insert("parent".to_owned(), facet(Facet::ParentRun, parent));
        facets.insert("processing_engine".to_owned(), engine());
        if let Some(nominal) = nominal_time(task) {
            facets.insert("nominalTime".to_owned(), nominal);
        }
        if !schema.params.is_empty() {
            facets.insert("executionParameters".to_owned(), parameters(task, view));
        }
        if let Some((name, body)) = more {
            facets.insert(name.to_owned(), body);
        }
        let run = json!({ "runId": self.try_id(view, number, attempt), "facets": facets });
        let mut of_job = serde_json::Map::new();
        of_job.insert("jobType".to_owned(), job_type("TASK"));
        if !schema.doc.is_empty() {
            let body = json!({ "description": schema.doc });
            of_job.insert(
                "documentation".to_owned(),
                facet(Facet::Documentation, body),
            );
        }
        let job = json!({
            "namespace": self.job.namespace,
            "name": format!("{}.{}", self.job.name, schema.name),
            "facets": of_job,
        });
        let mut event = self.event(kind, event.at, run, job);
        event["inputs"] = inputs(task, view, &self.here).into();
        event["outputs"] = outputs(task, view, &self.here).into();
        event
    }

    /// The end of a try. One that never began, since something it needs is missing, begins with
    /// its end: a run has both.
    fn end(
        &mut self,
        kind: &str,
        event: &Event,
        view: &RunView,
        failure: Option<&Failure>,
        queue: &mut Queue<Value>,
    ) {
        let Some(number) = view.number(&event.kind) else {
            return;
        };
        let begun = self.at_work.remove(&number);
        let task = &view.plan().node(number).task;
        if begun.is_none() && task.schema().kind == TaskKind::Wrapper {
            return;
        }
        let which = (number, begun.unwrap_or(1));
        if begun.is_none() && queue.has_room() {
            queue.put_surely(self.of_task("START", which, event, view, None));
        }
        if queue.has_room() {
            let more = failure.map(|failure| {
                let language = match task.schema().kind {
                    TaskKind::Engine(name) => name,
                    _ => "RUST",
                };
                ("errorMessage", error(failure, language))
            });
            queue.put_surely(self.of_task(kind, which, event, view, more));
        }
    }
}

impl Pick for Picker {
    type Note = Value;

    fn pick(&mut self, event: &Event, view: &RunView, queue: &mut Queue<Value>) {
        match &event.kind {
            EventKind::RunStarted { .. } => {
                self.began = event.at;
                queue.put_surely(self.of_run("START", event, view));
            }
            EventKind::TaskStarted { attempt, .. } => {
                let Some(number) = view.number(&event.kind) else {
                    return;
                };
                self.at_work.insert(number, *attempt);
                if queue.has_room() {
                    queue.put_surely(self.of_task("START", (number, *attempt), event, view, None));
                }
            }
            EventKind::ApplicationId { id, .. } => {
                let Some(number) = view.number(&event.kind) else {
                    return;
                };
                let attempt = self.at_work.get(&number).copied().unwrap_or(1);
                if queue.has_room() {
                    let source = match view.plan().node(number).task.schema().kind {
                        TaskKind::Engine(name) => name,
                        _ => "application",
                    };
                    let body = json!({ "externalQueryId": id, "source": source });
                    let more = Some(("externalQuery", facet(Facet::ExternalQuery, body)));
                    queue.put_surely(self.of_task("RUNNING", (number, attempt), event, view, more));
                }
            }
            EventKind::TaskSucceeded { .. } => self.end("COMPLETE", event, view, None, queue),
            EventKind::TaskFailed { failure, .. } | EventKind::TaskRetrying { failure, .. } => {
                self.end("FAIL", event, view, Some(failure), queue);
            }
            EventKind::TaskStopped { failure, .. } => {
                self.end("ABORT", event, view, Some(failure), queue);
            }
            EventKind::RunFinished {
                failed,
                stopped,
                skipped,
                not_started,
                ..
            } => {
                let kind = match (failed, stopped + skipped + not_started) {
                    (0, 0) => "COMPLETE",
                    (0, _) => "ABORT",
                    _ => "FAIL",
                };
                queue.put_surely(self.of_run(kind, event, view));
            }
            _ => {}
        }
    }
}

fn engine() -> Value {
    let body = json!({
        "name": "spark-pipeline",
        "version": env!("CARGO_PKG_VERSION"),
        "openlineageAdapterVersion": env!("CARGO_PKG_VERSION"),
    });
    facet(Facet::ProcessingEngine, body)
}

fn job_type(kind: &str) -> Value {
    let body = json!({
        "processingType": "BATCH",
        "integration": "SPARK_PIPELINE",
        "jobType": kind,
    });
    facet(Facet::JobType, body)
}

fn error(failure: &Failure, language: &str) -> Value {
    let mut body = json!({
        "message": failure.cause,
        "programmingLanguage": language.to_uppercase(),
    });
    let more: Vec<&str> = failure
        .context
        .iter()
        .chain(&failure.last_lines)
        .map(String::as_str)
        .collect();
    if !more.is_empty() {
        body["stackTrace"] = more.join("\n").into();
    }
    facet(Facet::ErrorMessage, body)
}

/// The parameters, but for secret ones.
fn parameters(task: &dyn AnyTask, view: &RunView) -> Value {
    let mut found = Vec::new();
    task.visit_params(&mut |schema, value| {
        if !schema.secret {
            let value = view.masked(value.print());
            found.push(json!({ "key": schema.name, "name": schema.name, "value": value }));
        }
    });
    facet(Facet::ExecutionParameters, json!({ "parameters": found }))
}

/// The time that a task is about: that of its one parameter that is a time. In UTC, since such
/// a parameter has no zone.
fn nominal_time(task: &dyn AnyTask) -> Option<Value> {
    let mut found = Vec::new();
    task.visit_params(&mut |schema, value| {
        if let Some(length) = length(&schema.kind) {
            found.push((value.print(), length));
        }
    });
    let [(text, length)] = found.as_slice() else {
        return None;
    };
    let start = start(text)?;
    let mut body = json!({ "nominalStartTime": format!("{start}Z") });
    if let Some(length) = length {
        let end = start.checked_add(*length).ok()?;
        body["nominalEndTime"] = format!("{end}Z").into();
    }
    Some(facet(Facet::NominalTime, body))
}

/// How long the time is that a parameter of this kind names; a moment has no length.
fn length(kind: &ParamKind) -> Option<Option<Span>> {
    match kind {
        ParamKind::Date => Some(Some(1.day())),
        ParamKind::Month => Some(Some(1.month())),
        ParamKind::Hour => Some(Some(1.hour())),
        ParamKind::DateTime => Some(None),
        _ => None,
    }
}

/// The beginning of a time as a parameter prints it.
fn start(text: &str) -> Option<DateTime> {
    if let Ok(at) = text.parse::<DateTime>() {
        return Some(at);
    }
    let day = |text: &str| text.parse::<Date>().ok().map(|day| day.at(0, 0, 0, 0));
    day(text)
        .or_else(|| day(&format!("{text}-01")))
        .or_else(|| format!("{text}:00").parse().ok())
}

/// A UUID of version 7: of a time, and otherwise of these bits.
fn uuid(at: Timestamp, bits: u128) -> String {
    let millis = u128::try_from(at.as_millisecond()).unwrap_or_default() & 0xffff_ffff_ffff;
    let low = bits & 0x0fff_3fff_ffff_ffff_ffff;
    let all = millis << 80 | 0x7 << 76 | 0x8 << 60 | low;
    let text = format!("{all:032x}");
    let (a, b, c, d, e) = (
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..],
    );
    format!("{a}-{b}-{c}-{d}-{e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_version_seven() {
        let at: Timestamp = "2026-11-21T07:47:04.25Z".parse().expect("a time");
        for bits in [0, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let id = uuid(at, bits);
            assert_eq!(id.len(), 36);
            let millis = i64::from_str_radix(&id[..13].replace('-', ""), 16);
            assert_eq!(millis, Ok(at.as_millisecond()), "{id}");
            assert_eq!(&id[14..15], "7", "{id}");
            assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"), "{id}");
        }
        assert_ne!(uuid(at, 1), uuid(at, 2));
    }

    #[test]
    fn a_time_begins_where_its_parameter_says() {
        for (text, begin) in [
            ("2013-01-31", "2013-01-31T00:00:00"),
            ("2013-02", "2013-02-01T00:00:00"),
            ("2013-01-31T05", "2013-01-31T05:00:00"),
            ("2013-01-31T05:06:07", "2013-01-31T05:06:07"),
        ] {
            assert_eq!(start(text).map(|it| it.to_string()).as_deref(), Some(begin));
        }
        assert_eq!(start("soon"), None);
    }

    #[test]
    fn a_parent_is_read_and_nothing_else() {
        let id = "019aa558-7f3a-7000-8000-000000000000";
        let parent = Parent::parse(&format!("prod/dags/nightly/{id}")).expect("a parent");
        assert_eq!(
            (parent.job.namespace.as_str(), parent.job.name.as_str()),
            ("prod", "dags/nightly")
        );
        assert!(Parent::parse(&format!("prod/{id}")).is_none());
        assert!(Parent::parse("prod/nightly/7").is_none());
    }
}

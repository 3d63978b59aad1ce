//! Spans of tries and runs, by the semantic conventions.

use std::borrow::Cow;
use std::time::SystemTime;

use jiff::Timestamp;
use opentelemetry::trace::{
    Event, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use pipeline_core::failure::Failure;
use pipeline_core::run::Trace;

use super::pick::{Outcome, Run, Try};

/// Makes the spans of one run.
pub(super) struct Spans {
    pub(super) trace: Trace,
    pub(super) pipeline: String,
    pub(super) scope: InstrumentationScope,
}

impl Spans {
    pub(super) fn new(trace: Trace, pipeline: String) -> Self {
        let scope = InstrumentationScope::builder("spark-pipeline")
            .with_version(env!("CARGO_PKG_VERSION"))
            .build();
        Self {
            trace,
            pipeline,
            scope,
        }
    }

    /// The span of a try.
    pub(super) fn of_try(&self, it: Try) -> SpanData {
        let mut attributes = vec![
            KeyValue::new("cicd.pipeline.name", self.pipeline.clone()),
            KeyValue::new("cicd.pipeline.task.name", it.type_name),
            KeyValue::new("cicd.pipeline.task.run.id", it.task),
            KeyValue::new("cicd.pipeline.task.run.result", it.outcome.word()),
            KeyValue::new("pipeline.task.label", it.label),
            KeyValue::new("pipeline.task.kind", it.kind),
            KeyValue::new("pipeline.task.attempt", i64::from(it.attempt)),
        ];
        if let Some(url) = it.url {
            attributes.push(KeyValue::new("cicd.pipeline.task.run.url.full", url));
        }
        if let Some(id) = it.application {
            attributes.push(KeyValue::new("pipeline.application.id", id));
        }
        let mut events = SpanEvents::default();
        events.dropped_count = it.left_out;
        for (at, message) in it.said {
            events
                .events
                .push(Event::new(message, time(at), Vec::new(), 0));
        }
        let mut status = Status::Unset;
        if let Some(failure) = &it.failure {
            attributes.push(KeyValue::new("error.type", kind(failure)));
            events.events.push(exception(failure, it.ended));
            status = Status::error(failure.cause.clone());
        }
        let run = self.trace.run_span();
        let mut span = self.span(it.span, Some((run, false)), format!("RUN {}", it.type_name));
        span.start_time = time(it.began);
        span.end_time = time(it.ended);
        span.attributes = attributes;
        span.events = events;
        span.status = status;
        span
    }

    /// The span of the run.
    pub(super) fn of_run(&self, it: &Run) -> SpanData {
        let mut attributes = vec![
            KeyValue::new("cicd.pipeline.name", self.pipeline.clone()),
            KeyValue::new("cicd.pipeline.run.id", it.id.clone()),
            KeyValue::new("cicd.pipeline.result", it.outcome.word()),
        ];
        for (name, count) in it.counts {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            attributes.push(KeyValue::new(format!("pipeline.tasks.{name}"), count));
        }
        let mut status = Status::Unset;
        if it.outcome != Outcome::Success {
            let cause = it.cause.clone();
            status = Status::error(cause.unwrap_or_else(|| "the run was stopped".to_owned()));
            attributes.push(KeyValue::new("error.type", it.outcome.word()));
        }
        let parent = self.trace.parent().map(|parent| (parent, true));
        let mut span = self.span(
            self.trace.run_span(),
            parent,
            format!("RUN {}", self.pipeline),
        );
        span.span_kind = SpanKind::Server;
        span.start_time = time(it.began);
        span.end_time = time(it.ended);
        span.attributes = attributes;
        span.status = status;
        span
    }

    fn span(&self, id: u64, parent: Option<(u64, bool)>, name: String) -> SpanData {
        SpanData {
            span_context: SpanContext::new(
                TraceId::from_bytes(self.trace.id().to_be_bytes()),
                SpanId::from_bytes(id.to_be_bytes()),
                TraceFlags::SAMPLED,
                false,
                TraceState::default(),
            ),
            parent_span_id: parent.map_or(SpanId::INVALID, |(parent, _)| {
                SpanId::from_bytes(parent.to_be_bytes())
            }),
            parent_span_is_remote: parent.is_some_and(|(_, remote)| remote),
            span_kind: SpanKind::Internal,
            name: Cow::Owned(name),
            start_time: SystemTime::UNIX_EPOCH,
            end_time: SystemTime::UNIX_EPOCH,
            attributes: Vec::new(),
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: Status::Unset,
            instrumentation_scope: self.scope.clone(),
        }
    }
}

fn exception(failure: &Failure, at: Timestamp) -> Event {
    let mut attributes = vec![
        KeyValue::new("exception.type", kind(failure)),
        KeyValue::new("exception.message", failure.cause.clone()),
    ];
    let more: Vec<&str> = failure
        .context
        .iter()
        .chain(&failure.last_lines)
        .map(String::as_str)
        .collect();
    if !more.is_empty() {
        attributes.push(KeyValue::new("exception.stacktrace", more.join("\n")));
    }
    Event::new("exception", time(at), attributes, 0)
}

/// The kind of a failure as events write it.
pub(super) fn kind(failure: &Failure) -> String {
    let written = serde_json::to_value(failure.kind).unwrap_or_default();
    written.as_str().unwrap_or("other").to_owned()
}

fn time(at: Timestamp) -> SystemTime {
    SystemTime::from(at)
}

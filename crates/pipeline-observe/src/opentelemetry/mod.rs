//! The trace and the metrics of a run, by OTLP over HTTP.
//!
//! A run is a span, and each try of a task one below it. Their ids follow from the run's
//! [`pipeline_core::run::Trace`], so that what a task starts can be below its try. Where it all
//! goes is said by the variables of the OpenTelemetry specification.

mod export;
mod metrics;
mod pick;
mod spans;
mod work;

use std::collections::BTreeMap;
use std::time::Duration;

use opentelemetry::trace::{SpanKind, TraceId};
use opentelemetry_sdk::trace::{Sampler, SamplingDecision, ShouldSample};
use pipeline_core::engine::{Key, Objection};
use pipeline_core::observe::{Aside, Observer, Watch, Watched};

use self::export::{Signal, Target};
use self::pick::Picker;
use self::work::Worker;
use crate::settings::{self, OPENTELEMETRY, OPENTELEMETRY_STANDARD};

/// Sends the trace and the metrics of each run to a collector.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenTelemetry;

impl Observer for OpenTelemetry {
    fn name(&self) -> &'static str {
        "OpenTelemetry"
    }

    fn keys(&self) -> Vec<Key> {
        settings::keys(OPENTELEMETRY)
    }

    fn check(&self, key: &str, value: &toml::Value) -> Result<(), Objection> {
        settings::check(OPENTELEMETRY, key, value)
    }

    fn variables(&self) -> Vec<Key> {
        settings::variables(OPENTELEMETRY, OPENTELEMETRY_STANDARD)
    }

    /// Headers are where keys stand, whatever their names.
    fn secrets(&self, environment: &BTreeMap<String, String>) -> Vec<String> {
        let headers = environment
            .iter()
            .filter(|(name, _)| name.starts_with("OTEL_") && name.ends_with("_HEADERS"));
        let values = headers.flat_map(|(_, text)| text.split(','));
        let values = values.filter_map(|pair| Some(pair.split_once('=')?.1.trim().to_owned()));
        values.filter(|value| !value.is_empty()).collect()
    }

    fn watch(&self, run: &Watched<'_>) -> Result<Option<Watch>, String> {
        let disabled = run.variable("OTEL_SDK_DISABLED");
        if disabled.is_some_and(|it| it.eq_ignore_ascii_case("true")) {
            return Ok(None);
        }
        let base = settings::value(OPENTELEMETRY, "otel_endpoint", run)?;
        let traces = Target::of(Signal::Traces, base.as_deref(), run)?;
        let traces = match traces {
            Some(target) if is_sampled(run)? => Some(target),
            _ => None,
        };
        let metrics = Target::of(Signal::Metrics, base.as_deref(), run)?;
        if traces.is_none() && metrics.is_none() {
            return Ok(None);
        }
        let number = |name, default| match run.variable(name) {
            None => Ok(default),
            Some(text) => text
                .parse::<usize>()
                .map_err(|_| format!("{name}: `{text}` is no whole number")),
        };
        let aside = Aside {
            name: "OpenTelemetry",
            limit: number("OTEL_BSP_MAX_QUEUE_SIZE", 2048)?,
            batch: number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512)?,
            linger: Duration::from_millis(number("OTEL_BSP_SCHEDULE_DELAY", 5000)? as u64),
        };
        let keeps = traces.is_some();
        let worker = Worker::new(traces, metrics, service_name(run), run);
        let picker = Picker::new(run.trace);
        let watch = aside.start(picker, worker, &run.tell)?;
        Ok(Some(Watch {
            traces: keeps,
            ..watch
        }))
    }
}

/// What the program is called: as it is told, else by its own name.
fn service_name(run: &Watched<'_>) -> String {
    let told = run.text("otel_service_name", Some("OTEL_SERVICE_NAME"));
    let attribute = || {
        let pairs = run.variable("OTEL_RESOURCE_ATTRIBUTES")?.split(',');
        let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(name, _)| name.trim() == "service.name")?;
        Some(found.1.trim().to_owned())
    };
    told.or_else(attribute)
        .unwrap_or_else(|| run.program.to_owned())
}

/// Whether this run is traced.
fn is_sampled(run: &Watched<'_>) -> Result<bool, String> {
    const NAME: &str = "OTEL_TRACES_SAMPLER";
    let name = run.variable(NAME).unwrap_or("parentbased_always_on");
    let (root, by_parent) = match name.strip_prefix("parentbased_") {
        Some(root) => (root, true),
        None => (name, false),
    };
    if by_parent && run.trace.parent().is_some() {
        return Ok(run.trace.is_sampled());
    }
    let sampler = match root {
        "always_on" => Sampler::AlwaysOn,
        "always_off" => Sampler::AlwaysOff,
        "traceidratio" => {
            let text = run.variable("OTEL_TRACES_SAMPLER_ARG").unwrap_or("1");
            let part = text
                .parse::<f64>()
                .ok()
                .filter(|it| (0.0..=1.0).contains(it));
            let part = part.ok_or_else(|| {
                format!("OTEL_TRACES_SAMPLER_ARG: `{text}` is no number from 0 to 1")
            })?;
            Sampler::TraceIdRatioBased(part)
        }
        _ => return Err(format!("{NAME}: there is no sampler `{name}` here")),
    };
    let trace = TraceId::from_bytes(run.trace.id().to_be_bytes());
    let result = sampler.should_sample(None, trace, "", &SpanKind::Server, &[], &[]);
    Ok(result.decision == SamplingDecision::RecordAndSample)
}

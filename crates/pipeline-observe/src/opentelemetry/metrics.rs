//! The metrics of runs and tries.

use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram, MeterProvider, UpDownCounter};
use opentelemetry_otlp::MetricExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::data::ResourceMetrics;
use opentelemetry_sdk::metrics::exporter::PushMetricExporter;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider, Temporality};

use super::export::Trouble;
use super::pick::{Outcome, Run, Try};
use super::spans::kind;
use crate::prometheus::BUCKETS;

/// The instruments of one run.
pub(super) struct Metrics {
    provider: SdkMeterProvider,
    pipeline: KeyValue,
    tries: Histogram<f64>,
    retries: Counter<u64>,
    active: UpDownCounter<i64>,
    runs: Histogram<f64>,
    errors: Counter<u64>,
}

impl Metrics {
    pub(super) fn new(
        exporter: MetricExporter,
        trouble: Trouble,
        resource: Resource,
        pipeline: &str,
    ) -> Self {
        let reader = PeriodicReader::builder(Telling { exporter, trouble }).build();
        let provider = SdkMeterProvider::builder()
            .with_reader(reader)
            .with_resource(resource)
            .build();
        let meter = provider.meter("spark-pipeline");
        let durations = |name: &'static str, what: &'static str| {
            let builder = meter.f64_histogram(name).with_unit("s");
            builder
                .with_description(what)
                .with_boundaries(BUCKETS.to_vec())
                .build()
        };
        Self {
            pipeline: KeyValue::new("cicd.pipeline.name", pipeline.to_owned()),
            tries: durations("pipeline.task.duration", "How long a try of a task took."),
            retries: meter
                .u64_counter("pipeline.task.retries")
                .with_unit("{try}")
                .with_description("Tries that failed and were followed by another.")
                .build(),
            active: meter
                .i64_up_down_counter("pipeline.task.active")
                .with_unit("{task}")
                .with_description("Tasks at work.")
                .build(),
            runs: durations("cicd.pipeline.run.duration", "How long a run took."),
            errors: meter
                .u64_counter("cicd.pipeline.run.errors")
                .with_unit("{error}")
                .with_description("Tries of a run that failed.")
                .build(),
            provider,
        }
    }

    pub(super) fn began(&self) {
        self.active.add(1, std::slice::from_ref(&self.pipeline));
    }

    pub(super) fn of_try(&self, it: &Try) {
        let name = KeyValue::new("cicd.pipeline.task.name", it.type_name);
        let result = KeyValue::new("cicd.pipeline.task.run.result", it.outcome.word());
        let attributes = [self.pipeline.clone(), name.clone(), result];
        self.tries.record(it.elapsed.as_secs_f64(), &attributes);
        if it.begun {
            self.active.add(-1, std::slice::from_ref(&self.pipeline));
        }
        if it.again {
            self.retries.add(1, &[self.pipeline.clone(), name]);
        }
        if let Some(failure) = &it.failure {
            let kind = KeyValue::new("error.type", kind(failure));
            self.errors.add(1, &[self.pipeline.clone(), kind]);
        }
    }

    pub(super) fn of_run(&self, it: &Run) {
        let result = KeyValue::new("cicd.pipeline.result", it.outcome.word());
        let mut attributes = vec![self.pipeline.clone(), result];
        if it.outcome != Outcome::Success {
            attributes.push(KeyValue::new("error.type", it.outcome.word()));
        }
        self.runs.record(it.elapsed.as_secs_f64(), &attributes);
    }

    /// Sends what is there; then there is nothing more.
    pub(super) fn end(&self) {
        // What goes wrong is told by the exporter.
        let _ = self.provider.shutdown();
    }
}

/// An exporter that tells a person when something does not get through.
#[derive(Debug)]
struct Telling {
    exporter: MetricExporter,
    trouble: Trouble,
}

impl PushMetricExporter for Telling {
    async fn export(&self, metrics: &ResourceMetrics) -> OTelSdkResult {
        let result = self.exporter.export(metrics).await;
        if let Err(error) = &result {
            self.trouble.told(&error.to_string());
        }
        result
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn temporality(&self) -> Temporality {
        self.exporter.temporality()
    }
}

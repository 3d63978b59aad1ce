//! Makes spans and metrics of notes, and sends them.

use opentelemetry::KeyValue;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanExporter as _;
use pipeline_core::observe::{Tell, Watched, Work};

use super::export::{Target, Trouble};
use super::metrics::Metrics;
use super::pick::Note;
use super::spans::Spans;

/// Sends what is noted. Nothing is opened before the first note: a client can only be made on
/// the thread that uses it.
pub(super) struct Worker {
    targets: Option<(Option<Target>, Option<Target>)>,
    service: String,
    tell: Tell,
    make: Spans,
    spans: Option<(SpanExporter, Trouble)>,
    metrics: Option<Metrics>,
}

impl Worker {
    pub(super) fn new(
        traces: Option<Target>,
        metrics: Option<Target>,
        service: String,
        run: &Watched<'_>,
    ) -> Self {
        Self {
            targets: Some((traces, metrics)),
            service,
            tell: run.tell.clone(),
            make: Spans::new(run.trace, run.program.to_owned()),
            spans: None,
            metrics: None,
        }
    }

    fn open(&mut self) {
        let Some((traces, metrics)) = self.targets.take() else {
            return;
        };
        let resource = Resource::builder()
            .with_service_name(self.service.clone())
            .with_attribute(KeyValue::new("process.pid", i64::from(std::process::id())))
            .build();
        if let Some(target) = traces {
            let trouble = Trouble::new(&target, self.tell.clone());
            match target.spans(&trouble) {
                Ok(mut exporter) => {
                    exporter.set_resource(&resource);
                    self.spans = Some((exporter, trouble));
                }
                Err(why) => trouble.told(&why),
            }
        }
        if let Some(target) = metrics {
            let trouble = Trouble::new(&target, self.tell.clone());
            match target.metrics(&trouble) {
                Ok(exporter) => {
                    let pipeline = &self.make.pipeline;
                    self.metrics = Some(Metrics::new(exporter, trouble, resource, pipeline));
                }
                Err(why) => trouble.told(&why),
            }
        }
    }
}

impl Work<Note> for Worker {
    fn take(&mut self, notes: Vec<Note>) {
        self.open();
        let mut spans = Vec::new();
        for note in notes {
            match note {
                Note::Began => {
                    if let Some(metrics) = &self.metrics {
                        metrics.began();
                    }
                }
                Note::Try(it) => {
                    if let Some(metrics) = &self.metrics {
                        metrics.of_try(&it);
                    }
                    if self.spans.is_some() {
                        spans.push(self.make.of_try(*it));
                    }
                }
                Note::Run(it) => {
                    if let Some(metrics) = &self.metrics {
                        metrics.of_run(&it);
                    }
                    spans.push(self.make.of_run(&it));
                }
            }
        }
        if let Some((exporter, trouble)) = &self.spans
            && !spans.is_empty()
            && let Err(error) = futures_executor::block_on(exporter.export(spans))
        {
            trouble.told(&error.to_string());
        }
    }

    fn finish(&mut self) {
        if let Some((exporter, _)) = &self.spans {
            let _ = exporter.shutdown();
        }
        if let Some(metrics) = &self.metrics {
            metrics.end();
        }
    }
}

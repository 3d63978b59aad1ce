//! Who is told of a pipeline's runs.
//!
//! Each is an [`pipeline_core::observe::Observer`] with settings of its own: [`Prometheus`] writes
//! how many tasks are where and how long they took, [`OpenLineage`] which job read and wrote
//! what, [`OpenTelemetry`] the trace of a run. None of them can fail or slow a run.
//!
//! The last two are features. A program without them knows their settings all the same, so that
//! one `pipeline.toml` serves programs with and without; it says once that it does nothing with
//! them.

mod absent;
#[cfg(any(feature = "openlineage", feature = "opentelemetry"))]
mod http;
#[cfg(feature = "openlineage")]
pub mod openlineage;
#[cfg(feature = "opentelemetry")]
pub mod opentelemetry;
pub mod prometheus;
mod settings;

#[cfg(not(feature = "openlineage"))]
pub use absent::OpenLineage;
#[cfg(not(feature = "opentelemetry"))]
pub use absent::OpenTelemetry;
#[cfg(feature = "openlineage")]
pub use openlineage::OpenLineage;
#[cfg(feature = "opentelemetry")]
pub use opentelemetry::OpenTelemetry;
pub use prometheus::Prometheus;
pub use settings::{
    Kind, OPENLINEAGE, OPENLINEAGE_STANDARD, OPENTELEMETRY, OPENTELEMETRY_STANDARD, PROMETHEUS,
    Row, Standard,
};

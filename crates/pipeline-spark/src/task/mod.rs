//! A task that is a Spark application.

pub(crate) mod likely;
mod outputs;
mod preview;
mod resume;
mod run;
mod verify;

use pipeline_core::task::Task;

use crate::SparkApplication;

pub use preview::{explain, preview};
pub use run::run;
pub use verify::verify;

/// A task whose work is a Spark application. Derived: `#[derive(SparkTask)]`.
pub trait SparkTask: Task {
    /// The application, as the attributes declare it: no profile has touched it yet.
    fn application(&self) -> SparkApplication;
}

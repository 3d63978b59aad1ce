//! Runs one Spark application: find or install Spark, submit, watch, cancel, diagnose.
//!
//! [`SparkApplication`] is the narrow waist: a plain value that the derive makes and every
//! [`submit::Submitter`] consumes. Nothing above it knows how it is submitted, nothing below
//! it knows why.

pub mod application;
pub mod submit;
mod task;

pub use application::SparkApplication;
pub use task::SparkTask;

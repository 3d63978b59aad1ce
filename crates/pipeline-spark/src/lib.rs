//! Runs one Spark application: find or install Spark, submit, watch, cancel, diagnose.
//!
//! [`SparkApplication`] is the narrow waist: a plain value that the derive makes and every
//! [`submit::Submitter`] consumes. Nothing above it knows how it is submitted, nothing below
//! it knows why.

pub mod application;
pub mod command;
pub mod diagnose;
pub mod engine;
pub mod install;
pub mod python;
pub mod settings;
pub mod submit;
pub mod task;
pub mod watch;

pub use application::SparkApplication;
pub use task::SparkTask;

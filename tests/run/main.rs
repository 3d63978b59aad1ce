//! Whole programs on a real Spark: what a person sees when something fails, is stopped, or
//! is secret.

#[path = "../support/mod.rs"]
#[allow(unreachable_pub)]
mod support;

mod checking;
mod examples;
mod failing;
mod planning;
mod python;
mod requiring;
mod secret;
mod stop;

/// The example that has the pipelines of these tests.
const PROGRAM: &str = "test_programs";

//! The command line over a pipeline.
//!
//! `NAME [COMMAND] [ROOT]… [--param value]… [options]`. Each parameter of the root is a flag; a range
//! (`--date 2026-01-01..today`) asks for a task of each of its values. A value is taken from the command line, else from the environment
//! (`SPARK_PIPELINE_PARAM_MONTH`), else from the profile, else it is the default.
//!
//! Everything is checked before anything is done: a mistake changes nothing, and all mistakes
//! are told at once, on standard error. How a program ends is told by [`ExitKind`].

mod arguments;
mod asked;
mod backfill;
mod beside;
mod check;
mod completions;
mod exit;
mod explain;
mod findings;
mod flags;
mod head;
mod help;
mod hooks;
mod kill;
mod logging;
mod message;
mod observing;
mod options;
mod past;
mod plan;
mod prepare;
mod program;
mod reserved;
mod retry;
mod roots;
mod run;
mod surroundings;

#[cfg(test)]
mod tests;

pub use exit::{EXIT_CODES, ExitKind};
pub use program::Program;
pub use reserved::{RESERVED, is_reserved};
pub use roots::{Root, Roots, kebab};
pub use surroundings::{Stream, Surroundings};

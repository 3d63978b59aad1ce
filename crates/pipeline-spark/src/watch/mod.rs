//! Runs one process and reads what it prints.
//!
//! [`process`] starts a child that cannot outlive us, [`output`] keeps what it prints whole on
//! disk and scans it in one pass, [`scan`] cuts the bytes into lines, [`lines`] knows what
//! Spark's lines say and [`stages`] which stages run, [`ui`] asks a running Spark what its log does not say.
//!
//! Invariant: memory does not grow with what a child prints.

pub mod lines;
pub mod output;
pub mod process;
pub mod scan;
pub mod stages;
pub mod ui;

pub use lines::Finding;
pub use output::{Output, OutputSummary, StreamSummary};
pub use process::{Exit, Launch, Process, StartError};
pub use scan::{Mark, Marks};
pub use stages::Progress;

//! The command line over a pipeline.

mod exit;
mod reserved;

pub use exit::{EXIT_CODES, ExitKind};
pub use reserved::{RESERVED, is_reserved};

//! What a task reads from an input against what the input writes, while compiling.

use pipeline_core::row::{Column, Row, misfits};
use pipeline_core::target::{Output, Target};

/// The columns of a row, if it is one.
#[must_use]
pub const fn columns<R: Row>() -> &'static [Column] {
    R::COLUMNS
}

/// The columns of an output, where they were declared; the function says which output.
#[must_use]
pub const fn columns_of<T, O: Target>(_: fn(&T) -> &Output<O>) -> Option<&'static [Column]> {
    O::COLUMNS
}

/// What is written, if what is read is among it. Nothing is known of what is not declared.
///
/// # Panics
/// It is not: the message is the compile error.
#[track_caller]
pub const fn check_reads(
    reads: &[Column],
    writes: Option<&'static [Column]>,
    head: &str,
    help: &str,
) -> Option<&'static [Column]> {
    if let Some(writes) = writes {
        let misfits = misfits(reads, writes);
        if !misfits.is_empty() {
            misfits.panic(head, help, writes);
        }
    }
    writes
}

//! rows: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod columns_of_every_type;
pub mod reads_less_than_is_written;
pub mod reads_what_is_written;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "columns_of_every_type",
        roots: columns_of_every_type::roots,
    },
    Program {
        rule: "reads_less_than_is_written",
        roots: reads_less_than_is_written::roots,
    },
    Program {
        rule: "reads_what_is_written",
        roots: reads_what_is_written::roots,
    },
];

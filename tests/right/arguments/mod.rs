//! arguments: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod flags_of_every_form;
pub mod output_that_no_argument_names;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "flags_of_every_form",
        roots: flags_of_every_form::roots,
    },
    Program {
        rule: "output_that_no_argument_names",
        roots: output_that_no_argument_names::roots,
    },
];

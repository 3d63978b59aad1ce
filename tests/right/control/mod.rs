//! control: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod expressions_of_parameters;
pub mod hooks_of_every_form;
pub mod literals_of_every_form;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "expressions_of_parameters",
        roots: expressions_of_parameters::roots,
    },
    Program {
        rule: "hooks_of_every_form",
        roots: hooks_of_every_form::roots,
    },
    Program {
        rule: "literals_of_every_form",
        roots: literals_of_every_form::roots,
    },
];

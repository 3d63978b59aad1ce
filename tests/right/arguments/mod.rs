//! arguments: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod flags_of_every_form;
pub mod number_of_a_type_called_month;
pub mod output_that_no_argument_names;
pub mod words_that_only_sound_secret;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "flags_of_every_form",
        roots: flags_of_every_form::roots,
    },
    Program {
        rule: "number_of_a_type_called_month",
        roots: number_of_a_type_called_month::roots,
    },
    Program {
        rule: "output_that_no_argument_names",
        roots: output_that_no_argument_names::roots,
    },
    Program {
        rule: "words_that_only_sound_secret",
        roots: words_that_only_sound_secret::roots,
    },
];

//! values: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod class_names_of_every_form;
pub mod counts_of_every_form;
pub mod java_options_of_every_form;
pub mod lists_of_every_form;
pub mod maven_coordinates_of_every_form;
pub mod memory_from_an_expression;
pub mod memory_in_every_unit;
pub mod memory_of_executors_in_units_of_spark;
pub mod switches_of_every_form;
pub mod texts_of_every_form;
pub mod uris_of_every_scheme;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "class_names_of_every_form",
        roots: class_names_of_every_form::roots,
    },
    Program {
        rule: "counts_of_every_form",
        roots: counts_of_every_form::roots,
    },
    Program {
        rule: "java_options_of_every_form",
        roots: java_options_of_every_form::roots,
    },
    Program {
        rule: "lists_of_every_form",
        roots: lists_of_every_form::roots,
    },
    Program {
        rule: "maven_coordinates_of_every_form",
        roots: maven_coordinates_of_every_form::roots,
    },
    Program {
        rule: "memory_from_an_expression",
        roots: memory_from_an_expression::roots,
    },
    Program {
        rule: "memory_in_every_unit",
        roots: memory_in_every_unit::roots,
    },
    Program {
        rule: "memory_of_executors_in_units_of_spark",
        roots: memory_of_executors_in_units_of_spark::roots,
    },
    Program {
        rule: "switches_of_every_form",
        roots: switches_of_every_form::roots,
    },
    Program {
        rule: "texts_of_every_form",
        roots: texts_of_every_form::roots,
    },
    Program {
        rule: "uris_of_every_scheme",
        roots: uris_of_every_scheme::roots,
    },
];

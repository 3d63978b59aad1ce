//! conf: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod keys_of_foreign_namespaces;
pub mod keys_of_ones_own;
pub mod keys_under_open_prefixes;
pub mod lists_and_odd_texts_as_values;
pub mod values_from_expressions;
pub mod values_that_spark_takes;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "keys_of_foreign_namespaces",
        roots: keys_of_foreign_namespaces::roots,
    },
    Program {
        rule: "keys_of_ones_own",
        roots: keys_of_ones_own::roots,
    },
    Program {
        rule: "keys_under_open_prefixes",
        roots: keys_under_open_prefixes::roots,
    },
    Program {
        rule: "lists_and_odd_texts_as_values",
        roots: lists_and_odd_texts_as_values::roots,
    },
    Program {
        rule: "values_from_expressions",
        roots: values_from_expressions::roots,
    },
    Program {
        rule: "values_that_spark_takes",
        roots: values_that_spark_takes::roots,
    },
];

//! programs: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod files_that_are_made_later;
pub mod inline_python;
pub mod jars_of_every_form;
pub mod python_module_of_a_file;
pub mod r_and_python_files;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "files_that_are_made_later",
        roots: files_that_are_made_later::roots,
    },
    Program {
        rule: "inline_python",
        roots: inline_python::roots,
    },
    Program {
        rule: "jars_of_every_form",
        roots: jars_of_every_form::roots,
    },
    Program {
        rule: "python_module_of_a_file",
        roots: python_module_of_a_file::roots,
    },
    Program {
        rule: "r_and_python_files",
        roots: r_and_python_files::roots,
    },
];

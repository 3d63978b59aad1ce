//! paths: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod absolute_paths_and_uris;
pub mod class_of_spark_itself;
pub mod class_that_comes_from_a_package;
pub mod file_of_properties;
pub mod files_made_after_compiling;
pub mod folders_of_code_and_files_behind_an_alias;
pub mod later_beside_an_expression;
pub mod patterns_that_match;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "absolute_paths_and_uris",
        roots: absolute_paths_and_uris::roots,
    },
    Program {
        rule: "class_of_spark_itself",
        roots: class_of_spark_itself::roots,
    },
    Program {
        rule: "class_that_comes_from_a_package",
        roots: class_that_comes_from_a_package::roots,
    },
    Program {
        rule: "file_of_properties",
        roots: file_of_properties::roots,
    },
    Program {
        rule: "files_made_after_compiling",
        roots: files_made_after_compiling::roots,
    },
    Program {
        rule: "folders_of_code_and_files_behind_an_alias",
        roots: folders_of_code_and_files_behind_an_alias::roots,
    },
    Program {
        rule: "later_beside_an_expression",
        roots: later_beside_an_expression::roots,
    },
    Program {
        rule: "patterns_that_match",
        roots: patterns_that_match::roots,
    },
];

//! python: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod arguments_of_a_script;
pub mod fields_called_as_keywords_of_python;
pub mod fields_that_are_asked_for_first;
pub mod fields_that_only_expressions_use;
pub mod main_in_every_form;
pub mod names_that_only_look_like_the_task;
pub mod syntax_of_every_age;
pub mod task_in_helpers_and_closures;
pub mod task_that_goes_elsewhere;
pub mod unused_field_that_is_allowed;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "arguments_of_a_script",
        roots: arguments_of_a_script::roots,
    },
    Program {
        rule: "fields_called_as_keywords_of_python",
        roots: fields_called_as_keywords_of_python::roots,
    },
    Program {
        rule: "fields_that_are_asked_for_first",
        roots: fields_that_are_asked_for_first::roots,
    },
    Program {
        rule: "fields_that_only_expressions_use",
        roots: fields_that_only_expressions_use::roots,
    },
    Program {
        rule: "main_in_every_form",
        roots: main_in_every_form::roots,
    },
    Program {
        rule: "names_that_only_look_like_the_task",
        roots: names_that_only_look_like_the_task::roots,
    },
    Program {
        rule: "syntax_of_every_age",
        roots: syntax_of_every_age::roots,
    },
    Program {
        rule: "task_in_helpers_and_closures",
        roots: task_in_helpers_and_closures::roots,
    },
    Program {
        rule: "task_that_goes_elsewhere",
        roots: task_that_goes_elsewhere::roots,
    },
    Program {
        rule: "unused_field_that_is_allowed",
        roots: unused_field_that_is_allowed::roots,
    },
];

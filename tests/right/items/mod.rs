//! items: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod crate_of_another_name;
pub mod empty_structs;
pub mod fields_called_as_options_are;
pub mod generics;
pub mod made_by_a_macro;
pub mod modules_and_visibility;
pub mod names_that_shadow_the_standard_library;
pub mod other_attributes_and_derives;
pub mod raw_identifiers;
pub mod struct_in_a_function;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "crate_of_another_name",
        roots: crate_of_another_name::roots,
    },
    Program {
        rule: "empty_structs",
        roots: empty_structs::roots,
    },
    Program {
        rule: "fields_called_as_options_are",
        roots: fields_called_as_options_are::roots,
    },
    Program {
        rule: "generics",
        roots: generics::roots,
    },
    Program {
        rule: "made_by_a_macro",
        roots: made_by_a_macro::roots,
    },
    Program {
        rule: "modules_and_visibility",
        roots: modules_and_visibility::roots,
    },
    Program {
        rule: "names_that_shadow_the_standard_library",
        roots: names_that_shadow_the_standard_library::roots,
    },
    Program {
        rule: "other_attributes_and_derives",
        roots: other_attributes_and_derives::roots,
    },
    Program {
        rule: "raw_identifiers",
        roots: raw_identifiers::roots,
    },
    Program {
        rule: "struct_in_a_function",
        roots: struct_in_a_function::roots,
    },
];

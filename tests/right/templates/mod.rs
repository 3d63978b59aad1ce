//! templates: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod dates_in_parts;
pub mod escapes_and_uris;
pub mod every_kind_of_output;
pub mod formats_of_every_type;
pub mod identity_in_the_path;
pub mod outputs_side_by_side_and_in_one_folder;
pub mod parameters_of_an_external_task_in_one_of_its_paths;
pub mod places_from_expressions;
pub mod task_id_covers_everything;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "dates_in_parts",
        roots: dates_in_parts::roots,
    },
    Program {
        rule: "escapes_and_uris",
        roots: escapes_and_uris::roots,
    },
    Program {
        rule: "every_kind_of_output",
        roots: every_kind_of_output::roots,
    },
    Program {
        rule: "formats_of_every_type",
        roots: formats_of_every_type::roots,
    },
    Program {
        rule: "identity_in_the_path",
        roots: identity_in_the_path::roots,
    },
    Program {
        rule: "outputs_side_by_side_and_in_one_folder",
        roots: outputs_side_by_side_and_in_one_folder::roots,
    },
    Program {
        rule: "parameters_of_an_external_task_in_one_of_its_paths",
        roots: parameters_of_an_external_task_in_one_of_its_paths::roots,
    },
    Program {
        rule: "places_from_expressions",
        roots: places_from_expressions::roots,
    },
    Program {
        rule: "task_id_covers_everything",
        roots: task_id_covers_everything::roots,
    },
];

//! templates: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod escapes_and_uris;
pub mod every_kind_of_output;
pub mod formats_of_every_type;
pub mod places_from_expressions;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
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
        rule: "places_from_expressions",
        roots: places_from_expressions::roots,
    },
];

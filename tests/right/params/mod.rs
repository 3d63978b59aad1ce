//! params: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod defaults_of_every_kind;
pub mod insignificant_in_no_path;
pub mod names_near_those_of_the_command_line;
pub mod names_that_only_sound_like_secrets;
pub mod secrets_handed_over_in_private;
pub mod types_of_every_kind;
pub mod words_of_time;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "defaults_of_every_kind",
        roots: defaults_of_every_kind::roots,
    },
    Program {
        rule: "insignificant_in_no_path",
        roots: insignificant_in_no_path::roots,
    },
    Program {
        rule: "names_near_those_of_the_command_line",
        roots: names_near_those_of_the_command_line::roots,
    },
    Program {
        rule: "names_that_only_sound_like_secrets",
        roots: names_that_only_sound_like_secrets::roots,
    },
    Program {
        rule: "secrets_handed_over_in_private",
        roots: secrets_handed_over_in_private::roots,
    },
    Program {
        rule: "types_of_every_kind",
        roots: types_of_every_kind::roots,
    },
    Program {
        rule: "words_of_time",
        roots: words_of_time::roots,
    },
];

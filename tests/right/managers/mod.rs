//! managers: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod local_threads;
pub mod yarn_in_cluster_mode;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "local_threads",
        roots: local_threads::roots,
    },
    Program {
        rule: "yarn_in_cluster_mode",
        roots: yarn_in_cluster_mode::roots,
    },
];

//! managers: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod connect_server;
pub mod kubernetes_in_client_mode;
pub mod kubernetes_in_cluster_mode;
pub mod local_threads;
pub mod local_with_all_that_applies;
pub mod master_that_only_the_profile_knows;
pub mod masters_of_every_form;
pub mod mode_from_an_expression;
pub mod standalone_in_client_mode;
pub mod standalone_in_cluster_mode;
pub mod what_another_manager_would_refuse;
pub mod yarn_in_client_mode;
pub mod yarn_in_cluster_mode;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "connect_server",
        roots: connect_server::roots,
    },
    Program {
        rule: "kubernetes_in_client_mode",
        roots: kubernetes_in_client_mode::roots,
    },
    Program {
        rule: "kubernetes_in_cluster_mode",
        roots: kubernetes_in_cluster_mode::roots,
    },
    Program {
        rule: "local_threads",
        roots: local_threads::roots,
    },
    Program {
        rule: "local_with_all_that_applies",
        roots: local_with_all_that_applies::roots,
    },
    Program {
        rule: "master_that_only_the_profile_knows",
        roots: master_that_only_the_profile_knows::roots,
    },
    Program {
        rule: "masters_of_every_form",
        roots: masters_of_every_form::roots,
    },
    Program {
        rule: "mode_from_an_expression",
        roots: mode_from_an_expression::roots,
    },
    Program {
        rule: "standalone_in_client_mode",
        roots: standalone_in_client_mode::roots,
    },
    Program {
        rule: "standalone_in_cluster_mode",
        roots: standalone_in_cluster_mode::roots,
    },
    Program {
        rule: "what_another_manager_would_refuse",
        roots: what_another_manager_would_refuse::roots,
    },
    Program {
        rule: "yarn_in_client_mode",
        roots: yarn_in_client_mode::roots,
    },
    Program {
        rule: "yarn_in_cluster_mode",
        roots: yarn_in_cluster_mode::roots,
    },
];

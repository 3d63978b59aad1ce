//! wiring: written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod alias_of_a_task_or_a_parameter;
pub mod constructors_of_ones_own;
pub mod diamond;
pub mod inputs_of_every_shape;
pub mod one_of_several_outputs;
pub mod run_written_in_other_words;
pub mod rust_task_between_spark_tasks;
pub mod task_on_itself_in_every_right_way;
pub mod task_on_itself_with_another_parameter;

use crate::Program;

pub const PROGRAMS: &[Program] = &[
    Program {
        rule: "alias_of_a_task_or_a_parameter",
        roots: alias_of_a_task_or_a_parameter::roots,
    },
    Program {
        rule: "constructors_of_ones_own",
        roots: constructors_of_ones_own::roots,
    },
    Program {
        rule: "diamond",
        roots: diamond::roots,
    },
    Program {
        rule: "inputs_of_every_shape",
        roots: inputs_of_every_shape::roots,
    },
    Program {
        rule: "one_of_several_outputs",
        roots: one_of_several_outputs::roots,
    },
    Program {
        rule: "run_written_in_other_words",
        roots: run_written_in_other_words::roots,
    },
    Program {
        rule: "rust_task_between_spark_tasks",
        roots: rust_task_between_spark_tasks::roots,
    },
    Program {
        rule: "task_on_itself_in_every_right_way",
        roots: task_on_itself_in_every_right_way::roots,
    },
    Program {
        rule: "task_on_itself_with_another_parameter",
        roots: task_on_itself_with_another_parameter::roots,
    },
];

//! A module with `main(spark, task)`, as `runner.py` in `pipeline-spark` calls it.

mod contract;
mod guards;
mod task;

use ruff_python_ast::Stmt;

use crate::parse::{TOO_DEEP, on_a_big_stack, with_parsed};
use crate::problem::Problem;
use crate::syntax;
use crate::version::Version;

/// What `main` is given first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Entry {
    /// A `SparkSession`.
    #[default]
    Session,
    /// A `SparkContext`.
    Context,
}

impl Entry {
    /// The name that the parameter has in examples.
    pub(crate) const fn parameter(self) -> &'static str {
        match self {
            Self::Session => "spark",
            Self::Context => "sc",
        }
    }
}

/// What is known of a module.
#[derive(Clone, Debug)]
pub struct Module {
    /// What is certainly wrong, in the order of the text.
    pub problems: Vec<Problem>,
    /// The fields that the module never uses.
    pub unused: Unused,
    /// What could be wrong but cannot be known: a sentence each.
    pub unverified: Vec<String>,
}

/// The fields that a module never uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unused {
    /// These, by their names in Rust.
    Known(Vec<String>),
    /// It cannot be known: the task goes where we do not follow.
    Unknown,
}

/// Examines a module. `fields` are the names of the task's fields in Rust; `version` is the
/// oldest Python that has to read it, the newest known without one.
#[must_use]
pub fn examine_module(
    text: &str,
    entry: Entry,
    fields: &[&str],
    version: Option<Version>,
) -> Module {
    let unknown = |problems, unverified| Module {
        problems,
        unused: Unused::Unknown,
        unverified,
    };
    on_a_big_stack(
        || {
            with_parsed(text, version, |parsed| {
                let problems = syntax::problems(text, parsed, version);
                if problems.is_empty() {
                    examine(parsed.suite(), entry, fields)
                } else {
                    unknown(problems, Vec::new())
                }
            })
        },
        || {
            unknown(
                Vec::new(),
                vec![format!("the Python was not looked at: {TOO_DEEP}")],
            )
        },
    )
}

fn examine(body: &[Stmt], entry: Entry, fields: &[&str]) -> Module {
    let mut problems = Vec::new();
    let mut unverified = Vec::new();
    contract::setup(body, &mut problems);
    let main = contract::main(body, entry, &mut problems, &mut unverified);
    let unused = match main {
        Some(main) => {
            let before = problems.len();
            let unused = task::uses(body, main, fields, &mut problems, &mut unverified);
            // What then seems to be no field of the task is one of the session.
            if problems.len() > before
                && let Some(swapped) = contract::swapped(main, entry)
            {
                problems.truncate(before);
                problems.push(swapped);
            }
            unused
        }
        None => Unused::Unknown,
    };
    problems.sort_by_key(|problem| problem.at.as_ref().map(|at| (at.start, at.end)));
    Module {
        problems,
        unused,
        unverified,
    }
}

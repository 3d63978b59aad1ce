//! Why tasks are no plan.

use thiserror::Error;

use crate::failure::{Failure, FailureKind};

/// Why tasks are no plan. Nothing has been run or changed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A task needs itself, directly or through others.
    #[error("a task depends on itself: {}", chain(.0))]
    Cycle(
        /// The labels along the cycle; the last is the first again.
        Vec<String>,
    ),
    /// Two tasks, or two outputs of one, are in one place.
    #[error("{first} and {second} are one place: {location}", location = .first.location)]
    SamePlace {
        /// The one.
        first: Box<Place>,
        /// The other.
        second: Box<Place>,
    },
    /// A task writes inside a folder that another task writes.
    #[error("{inner} lies inside {outer}: {} is below {}", .inner.location, .outer.location)]
    Inside {
        /// What lies inside.
        inner: Box<Place>,
        /// The folder.
        outer: Box<Place>,
    },
    /// The expansion came to more tasks than the limit.
    #[error("more than {limit} tasks, and no end yet: … → {}", chain(.last))]
    TooMany {
        /// The limit.
        limit: usize,
        /// The labels of the last tasks found, each a dependency of the one before.
        last: Vec<String>,
    },
    /// An input expression panicked.
    #[error("the inputs of {label} could not be worked out: {message}")]
    Panicked {
        /// The task.
        label: String,
        /// What the panic said.
        message: String,
    },
}

impl PlanError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Cycle(_) => "look at the `input = …` expressions of these tasks: one of them \
                 must name other parameters, or not be an input"
                .to_owned(),
            Self::SamePlace { first, second } if first.task == second.task => {
                "give each output of the task a path of its own".to_owned()
            }
            Self::SamePlace { first, second } if first.external || second.external => {
                "one of them is an external task, yet the other makes its output: depend on \
                 the task that makes it"
                    .to_owned()
            }
            Self::SamePlace { .. } => "let the path name every parameter in which the two tasks \
                 differ: output = \"out/{parameter}\""
                .to_owned(),
            Self::Inside { .. } => "the folder is replaced as a whole when its task runs: move \
                 one of the two to a folder of its own"
                .to_owned(),
            Self::TooMany { .. } => "an `input = …` expression that always names a further task \
                 never ends: give it a last one (`Option<Input<T>>` with None)"
                .to_owned(),
            Self::Panicked { .. } => {
                "an `input = …` expression must work for every value of the parameters".to_owned()
            }
        }
    }

    /// The same as a failure, to be shown like any other.
    #[must_use]
    pub fn failure(&self) -> Failure {
        Failure::new(FailureKind::Configuration, self.to_string()).hint(self.hint())
    }
}

/// An output of a task, for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The task's label.
    pub task: String,
    /// The output field.
    pub output: &'static str,
    /// The location as the task has it.
    pub location: String,
    /// Whether the task is an external one, which writes nothing itself.
    pub external: bool,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "output `{}` of {}", self.output, self.task)
    }
}

/// `A → B → A`; of a long chain the two ends.
fn chain(labels: &[String]) -> String {
    const ENDS: usize = 8;
    if labels.len() <= 2 * ENDS + 1 {
        return labels.join(" → ");
    }
    format!(
        "{} → … {} more … → {}",
        labels[..ENDS].join(" → "),
        labels.len() - 2 * ENDS,
        labels[labels.len() - ENDS..].join(" → ")
    )
}

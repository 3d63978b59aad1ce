//! The command line of a script, as its `argparse` declares it.

mod compare;
mod declared;
mod flow;
mod positional;
mod read;

pub use compare::{Finding, Given, Severity, TextKind, compare};
pub use declared::{Count, Parameter, Values};
pub(crate) use read::read;

/// What is known of a script's command line.
#[derive(Clone, Debug, PartialEq)]
pub enum CommandLine {
    /// Everything that it takes.
    Known(Parser),
    /// It cannot be known, for this reason: a clause that goes on after "because".
    Unknown(String),
}

/// An `ArgumentParser`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parser {
    /// In the order in which they are declared.
    pub parameters: Vec<Parameter>,
    /// Whether a flag may be cut short (`--mon` for `--month`).
    pub abbreviations: bool,
    /// Whether flags that nobody declared are let through (`parse_known_args`).
    pub lenient: bool,
    /// Groups of which one must be given: the indices of their parameters.
    pub one_of: Vec<Vec<usize>>,
}

impl CommandLine {
    pub(crate) fn unknown(why: impl Into<String>) -> Self {
        Self::Unknown(why.into())
    }
}

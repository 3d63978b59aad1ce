//! What can be known of a Python script without running it.
//!
//! Pure functions on text: nobody here opens a file or starts a process. What is certainly
//! wrong is a [`Problem`] with the place it stands at; what cannot be known is said to be so.
//!
//! - [`examine_module`]: a module with `main(spark, task)`, as the runner calls it.
//! - [`examine_script`]: a program of its own, with what its `argparse` says of its command line.
//! - [`compare`]: that command line against the arguments that a task gives.
//!
//! Without the feature `parser` only the facts are here that running a module needs too: how
//! a field is called in Python ([`attribute`]) and which indentation a text loses ([`margin`]).

mod layout;
mod name;

pub use layout::{line_without_margin, margin};
pub use name::{KEYWORDS, attribute};

#[cfg(feature = "parser")]
mod bindings;
#[cfg(feature = "parser")]
mod command_line;
#[cfg(feature = "parser")]
mod module;
#[cfg(feature = "parser")]
mod parse;
#[cfg(feature = "parser")]
mod place;
#[cfg(feature = "parser")]
mod problem;
#[cfg(feature = "parser")]
mod syntax;
#[cfg(feature = "parser")]
mod version;

#[cfg(feature = "parser")]
pub use command_line::{
    CommandLine, Count, Finding, Given, Parameter, Severity, TextKind, Values, compare,
};
#[cfg(feature = "parser")]
pub use module::{Entry, Module, Unused, examine_module};
#[cfg(feature = "parser")]
pub use parse::{Script, examine_script};
#[cfg(feature = "parser")]
pub use place::{Place, place};
#[cfg(feature = "parser")]
pub use problem::Problem;
#[cfg(feature = "parser")]
pub use version::{Version, VersionError};

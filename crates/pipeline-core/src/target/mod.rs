//! Targets: where a task's outputs are, and what "it is there" means.
//!
//! Invariant: a target is complete or absent. A file or directory becomes visible by one
//! rename; a dataset is complete when Spark has written `_SUCCESS` into it. Where nothing is
//! renamed (an object store) a file becomes visible by one request that ends its upload, and a
//! directory is complete like a dataset, by `_SUCCESS`, written last.
//!
//! [`store`] says whether a target is there, [`staging`] lets a program write one under
//! another name, [`partial`] finds and clears what a killed run left of a dataset.

mod dataset;
mod directory;
mod error;
mod file;
pub mod location;
pub mod partial;
mod records;
pub mod staging;
pub mod store;
mod upload;

pub use dataset::{Csv, Declared, Json, Orc, Parquet, Text, Undeclared};
pub use directory::{Directory, DirectoryWriter};
pub use error::{Refusal, StoreError};
pub use file::{File, FileReader, FileWriter};

use std::fmt;
use std::ops::Deref;

use crate::row::Column;

/// How a target is known to be complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// It exists: whoever writes it does so under another name and renames it. (A directory in an
    /// object store, which renames nothing, has a marker nevertheless.)
    Exists,
    /// It contains `_SUCCESS`, which Spark writes last.
    SuccessMarker,
}

/// A kind of target, made from its location.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a target",
    label = "not a target",
    note = "an `Output` holds a `File`, a `Directory`, or a dataset: `Parquet<Row>`, `Csv<Row>`, `Json<Row>`, `Orc<Row>`, `Text`"
)]
pub trait Target: fmt::Debug + Send + Sync + Sized + 'static {
    /// What it is called: `file`, `directory`, `parquet`, …
    const FORMAT: &'static str;
    /// How it is known to be complete.
    const COMPLETION: Completion;
    /// The columns, where they were declared.
    const COLUMNS: Option<&'static [Column]> = None;

    /// The target at a location: a path, or a URI with a scheme.
    fn at(location: String) -> Self;

    /// The location.
    fn location(&self) -> &str;
}

/// [`Target`] as an object.
#[allow(missing_docs)] // each method is the item of the same name in `Target`
pub trait AnyTarget: fmt::Debug + Send + Sync {
    fn location(&self) -> &str;
    fn format(&self) -> &'static str;
    fn completion(&self) -> Completion;
    fn columns(&self) -> Option<&'static [Column]>;
}

impl<T: Target> AnyTarget for T {
    fn location(&self) -> &str {
        Target::location(self)
    }
    fn format(&self) -> &'static str {
        T::FORMAT
    }
    fn completion(&self) -> Completion {
        T::COMPLETION
    }
    fn columns(&self) -> Option<&'static [Column]> {
        T::COLUMNS
    }
}

/// A field that the task writes. Dereferences to the target.
#[derive(Clone, Debug)]
// No bound here: a derive asks for `T: Target` in one place, and one mistake is one error.
// The default is for the derive's sake: of an `Output` alone rustc then says nothing, and the
// derive what to write.
pub struct Output<T = ()>(T);

impl<T: Target> Output<T> {
    /// The output at a location.
    #[must_use]
    pub fn at(location: impl Into<String>) -> Self {
        Self(T::at(location.into()))
    }

    /// The target as an object.
    #[must_use]
    pub fn as_any(&self) -> &dyn AnyTarget {
        &self.0
    }
}

impl<T: Target> Deref for Output<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

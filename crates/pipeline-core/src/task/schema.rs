//! What is known of a task without a value of it.

use crate::param::ParamKind;
use crate::row::Column;

/// A task's type: its name, its doc comment, its fields.
#[derive(Debug)]
pub struct TaskSchema {
    /// The struct's name, which is what configuration and people call it.
    pub name: &'static str,
    /// The module path and the name: `flights::Delays`.
    pub path: &'static str,
    /// The doc comment.
    pub doc: &'static str,
    /// How it is run.
    pub kind: TaskKind,
    /// The parameters, in the order of the fields.
    pub params: &'static [ParamSchema],
    /// The inputs, in the order of the fields.
    pub inputs: &'static [InputSchema],
    /// The outputs, in the order of the fields.
    pub outputs: &'static [OutputSchema],
    /// What could be a mistake but could not be verified while compiling, a sentence each.
    pub unverified: &'static [&'static str],
}

/// How a task is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// By its own `run`.
    Rust,
    /// Never: somebody else makes its outputs.
    External,
    /// Never: it is done when its inputs are.
    Wrapper,
    /// By the engine of this name.
    Engine(&'static str),
}

/// A parameter of a task.
#[derive(Debug)]
pub struct ParamSchema {
    /// The field's name.
    pub name: &'static str,
    /// The field's doc comment.
    pub doc: &'static str,
    /// The shape of its type.
    pub kind: ParamKind,
    /// The type as the author wrote it.
    pub type_name: &'static str,
    /// The default as the author wrote it, if there is one.
    pub default: Option<&'static str>,
    /// Whether it is part of the task's identity.
    pub significant: bool,
    /// Whether its value must never be shown.
    pub secret: bool,
}

/// An input of a task.
#[derive(Debug)]
pub struct InputSchema {
    /// The field's name.
    pub name: &'static str,
    /// The field's doc comment.
    pub doc: &'static str,
    /// Whether the field is `Inputs<T>`, any number of tasks.
    pub many: bool,
    /// The columns that the task declares to read from it (`reads = Row`), if it declares any.
    pub reads: Option<&'static [Column]>,
    /// The columns that the output it reads declares. Where `reads` is there and this is not,
    /// the two could not be compared while compiling; where both are, they fit. Nothing
    /// without `reads`.
    pub writes: Option<&'static [Column]>,
}

/// An output of a task.
#[derive(Debug)]
pub struct OutputSchema {
    /// The field's name.
    pub name: &'static str,
    /// The field's doc comment.
    pub doc: &'static str,
}

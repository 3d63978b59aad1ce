//! A task as it is meant.

use proc_macro2::TokenStream;
use syn::{Attribute, Expr, Generics, Ident, LitStr, Path, Type, Visibility};

use super::{Application, Template};
use crate::syntax::types::Many;

/// What an item is called, and where what it uses is found.
pub(crate) struct Names {
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) generics: Generics,
    /// The facade crate.
    pub(crate) krate: Path,
}

/// A task. Fields are kept by kind, each kind in the order of the struct.
pub(crate) struct Task {
    pub(crate) names: Names,
    /// The name in configuration and reports.
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) kind: Kind,
    pub(crate) params: Vec<Param>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<Output>,
    /// Fields of type `PhantomData`.
    pub(crate) markers: Vec<Ident>,
    /// What could not be verified, a sentence each.
    pub(crate) unverified: Vec<String>,
}

/// How a task is run.
pub(crate) enum Kind {
    Rust,
    External,
    Wrapper,
    /// Nothing where a mistake left no application.
    Spark(Option<Box<Application>>),
}

/// A field that is a parameter.
pub(crate) struct Param {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) doc: String,
    pub(crate) doc_attributes: Vec<Attribute>,
    pub(crate) default: Default,
    pub(crate) significant: bool,
    /// Why it is never shown, if it is a secret.
    pub(crate) secret: Option<Secret>,
}

/// Why a parameter is a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secret {
    /// Its author says so.
    Marked,
    /// Its name does.
    ByName,
}

impl Secret {
    /// What else to write where it is none, to stand behind a help.
    pub(crate) const fn or_not(self) -> &'static str {
        match self {
            Self::Marked => "",
            Self::ByName => "; if it only sounds like a secret, write `secret = false`",
        }
    }
}

/// What a parameter is when nobody gives it.
pub(crate) enum Default {
    /// It must be given.
    Required,
    /// By its type: `None`, empty, `false`.
    Implicit,
    /// As declared: the value, and the words that say it.
    Declared { value: DefaultValue, shown: String },
}

/// The value of a default.
pub(crate) enum DefaultValue {
    /// An expression of the parameter's type.
    Expr(TokenStream),
    /// A text that the parameter's type reads, as the command line does.
    Text(LitStr),
}

/// A field that is another task.
pub(crate) struct Input {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) many: Many,
    /// The type of the task.
    pub(crate) task: Type,
    /// The expression that makes it; nothing where a mistake left none.
    pub(crate) expr: Option<Expr>,
}

/// A field that is written.
pub(crate) struct Output {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    /// The type of the target.
    pub(crate) target: Type,
    /// Where it is; nothing where a mistake left none.
    pub(crate) location: Option<Location>,
}

/// Where an output is.
pub(crate) enum Location {
    Template(Template),
    Expr(Expr),
}

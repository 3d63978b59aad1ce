//! A task as it is meant.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::{Attribute, ConstParam, Expr, Generics, Ident, LitStr, Path, Type, Visibility};

use super::{Application, Control, Template};
use crate::syntax::tokens;
use crate::syntax::types::Many;

/// The word for the task's own identity in a path: a hash of its type and of every significant
/// parameter. A parameter of that name takes precedence.
pub(crate) const TASK_ID: &str = "task_id";

/// What an item is called, and where what it uses is found.
pub(crate) struct Names {
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) generics: Generics,
    /// The facade crate, where the author calls it by a name of their own.
    pub(crate) krate: Option<Path>,
}

/// A task. Fields are kept by kind, each kind in the order of the struct.
pub(crate) struct Task {
    pub(crate) names: Names,
    /// The name in configuration and reports.
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) kind: Kind,
    /// How it is to be run.
    pub(crate) control: Control,
    pub(crate) params: Vec<Param>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<Output>,
    /// Fields of type `PhantomData`.
    pub(crate) markers: Vec<Ident>,
    /// What is wrong if the type of a parameter is what its name says.
    pub(crate) claims: Vec<Claim>,
    /// What could not be verified, a sentence each.
    pub(crate) unverified: Vec<String>,
}

/// What a name in a path template stands for.
#[derive(Clone, Copy)]
pub(crate) enum Named<'a> {
    Param(&'a Param),
    /// A const parameter of a generic task: a part of its type, so of its identity.
    Const(&'a ConstParam),
    TaskId,
}

impl Task {
    /// What a name in a path stands for, if for anything.
    pub(crate) fn named(&self, name: &str) -> Option<Named<'_>> {
        let param = self.params.iter().find(|param| param.ident.unraw() == name);
        let mut consts = self.names.generics.const_params();
        param
            .map(Named::Param)
            .or_else(|| consts.find(|it| it.ident.unraw() == name).map(Named::Const))
            .or_else(|| (name == TASK_ID).then_some(Named::TaskId))
    }

    /// Whether a path is made from the task's own identity.
    pub(crate) fn is_of_task_id(&self, location: &Location) -> bool {
        if !matches!(self.named(TASK_ID), Some(Named::TaskId)) {
            return false;
        }
        match location {
            Location::Template(template) => template.holes().any(|(name, ..)| name == TASK_ID),
            Location::Expr(expr) => {
                tokens::uses_value(quote::ToTokens::to_token_stream(expr), TASK_ID)
            }
        }
    }

    /// The parameters that a path is made from, in the order of the fields.
    pub(crate) fn params_of(&self, location: &Location) -> Vec<&Param> {
        let of_task_id = self.is_of_task_id(location);
        self.params
            .iter()
            .filter(|param| (of_task_id && param.significant) || location.mentions(&param.ident))
            .collect()
    }
}

impl Location {
    /// Whether a name stands in it.
    pub(crate) fn mentions(&self, ident: &Ident) -> bool {
        match self {
            Self::Template(template) => template.holes().any(|(name, ..)| ident.unraw() == name),
            Self::Expr(expr) => tokens::mention(quote::ToTokens::to_token_stream(expr), ident),
        }
    }
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

/// That a script is given what is never a number where it wants one, if the type of the
/// parameter is a time, as its name says. Only the type itself knows.
pub(crate) struct Claim {
    /// The parameter.
    pub(crate) field: Ident,
    /// Where the author is told.
    pub(crate) at: proc_macro2::Span,
    /// What is wrong, and what to write.
    pub(crate) message: String,
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
    /// Which of its outputs is meant, where it has several.
    pub(crate) of: Option<Ident>,
    /// The row whose columns the task reads from it.
    pub(crate) reads: Option<Type>,
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

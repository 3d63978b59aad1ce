//! A Spark application as it is meant.

use proc_macro2::Span;
use spark_options::SparkOption;
use spark_options::rules::Program;
use syn::ext::IdentExt;
use syn::{Expr, Ident, LitStr};

use super::{Output, Task};
use crate::syntax::tokens;

/// What to run and with what.
pub(crate) struct Application {
    pub(crate) resource: Resource,
    pub(crate) options: Vec<OptionSetting>,
    pub(crate) conf: Vec<Property>,
    pub(crate) env: Vec<Property>,
    /// In the order of the fields.
    pub(crate) arguments: Vec<Argument>,
    /// The relative paths that are there, as they are written, without an `#alias`.
    pub(crate) there: Vec<String>,
    /// The files that the checks have read, relative to the crate: when one changes, the crate
    /// is compiled again. Each stands in one task of the crate.
    pub(crate) files: Vec<LitStr>,
}

impl Application {
    /// Whether it is a Python program or module.
    #[cfg_attr(feature = "python", allow(dead_code))]
    pub(crate) fn is_python(&self) -> bool {
        matches!(
            self.resource,
            Resource::Python(_) | Resource::PythonInline { .. } | Resource::PythonFile { .. }
        )
    }

    /// The outputs whose places the program is not told, so that nobody can tell it others. A
    /// Python module is told all.
    pub(crate) fn not_handed<'a>(&self, task: &'a Task) -> impl Iterator<Item = &'a Output> {
        let is_module = matches!(
            self.resource,
            Resource::PythonInline { .. } | Resource::PythonFile { .. }
        );
        task.outputs.iter().filter(move |output| {
            !is_module && self.arguments.iter().all(|one| one.field != output.ident)
        })
    }
}

/// Why an output that is complete once it exists has to be handed to the program, and how.
pub(crate) fn not_handed(output: &Output) -> (String, String) {
    let name = output.ident.unraw().to_string();
    let target = tokens::text(&output.target);
    (
        format!(
            "the program is not told where the output `{name}` is, and half of a `{target}` would count as all of it"
        ),
        format!(
            "write `arg = \"--{}\"`, or `arg` alone: the program then writes it under another name, and it gets its own when all of it is there",
            name.replace('_', "-")
        ),
    )
}

/// What is run.
pub(crate) enum Resource {
    Jar(Source),
    Python(Source),
    R(Source),
    /// An expression: its ending decides while running.
    ByEnding(Expr),
    PythonInline {
        text: LitStr,
        entry: Entry,
    },
    PythonFile {
        path: Source,
        entry: Entry,
    },
}

impl Resource {
    /// What kind of program it is.
    pub(crate) const fn program(&self) -> Program {
        match self {
            Self::Jar(_) => Program::Jar,
            Self::Python(_) => Program::Python,
            Self::R(_) => Program::R,
            Self::ByEnding(_) => Program::Unknown,
            Self::PythonInline { .. } | Self::PythonFile { .. } => Program::PythonModule,
        }
    }
}

/// A path: as it is written, or an expression.
pub(crate) enum Source {
    Text(LitStr),
    Expr(Expr),
}

/// What a Python module's `main` is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Entry {
    #[default]
    Session,
    Context,
}

/// An option and its value.
pub(crate) struct OptionSetting {
    pub(crate) option: &'static SparkOption,
    /// Where its key stands.
    pub(crate) key: Span,
    /// Where its value stands.
    pub(crate) at: Span,
    pub(crate) value: OptionValue,
}

/// The value of an option: checked already, or an expression of the option's type.
pub(crate) enum OptionValue {
    Switch(bool),
    Text(String),
    List(Vec<String>),
    Expr(Expr),
}

/// A property of `conf`, or a variable of `env`.
pub(crate) struct Property {
    pub(crate) name: LitStr,
    pub(crate) value: PropertyValue,
    /// Where its value stands.
    pub(crate) at: Span,
    /// Whether the author says that the name is one of their own.
    pub(crate) custom: bool,
    /// Whether a secret parameter goes into it.
    pub(crate) secret: bool,
}

/// The value of a property.
pub(crate) enum PropertyValue {
    Text(String),
    Expr(Expr),
}

/// A field that stands on the application's command line.
pub(crate) struct Argument {
    pub(crate) field: Ident,
    /// The flag, or nothing for a positional argument.
    pub(crate) flag: Option<LitStr>,
    /// Where `arg` stands.
    pub(crate) arg: proc_macro2::Span,
    pub(crate) kind: ArgumentKind,
}

/// What kind of field it is.
pub(crate) enum ArgumentKind {
    Param,
    /// With the output that is passed, where the task has several.
    Input {
        many: crate::syntax::types::Many,
        of: Option<Ident>,
    },
    Output,
}

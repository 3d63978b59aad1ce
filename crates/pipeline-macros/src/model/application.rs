//! A Spark application as it is meant.

use spark_options::SparkOption;
use syn::{Expr, Ident, LitStr};

/// What to run and with what.
pub(crate) struct Application {
    pub(crate) resource: Resource,
    pub(crate) options: Vec<OptionSetting>,
    pub(crate) conf: Vec<Property>,
    pub(crate) env: Vec<Property>,
    /// In the order of the fields.
    pub(crate) arguments: Vec<Argument>,
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

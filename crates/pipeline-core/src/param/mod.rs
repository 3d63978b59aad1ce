//! Parameters: the values that make a task the task it is.
//!
//! Invariant: `parse(print(x)) == x` for every type, and equal values print alike in every
//! process and on every day, since the task's id is made of what they print.

use std::fmt;

/// The shape of a parameter's type, known without a value. Part of a task's identity, so
/// that `1` and `"1"` are two tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// A whole number of so many bits.
    Integer {
        /// Whether it may be negative.
        signed: bool,
        /// How many bits (64 for `isize`, `usize`).
        bits: u8,
    },
    /// A floating-point number of so many bits.
    Float(u8),
    /// `true` or `false`.
    Bool,
    /// One character.
    Char,
    /// Text.
    Text,
    /// A path, kept as it was written.
    Path,
    /// A day: `2013-01-31`.
    Date,
    /// A month: `2013-01`.
    Month,
    /// An hour: `2013-01-31T05`.
    Hour,
    /// A date and a time without a zone: `2013-01-31T05:00:00`.
    DateTime,
    /// A length of time.
    Duration,
    /// A value or none.
    Optional(&'static ParamKind),
    /// Any number of values.
    List(&'static ParamKind),
    /// Values by key, sorted by key.
    Map(&'static ParamKind, &'static ParamKind),
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// How a value stands on a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// A switch: there or not.
    Switch(bool),
    /// One value.
    One(String),
    /// None, or one for each element: the flag is repeated.
    Many(Vec<String>),
}

/// A type that a task's parameter can have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a task",
    label = "no parameter type",
    note = "parameters are integers, floats, bool, String, char, PathBuf, Date, Month, Hour, DateTime, Duration, Option<T>, Vec<T>, BTreeMap<K, V>, and enums with `#[derive(Param)]`; other tasks are `Input<T>`"
)]
pub trait Param: Clone + Send + Sync + Sized + 'static {
    /// The shape of the type.
    const KIND: ParamKind;

    /// The value that a text stands for.
    ///
    /// # Errors
    /// The text stands for none; the error says what would.
    fn parse(text: &str) -> Result<Self, ParamError>;

    /// The one text of a value; [`Param::parse`] gives the value back.
    fn print(&self) -> String;

    /// The value as data, for JSON.
    fn value(&self) -> serde_json::Value;

    /// How it stands on a command line.
    fn words(&self) -> Words {
        Words::One(self.print())
    }

    /// The value from the words of a command line (a repeated flag has several).
    ///
    /// # Errors
    /// As [`Param::parse`]; and more than one word where one is meant.
    fn from_words(words: &[String]) -> Result<Self, ParamError> {
        match words {
            [one] => Self::parse(one),
            _ => Err(ParamError::new(format!(
                "one value is meant, {} were given",
                words.len()
            ))),
        }
    }

    /// Writes the value into a path template, `spec` being what stands after the colon in
    /// `{name:spec}`. Slashes and what file systems or Hadoop forbid are percent-encoded, so
    /// that two values never give one path.
    ///
    /// # Errors
    /// The spec does not fit the type.
    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError>;
}

/// [`Param`] as an object.
pub trait AnyParam {
    /// See [`Param::KIND`].
    fn kind(&self) -> ParamKind;
    /// See [`Param::print`].
    fn print(&self) -> String;
    /// See [`Param::value`].
    fn value(&self) -> serde_json::Value;
    /// See [`Param::words`].
    fn words(&self) -> Words;
}

impl<T: Param> AnyParam for T {
    fn kind(&self) -> ParamKind {
        T::KIND
    }
    fn print(&self) -> String {
        Param::print(self)
    }
    fn value(&self) -> serde_json::Value {
        Param::value(self)
    }
    fn words(&self) -> Words {
        Param::words(self)
    }
}

/// A text that stands for no value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamError(String);

impl ParamError {
    /// An error that says what is wrong and what would be right.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParamError {}

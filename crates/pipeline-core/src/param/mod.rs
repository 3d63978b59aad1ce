//! Parameters: the values that make a task the task it is.
//!
//! Invariant: `parse(print(x)) == x` for every type, and equal values print alike in every
//! process and on every day, since the task's id is made of what they print.
//!
//! What is printed, by type:
//!
//! | type | text |
//! |---|---|
//! | integers | decimal digits |
//! | floats | the shortest text that gives the number back; `NaN`, `inf`, `-inf`; `-0.0` is `0.0` |
//! | `String`, `char` | itself |
//! | `PathBuf` | itself, without needless slashes and dots |
//! | `Date`, `Month`, `Hour`, `DateTime` | `2013-01-31`, `2013-01`, `2013-01-31T05`, `2013-01-31T05:00:00`; `yesterday`, `last-month`, `today-7d` are read as well |
//! | `Duration` | `1h30m`, `250ms` |
//! | `Option` | `none`, or the value's text; a text that would read as `none` gets a backslash |
//! | `Vec` | a JSON array; `a,b,c` is read as well |
//! | maps | a JSON object, sorted by key; `a=1,b=2` is read as well |

mod bool;
pub mod choice;
mod duration;
mod floats;
mod hour;
mod integers;
mod kind;
#[cfg(test)]
mod laws;
mod list;
mod map;
pub mod moment;
mod month;
mod option;
pub(crate) mod range;
mod relative;
mod render;
mod text;
mod time;

pub use hour::Hour;
pub use jiff::civil::{Date, DateTime};
pub use kind::ParamKind;
pub use month::Month;
pub use std::time::Duration;

use std::fmt;

/// How a value stands on a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// A switch: there or not.
    Switch(bool),
    /// One value.
    One(String),
    /// None, or one for each element: the flag is repeated. A value that is left out (an
    /// `Option` that is `None`) is an empty one of these.
    Many(Vec<String>),
}

impl Words {
    /// The words as [`Param::from_words`] takes them: a switch that is on is `true`, one that
    /// is off is none.
    #[must_use]
    pub fn into_vec(self) -> Vec<String> {
        match self {
            Self::Switch(false) => Vec::new(),
            Self::Switch(true) => vec!["true".to_owned()],
            Self::One(word) => vec![word],
            Self::Many(words) => words,
        }
    }
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

    /// The value as data, for JSON: numbers, `true`, arrays, objects, `null` for `None`, and
    /// for everything else the text that it prints. So are a number that JSON has no literal
    /// for (`NaN`, `inf`) and one beyond 64 bits.
    fn value(&self) -> serde_json::Value;

    /// How it stands on a command line: `from_words(words(x)) == x`.
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
            _ => Err(ParamError::more_than_one(words.len())),
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

    fn more_than_one(given: usize) -> Self {
        Self(format!("one value is meant, {given} were given"))
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParamError {}

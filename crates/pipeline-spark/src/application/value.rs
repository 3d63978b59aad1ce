//! Values of options, each made from the Rust type that an expression in an attribute has.

use std::fmt;

use serde::{Deserialize, Serialize};
use spark_options::Kind;

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OptionValue {
    /// A switch.
    Switch(bool),
    /// One value.
    Text(String),
    /// A list, joined by commas when it is handed over.
    List(Vec<String>),
}

impl OptionValue {
    /// A text.
    pub fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    /// A count: cores, executors.
    #[must_use]
    pub fn count(value: u32) -> Self {
        Self::Text(value.to_string())
    }

    /// An amount of memory.
    #[must_use]
    pub fn memory(value: impl MemoryValue) -> Self {
        Self::Text(value.memory().to_string())
    }

    /// A switch.
    #[must_use]
    pub const fn switch(value: bool) -> Self {
        Self::Switch(value)
    }

    /// The value that a text stands for in an option of this kind: a list is split at its
    /// commas, a switch is on if it says `true`.
    #[must_use]
    pub fn read(kind: Kind, text: &str) -> Self {
        match kind {
            Kind::Switch => Self::Switch(text == "true"),
            kind if kind.is_list() => {
                Self::list(text.split(',').filter(|element| !element.is_empty()))
            }
            _ => Self::text(text),
        }
    }

    /// The one text that spark-submit is given for it.
    #[must_use]
    pub fn joined(&self) -> String {
        match self {
            Self::Switch(on) => on.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(elements) => elements.join(","),
        }
    }

    /// A list.
    pub fn list<T: Into<String>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// What an expression may be where an option is an amount of memory: [`Memory`] alone. A text
/// would be read only when the application is made.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no amount of memory",
    label = "write `Memory::gib(4)` or `Memory::mib(512)` around the number"
)]
pub trait MemoryValue {
    /// The amount.
    fn memory(self) -> Memory;
}

impl MemoryValue for Memory {
    fn memory(self) -> Memory {
        self
    }
}

/// An amount of memory, in whole MiB; prints as Spark reads it.
///
/// ```
/// # use pipeline_spark::application::Memory;
/// assert_eq!(Memory::gib(2).to_string(), "2g");
/// assert_eq!(Memory::mib(1536).to_string(), "1536m");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Memory {
    mib: u64,
}

impl Memory {
    /// So many mebibytes.
    #[must_use]
    pub const fn mib(mib: u64) -> Self {
        Self { mib }
    }

    /// So many gibibytes.
    #[must_use]
    pub const fn gib(gib: u64) -> Self {
        Self { mib: gib * 1024 }
    }

    /// The amount in mebibytes.
    #[must_use]
    pub const fn as_mib(self) -> u64 {
        self.mib
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mib != 0 && self.mib.is_multiple_of(1024) {
            write!(f, "{}g", self.mib / 1024)
        } else {
            write!(f, "{}m", self.mib)
        }
    }
}

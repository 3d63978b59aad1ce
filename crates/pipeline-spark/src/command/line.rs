//! One line of a command: words that belong together.

use std::fmt;

use pipeline_core::secret::MASK;
use spark_options::SparkOption;

use super::mask;

/// Words that belong together: a flag and its value, or one argument.
#[derive(Clone)]
pub(super) struct Line {
    /// The words, as they are.
    pub(super) words: Vec<String>,
    /// The words as a person sees them.
    pub(super) shown: Vec<String>,
    /// Where the words are handed over.
    pub(super) way: Way,
}

/// How words are handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// On the command line.
    Argument,
    /// In the file of properties; they are shown as if they were arguments.
    File,
    /// On the command line, if there is no file of properties of ours, which would else take
    /// its place: `--properties-file` and what belongs to it.
    UnlessFile,
}

impl Line {
    /// An option; without a value it is a switch.
    pub(super) fn option(option: &SparkOption, value: Option<String>, is_secret: bool) -> Self {
        let way = match option.key {
            _ if option.property.is_some()
                && (is_secret || value.as_deref().is_some_and(mask::has_secret)) =>
            {
                Way::File
            }
            "properties_file" | "extra_properties_file" | "load_spark_defaults" => Way::UnlessFile,
            _ => Way::Argument,
        };
        let flag = option.flag.to_owned();
        let shown = value.as_deref().map(|value| {
            if is_secret {
                MASK.to_owned()
            } else {
                mask::value(value)
            }
        });
        Self {
            words: [flag.clone()].into_iter().chain(value).collect(),
            shown: [flag].into_iter().chain(shown).collect(),
            way,
        }
    }

    /// A property.
    pub(super) fn conf(name: &str, value: &str, is_secret: bool) -> Self {
        let flag = "--conf".to_owned();
        let shown = if is_secret {
            MASK.to_owned()
        } else {
            mask::value(value)
        };
        Self {
            words: vec![flag.clone(), format!("{name}={value}")],
            shown: vec![flag, format!("{name}={shown}")],
            way: if is_secret || mask::has_secret(value) {
                Way::File
            } else {
                Way::Argument
            },
        }
    }

    /// An argument; a secret one is a word like another, but not shown.
    pub(super) fn argument(word: String, is_secret: bool) -> Self {
        let shown = if is_secret {
            MASK.to_owned()
        } else {
            mask::value(&word)
        };
        Self {
            words: vec![word],
            shown: vec![shown],
            way: Way::Argument,
        }
    }

    /// The same line with one more word.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.words.extend(other.words);
        self.shown.extend(other.shown);
        self
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Line").field(&self.shown).finish()
    }
}

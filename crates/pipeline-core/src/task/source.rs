//! Making a task from texts: the values on a command line, or in a file.

use std::collections::BTreeMap;

use super::ParamSchema;
use crate::param::Param;

/// What is wrong with a parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The parameter.
    pub param: &'static str,
    /// What is wrong with it, and what would be right.
    pub message: String,
}

/// Parameter values as texts, by name, and the problems found in making a task of them.
#[derive(Debug, Default)]
pub struct ParamValues {
    values: BTreeMap<String, Vec<String>>,
    /// Everything that was wrong, in the order of the fields.
    pub problems: Vec<Problem>,
}

impl ParamValues {
    /// Values by parameter name; a list has several words.
    #[must_use]
    pub fn new(values: BTreeMap<String, Vec<String>>) -> Self {
        Self {
            values,
            problems: Vec::new(),
        }
    }

    /// The parameter's value: what was given, else the default, else a problem.
    pub fn take<T: Param>(
        &mut self,
        schema: &'static ParamSchema,
        default: Option<&dyn Fn() -> T>,
    ) -> Option<T> {
        let problem = match (self.values.remove(schema.name), default) {
            (Some(words), _) => match T::from_words(&words) {
                Ok(value) => return Some(value),
                Err(error) => error.to_string(),
            },
            (None, Some(default)) => return Some(default()),
            (None, None) => match T::from_words(&[]) {
                // What may be left out (an option, a list, a switch) is its own default.
                Ok(value) => return Some(value),
                Err(_) => "it is required".to_owned(),
            },
        };
        self.problems.push(Problem {
            param: schema.name,
            message: problem,
        });
        None
    }
}

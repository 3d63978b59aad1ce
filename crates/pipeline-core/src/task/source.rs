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
    /// The defaults as they print, where somebody wants to see them.
    defaults: Option<BTreeMap<&'static str, String>>,
}

impl ParamValues {
    /// Values by parameter name; a list has several words.
    #[must_use]
    pub fn new(values: BTreeMap<String, Vec<String>>) -> Self {
        Self {
            values,
            problems: Vec::new(),
            defaults: None,
        }
    }

    /// The default of each parameter as it prints, for help: what a derive has of it is only
    /// its source. `make` is asked for a task of no values, and fails where one is required.
    pub(crate) fn defaults_of<T>(
        make: impl FnOnce(&mut Self) -> Option<T>,
    ) -> BTreeMap<&'static str, String> {
        let mut values = Self {
            defaults: Some(BTreeMap::new()),
            ..Self::default()
        };
        make(&mut values);
        values.defaults.unwrap_or_default()
    }

    fn keep_default<T: Param>(&mut self, schema: &'static ParamSchema, default: &T) {
        if let Some(defaults) = &mut self.defaults {
            defaults.insert(schema.name, default.print());
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
                // The error quotes what was given.
                Err(_) if schema.secret => format!(
                    "what was given is no {}; it is not shown, because it is secret",
                    schema.type_name
                ),
                Err(error) => error.to_string(),
            },
            (None, Some(default)) => {
                let default = default();
                self.keep_default(schema, &default);
                return Some(default);
            }
            (None, None) => match T::from_words(&[]) {
                // What may be left out (an option, a list, a switch) is its own default.
                Ok(value) => {
                    self.keep_default(schema, &value);
                    return Some(value);
                }
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

#[cfg(test)]
mod tests {
    use super::*;

    static MONTH: ParamSchema = ParamSchema {
        name: "month",
        doc: "",
        kind: u8::KIND,
        type_name: "u8",
        default: None,
        significant: true,
        secret: false,
    };

    static PIN: ParamSchema = ParamSchema {
        name: "pin",
        doc: "",
        kind: u8::KIND,
        type_name: "u8",
        default: None,
        significant: true,
        secret: true,
    };

    fn values(name: &str, words: &[&str]) -> ParamValues {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        ParamValues::new(BTreeMap::from([(name.to_owned(), words)]))
    }

    #[test]
    fn what_was_given_wins_over_the_default_and_nothing_is_a_problem() {
        assert_eq!(
            values("month", &["2"]).take(&MONTH, Some(&|| 1_u8)),
            Some(2)
        );
        assert_eq!(
            values("other", &["2"]).take(&MONTH, Some(&|| 1_u8)),
            Some(1)
        );
        assert_eq!(
            values("other", &[]).take::<Vec<u8>>(&MONTH, None),
            Some(vec![])
        );
        let mut none = values("other", &[]);
        assert_eq!(none.take::<u8>(&MONTH, None), None);
        assert_eq!(none.problems[0].message, "it is required");
    }

    #[test]
    fn defaults_are_told_as_they_print_also_where_another_value_is_required() {
        let defaults = ParamValues::defaults_of(|values| {
            let month = values.take::<u8>(&MONTH, None);
            let pin = values.take(&PIN, Some(&|| 7_u8));
            Some((month?, pin?))
        });
        assert_eq!(defaults, BTreeMap::from([("pin", "7".to_owned())]));
    }

    #[test]
    fn an_explicit_empty_list_is_not_the_default() {
        assert_eq!(
            values("month", &[""]).take(&MONTH, Some(&|| vec![1_u8])),
            Some(vec![])
        );
    }

    #[test]
    fn the_problem_of_a_secret_does_not_quote_it() {
        let mut given = values("pin", &["hunter2"]);
        assert_eq!(given.take::<u8>(&PIN, None), None);
        assert!(!given.problems[0].message.contains("hunter2"));
        let mut given = values("month", &["hunter2"]);
        assert_eq!(given.take::<u8>(&MONTH, None), None);
        assert!(given.problems[0].message.contains("hunter2"));
    }
}

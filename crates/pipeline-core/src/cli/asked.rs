//! What is asked for: the tasks that the parameters of a root make, a range of them or one.

use std::collections::BTreeMap;

use super::arguments::Arguments;
use super::message::{Message, Refusal};
use super::roots::{Root, kebab};
use crate::config::{Config, Origin};
use crate::param::range::{Range, range};
use crate::plan::Plan;
use crate::task::{AnyTask, ParamSchema, ParamValues, Problem};

type Words = BTreeMap<String, Vec<String>>;

/// What a parameter was given, and by whom.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) words: Vec<String>,
    pub(crate) origin: Origin,
}

/// The parameters of a root that were given, by name; the others are defaults.
pub(crate) type AllGiven = BTreeMap<String, Given>;

/// What is given: by the command line, else the environment, else the profile.
pub(crate) fn given(config: &Config, root: &Root, arguments: &Arguments) -> AllGiven {
    let mut found = AllGiven::new();
    for given in config.params_for(root.schema) {
        let (words, origin) = (given.words.clone(), given.origin.clone());
        found.insert(given.param.clone(), Given { words, origin });
    }
    let is_of = |name: &str| root.schema.params.iter().any(|param| param.name == name);
    for (param, words) in arguments.params.iter().filter(|(param, _)| is_of(param)) {
        let (words, origin) = (words.clone(), Origin::CommandLine);
        found.insert(param.clone(), Given { words, origin });
    }
    found
}

/// The parameters of the root that are given a range.
pub(crate) fn ranged<'a>(
    root: &Root,
    given: &'a AllGiven,
) -> impl Iterator<Item = &'static ParamSchema> + use<'a> {
    root.schema.params.iter().filter(|param| {
        let words = given.get(param.name).map(|given| given.words.as_slice());
        matches!(words, Some([word]) if range(param.kind, word).is_some())
    })
}

/// Whether a parameter of the root is given a range.
pub(crate) fn has_range(root: &Root, given: &AllGiven) -> bool {
    ranged(root, given).next().is_some()
}

/// The tasks that the values make: one, or one for each value of a range, of several ranges each
/// with each, in their order; the first field's is the slowest.
///
/// # Errors
/// A value does not fit, or one that is required is not given.
pub(crate) fn tasks(
    help: &str,
    root: &Root,
    given: &AllGiven,
) -> Result<Vec<Box<dyn AnyTask>>, Refusal> {
    let refused = |problems: &[Problem]| Refusal::usage(problems_of(help, root, problems, given));
    let values = Values::of(root, given);
    if !values.problems.is_empty() {
        return Err(refused(&values.all_problems(root)));
    }
    let count = values.count();
    if count > Plan::LIMIT {
        let message = Message::new(format!(
            "the ranges of {} are more than {} tasks",
            root.schema.name,
            Plan::LIMIT
        ));
        return Err(Refusal::usage(message.help("give a shorter range")));
    }
    let mut tasks = Vec::with_capacity(count);
    for words in values.combinations() {
        let mut values = ParamValues::new(words);
        match (root.make)(&mut values) {
            Some(task) if values.problems.is_empty() => tasks.push(task),
            _ => return Err(refused(&values.problems)),
        }
    }
    Ok(tasks)
}

/// What is wrong with the values, those of what is not given left out.
pub(crate) fn problems_of_given(help: &str, root: &Root, given: &AllGiven) -> Option<Message> {
    let mut problems = Values::of(root, given).all_problems(root);
    problems.retain(|problem| given.contains_key(problem.param));
    (!problems.is_empty()).then(|| problems_of(help, root, &problems, given))
}

/// The flags of the parameters that a root needs and nobody gives.
pub(crate) fn needs(config: &Config, root: &Root, arguments: &Arguments) -> Vec<String> {
    let given = given(config, root, arguments);
    let problems = Values::of(root, &given).all_problems(root).into_iter();
    let missing = problems.filter(|problem| !given.contains_key(problem.param));
    missing
        .map(|problem| format!("--{}", kebab(problem.param)))
        .collect()
}

/// The values of each parameter that is given, in the order of the fields.
struct Values {
    each: Vec<(&'static ParamSchema, Of)>,
    /// What is wrong with ranges.
    problems: Vec<Problem>,
}

enum Of {
    One(Vec<String>),
    Range(Range),
}

impl Values {
    fn of(root: &Root, given: &AllGiven) -> Self {
        let mut values = Self {
            each: Vec::new(),
            problems: Vec::new(),
        };
        for param in root.schema.params {
            let Some(given) = given.get(param.name) else {
                continue;
            };
            let found = match given.words.as_slice() {
                [word] => range(param.kind, word),
                _ => None,
            };
            match found {
                None => values.each.push((param, Of::One(given.words.clone()))),
                Some(Ok(range)) => values.each.push((param, Of::Range(range))),
                Some(Err(error)) => values.problems.push(Problem {
                    param: param.name,
                    message: error.to_string(),
                }),
            }
        }
        values
    }

    /// How many tasks they make; counted up to a little more than a plan takes.
    fn count(&self) -> usize {
        let counts = self.each.iter().map(|(_, of)| match of {
            Of::One(_) => 1,
            Of::Range(range) => range.count_up_to(Plan::LIMIT + 1),
        });
        counts.fold(1, usize::saturating_mul)
    }

    /// The words of the first task.
    fn first(&self) -> Words {
        let words = self.each.iter().map(|(param, of)| {
            let words = match of {
                Of::One(words) => words.clone(),
                Of::Range(range) => range.values().take(1).collect(),
            };
            (param.name.to_owned(), words)
        });
        words.collect()
    }

    /// Everything that is wrong with the ranges and with the first task, in the order of the
    /// fields.
    fn all_problems(&self, root: &Root) -> Vec<Problem> {
        let mut values = ParamValues::new(self.first());
        (root.make)(&mut values);
        let mut problems = self.problems.clone();
        let of_a_range = |param: &str| self.problems.iter().any(|it| it.param == param);
        // The value of a wrong range is not in the words, so it seems to be missing.
        let others = values.problems.into_iter();
        problems.extend(others.filter(|problem| !of_a_range(problem.param)));
        let params = root.schema.params;
        problems.sort_by_key(|it| params.iter().position(|param| param.name == it.param));
        problems
    }

    /// The words of each task: every value with every other, the last field's the fastest.
    fn combinations(&self) -> impl Iterator<Item = Words> {
        let alternatives: Vec<(&str, Vec<Vec<String>>)> = self
            .each
            .iter()
            .map(|(param, of)| match of {
                Of::One(words) => (param.name, vec![words.clone()]),
                Of::Range(range) => (param.name, range.values().map(|it| vec![it]).collect()),
            })
            .collect();
        (0..self.count()).map(move |number| {
            let mut rest = number;
            let words = alternatives.iter().rev().map(|(param, values)| {
                let value = values[rest % values.len()].clone();
                rest /= values.len();
                ((*param).to_owned(), value)
            });
            words.collect()
        })
    }
}

fn problems_of(help: &str, root: &Root, problems: &[Problem], given: &AllGiven) -> Message {
    let name = root.schema.name;
    let mut lines = problems.iter().map(|problem| {
        let flag = kebab(problem.param);
        let params = root.schema.params.iter();
        let secret = params
            .into_iter()
            .any(|param| param.name == problem.param && param.secret);
        let given = given.get(problem.param);
        // The message of a value that does not fit quotes it.
        let message = match given {
            Some(_) if secret => "the value does not fit (it is secret)",
            _ => &problem.message,
        };
        match given.map(|given| &given.origin) {
            None | Some(Origin::CommandLine) => format!("--{flag}: {message}"),
            Some(origin) => format!("--{flag}: {message} ({origin})"),
        }
    });
    let message = match (problems.len(), lines.next()) {
        (1, Some(line)) => Message::new(line),
        (count, first) => {
            let message = Message::new(format!("{count} parameters of {name} do not fit"));
            let lines = first.into_iter().chain(lines);
            lines.fold(message, |message, line| message.detail(format!("  {line}")))
        }
    };
    message.help(format!("`{help}` shows every parameter"))
}

//! The variables of the environment that this program reads, in their one place.

use std::collections::BTreeMap;

use super::keys::{Keys, is_table};
use super::problem::{Mistake, Place, Problem};
use crate::suggest::nearest;
use crate::task::TaskSchema;

/// What every variable begins with.
pub const PREFIX: &str = "SPARK_PIPELINE_";

/// What the variable of a root's parameter begins with: `SPARK_PIPELINE_PARAM_MONTH`.
pub const PARAM_PREFIX: &str = "SPARK_PIPELINE_PARAM_";

/// The profile, where the command line names none. Empty is as if it were not set.
pub const PROFILE: &str = "SPARK_PIPELINE_PROFILE";

/// The configuration's file, where the command line names none. Empty is as if not set.
pub const CONFIG: &str = "SPARK_PIPELINE_CONFIG";

/// A variable with what it does, for documentation.
pub struct Variable {
    /// Its name.
    pub name: String,
    /// What it does, in one line.
    pub doc: String,
}

/// Every variable of a program with these settings and roots, sorted as they are explained.
#[must_use]
pub fn documented(keys: &Keys, roots: &[&'static TaskSchema]) -> Vec<Variable> {
    let variable = |name: String, doc: &str| Variable {
        name,
        doc: doc.to_owned(),
    };
    let mut found = vec![
        variable(PROFILE.to_owned(), "the profile, if --profile names none"),
        variable(CONFIG.to_owned(), "the file, if --config names none"),
    ];
    for core in super::CORE.iter().chain(super::OF_A_TASK) {
        found.push(variable(of_key(core.name), core.doc));
    }
    for engine in keys.engines() {
        let known = engine.keys().into_iter().filter(|key| !is_table(key.name));
        found.extend(known.map(|key| variable(of_key(key.name), key.doc)));
        let own = engine.variables().into_iter();
        found.extend(own.map(|key| variable(key.name.to_owned(), key.doc)));
    }
    for root in roots {
        for param in root.params {
            let doc = format!("parameter `{}` of {}", param.name, root.name);
            found.push(variable(of_param(param.name), &doc));
        }
    }
    found
}

/// The variable of a setting: `SPARK_PIPELINE_EXECUTOR_MEMORY`.
#[must_use]
pub fn of_key(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase())
}

/// The variable of a root's parameter: `SPARK_PIPELINE_PARAM_MONTH`.
#[must_use]
pub fn of_param(param: &str) -> String {
    format!("{PARAM_PREFIX}{}", param.to_uppercase())
}

/// The settings that variables give, as key, value and variable; mistakes go to `problems`.
pub(crate) fn settings(
    environment: &BTreeMap<String, String>,
    keys: &Keys,
    roots: &[&'static TaskSchema],
    problems: &mut Vec<Problem>,
) -> Vec<(String, toml::Value, String)> {
    let documented = documented(keys, roots);
    let mut found = Vec::new();
    for (name, text) in environment {
        if !name.starts_with(PREFIX) {
            continue;
        }
        let known = documented.iter().any(|known| known.name == *name);
        let key = keys.all().find(|key| of_key(key) == *name);
        let result = match key {
            Some(table) if is_table(table) => Err(Mistake::Shape {
                key: table.to_owned(),
                found: "a variable",
                meant: "a table in pipeline.toml, or `--set` on the command line,",
            }),
            Some(key) => keys.value(key, text).map(|value| {
                found.push((key.to_owned(), value, name.clone()));
            }),
            None if known => Ok(()),
            None => {
                let names = documented.iter().map(|known| known.name.as_str());
                Err(Mistake::Unknown {
                    what: "variable",
                    word: name.clone(),
                    nearest: nearest_variable(name, names).map(str::to_owned),
                    known: Vec::new(),
                })
            }
        };
        if let Err(mistake) = result {
            problems.push(Problem {
                place: Place::Variable(name.clone()),
                mistake,
            });
        }
    }
    found
}

/// The nearest by what stands after the common beginning, which would hide every difference.
fn nearest_variable<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let names: Vec<_> = names.filter(|name| name.starts_with(PREFIX)).collect();
    let rests = names.iter().filter_map(|name| name.strip_prefix(PREFIX));
    let found = nearest(name.strip_prefix(PREFIX)?, rests)?;
    names
        .iter()
        .copied()
        .find(|name| name.strip_prefix(PREFIX) == Some(found))
}

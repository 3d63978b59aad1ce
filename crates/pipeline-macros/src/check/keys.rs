//! The keys that each derive knows, on a struct and on its fields, with what they mean.

use std::collections::HashSet;

use spark_options::OPTIONS;

use super::twice;
use crate::derive::Derive;
use crate::errors::Errors;
use crate::syntax::Entries;
use crate::words;

/// A key and what it does. The words are for suggestions and for the reader's editor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
}

const fn key(name: &'static str, doc: &'static str) -> Key {
    Key { name, doc }
}

/// Keys on the struct of a Spark task that are no options of spark-submit.
pub(crate) const SPARK: &[Key] = &[
    key(
        "app",
        "The application: a `.py`, `.R` or `.jar`, as a path or URI.",
    ),
    key(
        "python",
        "A Python module with `main(spark, task)`, as its text.",
    ),
    key(
        "python_file",
        "A Python module with `main(spark, task)`, as its path.",
    ),
    key(
        "entry",
        "What a Python `main` is given: \"session\" or \"context\".",
    ),
    key(
        "conf",
        "Properties that no option sets: `conf(\"spark.x\" = 1)`; names of one's own in `conf(custom(…))`.",
    ),
    key("env", "Variables of the driver: `env(\"NAME\" = value)`."),
    key(
        "allow",
        "Switches warnings off by name: `allow(unused_field)`.",
    ),
    key(
        "crate",
        "The path of spark-pipeline, if it has another name.",
    ),
];

/// Keys in `#[task(…)]` on a struct.
pub(crate) const TASK: &[Key] = &[
    key(
        "name",
        "The task's name in configuration and reports; the struct's otherwise.",
    ),
    key(
        "allow",
        "Switches warnings off by name: `allow(unused_field)`.",
    ),
    key(
        "crate",
        "The path of spark-pipeline, if it has another name.",
    ),
];

/// Keys on the struct of a task that is run, in `#[spark(…)]` and `#[task(…)]` alike.
pub(crate) const CONTROL: &[Key] = &[
    key(
        "priority",
        "How urgent it is: the greatest of the tasks that are ready is first, `priority = 10`.",
    ),
    key(
        "retries",
        "How often it is tried again when a second try can help: `retries = 3`.",
    ),
    key(
        "backoff",
        "How long the first wait before a retry is, each next one twice as long: `backoff = \"30s\"`.",
    ),
    key(
        "timeout",
        "How long one try may take before it is stopped: `timeout = \"2h\"`.",
    ),
    key(
        "resources",
        "What it takes of the run's resources while it works: `resources(cluster = 2)`.",
    ),
    key(
        "on_success",
        "What is called when it has succeeded: an `async fn(&Self, &Context) -> Result<()>`.",
    ),
    key(
        "on_failure",
        "What is called when it has failed for good: an `async fn(&Self, &Context, &Failure) -> Result<()>`.",
    ),
];

/// Keys on a field of a Spark task.
pub(crate) const SPARK_FIELD: &[Key] = &[
    key(
        "arg",
        "Stands on the command line: alone by position, with a text behind that flag.",
    ),
    key(
        "of",
        "Which output of the input `arg` passes and `reads` is about.",
    ),
    key("input", "The task that this field is."),
    key(
        "reads",
        "The row that is read from the input: its columns must be among those that are written.",
    ),
    key(
        "output",
        "Where this output is: a path template, or an expression.",
    ),
    key(
        "default",
        "What the parameter is when nobody gives it: an expression, or a text as on the command line.",
    ),
    key("insignificant", "Not part of the task's identity."),
    key(
        "secret",
        "Never shown; `secret = false` for a name that only sounds like one (`api_token`).",
    ),
];

pub(crate) const ROW: &[Key] = &[key(
    "crate",
    "The path of spark-pipeline, if it has another name.",
)];
pub(crate) const ROW_FIELD: &[Key] = &[key(
    "rename",
    "The column's name, if it is not the field's.",
)];
pub(crate) const PARAM: &[Key] = &[key(
    "crate",
    "The path of spark-pipeline, if it has another name.",
)];
pub(crate) const PARAM_VARIANT: &[Key] =
    &[key("rename", "The word, if it is not the variant's name.")];

/// Words in the list of `conf(…)`.
pub(crate) const CONF: &[Key] = &[key(
    "custom",
    "Properties of one's own, which are not looked up: `custom(\"spark.myteam.x\" = 1)`.",
)];

/// Words around a value.
pub(crate) const VALUE: &[Key] = &[key(
    "later",
    "A file that is made after compiling, so that it is not looked for: `later(\"target/job.jar\")`.",
)];

/// Keys that only make sense where an application has a command line.
pub(crate) const ONLY_SPARK: [&str; 1] = ["arg"];

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Struct,
    Field,
}

/// The keys of an attribute at a place.
pub(super) fn known(derive: Derive, space: &str, place: Place) -> Vec<&'static str> {
    let names = |keys: &'static [Key]| keys.iter().map(|key| key.name);
    match (derive, space, place) {
        (Derive::SparkTask, "spark", Place::Struct) => names(SPARK)
            .chain(settable().filter(|name| SPARK.iter().all(|key| key.name != *name)))
            .chain(names(CONTROL))
            .collect(),
        (Derive::SparkTask | Derive::Task, "task", Place::Struct) => {
            names(TASK).chain(names(CONTROL)).collect()
        }
        (Derive::ExternalTask | Derive::WrapperTask, "task", Place::Struct) => {
            names(TASK).collect()
        }
        (Derive::SparkTask, "spark", Place::Field) => names(SPARK_FIELD).collect(),
        (Derive::Row, "row", Place::Struct) => names(ROW).collect(),
        (Derive::Row, "row", Place::Field) => names(ROW_FIELD).collect(),
        (Derive::Param, "param", Place::Struct) => names(PARAM).collect(),
        (Derive::Param, "param", Place::Field) => names(PARAM_VARIANT).collect(),
        (Derive::Task | Derive::ExternalTask | Derive::WrapperTask, "task", Place::Field) => {
            names(SPARK_FIELD)
                .filter(|name| !ONLY_SPARK.contains(name))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn settable() -> impl Iterator<Item = &'static str> {
    OPTIONS
        .iter()
        .filter(|option| option.settable)
        .map(|option| option.key)
}

/// Drops every entry that the derive does not know here, and every second one of a key.
/// `conf`, `env` and `allow` may stand more than once.
pub(super) fn checked<'a>(
    derive: Derive,
    entries: &'a Entries,
    place: Place,
    errors: &mut Errors,
) -> Vec<&'a crate::syntax::Entry> {
    let own = derive.attribute();
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    for entry in &entries.list {
        let name = entry.name();
        let space = entry.space.to_string();
        let keys = known(derive, &space, place);
        // What no derive of ours on this kind of item reads is another derive's business.
        let of_a_task = |space: &str| matches!(space, "spark" | "task");
        if of_a_task(&space) != of_a_task(own) || (!of_a_task(own) && space != own) {
            continue;
        }
        if keys.contains(&name.as_str()) {
            let repeats = matches!(name.as_str(), "conf" | "env" | "allow");
            if !seen.insert(name) && !repeats {
                twice(&entry.key, errors);
            } else if place == Place::Field || space == own || space == "task" {
                kept.push(entry);
            }
            continue;
        }
        let here = match place {
            Place::Struct => "struct",
            Place::Field => "field",
        };
        if space != own && known(derive, own, place).contains(&name.as_str()) {
            errors.at(
                &entry.space,
                format_args!(
                    "`derive({})` does not read `{name}` from `#[{space}(…)]`",
                    derive.name()
                ),
                format_args!("write `#[{own}({name} …)]`"),
            );
            kept.push(entry);
        } else if space != own && keys.is_empty() {
            errors.at(
                &entry.space,
                format_args!("`#[{space}(…)]` does not belong to `derive({})`", derive.name()),
                match space.as_str() {
                    "spark" => "a struct has one task derive: `SparkTask` alone if this is a Spark application; if not, take the attribute away".to_owned(),
                    _ => format!("write `#[{own}(…)]`"),
                },
            );
        } else if let Some(help) = elsewhere(derive, &name, place) {
            errors.at(
                &entry.key,
                format_args!("`{name}` is no key of a {here} here"),
                help,
            );
        } else {
            let known = || keys.iter().copied();
            errors.at(
                &entry.key,
                format_args!("unknown key `{name}`"),
                match words::elsewhere(&name, known()) {
                    Some(key) => format!("it is `{key}` here"),
                    None => words::instead(
                        &name,
                        known(),
                        &format!("the keys of `#[{space}(…)]` on a {here} are"),
                    ),
                },
            );
        }
    }
    kept
}

/// What to do with a key that is known, but not at this place.
fn elsewhere(derive: Derive, name: &str, place: Place) -> Option<String> {
    let own = derive.attribute();
    if place == Place::Field && known(derive, own, Place::Struct).contains(&name) {
        return Some(format!(
            "it belongs on the struct: write `#[{own}({name} …)]` above `struct`"
        ));
    }
    if place == Place::Struct && known(derive, own, Place::Field).contains(&name) {
        return Some(format!(
            "it belongs on a field: write `#[{own}({name} …)]` above the field"
        ));
    }
    if derive != Derive::SparkTask && ONLY_SPARK.contains(&name) && place == Place::Field {
        return Some(
            "only a `derive(SparkTask)` has a command line; a task in Rust reads the field itself"
                .to_owned(),
        );
    }
    if place == Place::Struct
        && let Some(help) = super::control::never_run(derive, name)
    {
        return Some(help);
    }
    if spark_options::by_key(name).is_some_and(|option| !option.settable) {
        return Some(
            "take it away: it asks spark-submit for something else than to run an application"
                .to_owned(),
        );
    }
    if derive != Derive::SparkTask
        && known(Derive::SparkTask, "spark", Place::Struct).contains(&name)
    {
        return Some("only a `derive(SparkTask)` has it".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The documentation of a derive, from `lib.rs`.
    fn documentation(derive: &str) -> String {
        let source = include_str!("../lib.rs");
        let end = source
            .find(&format!("#[proc_macro_derive({derive},"))
            .unwrap_or(0);
        let start = source[..end]
            .rfind("\n}\n")
            .or_else(|| source[..end].rfind(";\n"));
        source[start.unwrap_or(0)..end].to_owned()
    }

    #[test]
    fn the_documentation_of_each_derive_has_every_key() {
        for (derive, lists) in [
            ("SparkTask", [SPARK, TASK, CONTROL, SPARK_FIELD]),
            ("Row", [ROW, ROW_FIELD, &[], &[]]),
            ("Param", [PARAM, PARAM_VARIANT, &[], &[]]),
            ("Task", [TASK, CONTROL, &[], &[]]),
        ] {
            let documentation = documentation(derive);
            for key in lists.into_iter().flatten() {
                let line = format!("/// - `{}`: {}", key.name, key.doc);
                assert!(
                    documentation.contains(&line),
                    "missing at {derive}:\n{line}"
                );
            }
        }
    }

    #[test]
    fn no_key_of_ours_hides_an_option() {
        for key in SPARK.iter().chain(CONTROL) {
            let hidden = spark_options::by_key(key.name).filter(|option| option.settable);
            let is_list = hidden.is_none_or(|o| o.kind == spark_options::Kind::Property);
            assert!(is_list, "{}", key.name);
        }
    }
}

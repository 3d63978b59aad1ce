//! What a Spark task runs: exactly one program, and what fits it.

use std::collections::HashMap;

use proc_macro2::Span;
use spark_options::rules::Program;
use syn::spanned::Spanned;
use syn::{Expr, LitStr};

use super::files::{self, Found, files};
use super::rules::{Written, rules};
use super::under_profile::Held;
use super::{expr, jar, literal_text, options, properties};
use crate::errors::Errors;
use crate::model::{
    Application, Argument, ArgumentKind, Entry as PythonEntry, Resource, Source, Task, not_handed,
};
use crate::surroundings::Surroundings;
use crate::syntax::{Entry, Item, types};
use crate::words;

/// The keys of which a task has exactly one.
const PROGRAMS: [&str; 3] = ["app", "python", "python_file"];

/// The application that the struct's attributes describe; nothing where no program is left.
pub(super) fn application(
    item: &Item,
    entries: &[&Entry],
    task: &Task,
    arguments: Vec<Argument>,
    surroundings: &Surroundings,
    errors: &mut Errors,
) -> Option<Box<Application>> {
    let entries: Vec<&Entry> = entries
        .iter()
        .copied()
        // `name` and `crate` in `#[task(…)]` are the task's, not Spark's.
        .filter(|entry| {
            entry.space == "spark" || !matches!(entry.name().as_str(), "name" | "crate")
        })
        .collect();
    let resource = resource(item, &entries, surroundings, errors);
    let options = options::options(&entries, task, errors);
    let conf = properties::conf(&entries, task, errors);
    let env = properties::env(&entries, task, errors);
    let program = resource.as_ref().map(Resource::program).unwrap_or_default();
    let written = Written::new(&options, &conf, &env);
    let job = written.job(program);
    let found = rules(&job, &written, errors);
    let held = Held {
        job: &job,
        written: &written,
        found: &found,
        ident: &item.ident,
        name: &task.name,
    };
    for profile in surroundings.profiles() {
        held.under(profile, errors);
    }
    if let Some(resource) = &resource {
        entry_of_a_module(resource, &entries, errors);
        command_line(resource, &arguments, errors);
    }
    one_flag_each(&arguments, errors);
    // Of a program that is wrong in itself enough is said.
    let looked_for = entries
        .iter()
        .copied()
        .filter(|entry| resource.is_some() || !PROGRAMS.contains(&entry.name().as_str()));
    let looked_for: Vec<&Entry> = looked_for.collect();
    let found = files(&looked_for, surroundings, errors);
    if let Some(resource) = &resource {
        jar::jar(resource, &looked_for, &found, task, surroundings, errors);
    }
    let application = Application {
        resource: resource?,
        options,
        conf,
        env,
        arguments,
        there: there(&found),
        files: tracked(&found, surroundings, errors),
    };
    handed(&application, task, errors);
    python(item, &application, task, &found, surroundings, errors);
    Some(Box::new(application))
}

/// The paths that were found, each once.
fn there(found: &[Found]) -> Vec<String> {
    let mut there: Vec<String> = Vec::new();
    for found in found {
        if !there.contains(&found.written) {
            there.push(found.written.clone());
        }
    }
    there
}

#[cfg(feature = "python")]
use super::python::python;

/// Without the feature nobody here reads Python.
#[cfg(not(feature = "python"))]
fn python(
    _: &Item,
    application: &Application,
    _: &Task,
    _: &[Found],
    _: &Surroundings,
    errors: &mut Errors,
) {
    if application.is_python() {
        errors.not_verified("the Python: the feature `python` of spark-pipeline is off");
    }
}

/// The files that the crate is compiled again for when they change.
fn tracked(found: &[Found], surroundings: &Surroundings, errors: &mut Errors) -> Vec<LitStr> {
    let tracked = found.iter().filter(|found| surroundings.track(&found.path));
    let mut tracked: Vec<LitStr> = tracked
        .map(|found| LitStr::new(&found.path, found.literal.span()))
        .collect();
    let configuration = surroundings.configuration();
    let configuration = configuration.filter(|one| surroundings.track(&one.file));
    if let Some(configuration) = configuration {
        tracked.push(LitStr::new(&configuration.file, Span::call_site()));
        // Told once for the crate, and at run time with its place.
        if let Some(problem) = &configuration.problem {
            errors.not_verified(format_args!(
                "`{}` could not be read ({problem}), so no task was held to its profiles",
                configuration.file
            ));
        }
    }
    tracked
}

/// A file or folder is complete once it exists, so the program must be given another name to
/// write it under; a dataset has its `_SUCCESS`. The type's own constant is asked in a `const`
/// of the expansion, and here its name, which gives the plainer error.
fn handed(application: &Application, task: &Task, errors: &mut Errors) {
    for output in application.not_handed(task) {
        let is_plain = |name| types::is(&output.target, name);
        if is_plain("File") || is_plain("Directory") {
            let (problem, help) = not_handed(output);
            errors.at(&output.ident, problem, help);
        }
    }
}

/// Whether a text is a path and not Python. What could be either, such as `a.py`, has no `main`
/// as Python.
fn is_path(text: &str, surroundings: &Surroundings) -> bool {
    let is_one_word = !text.contains(char::is_whitespace) && !text.contains(['(', ':', '#']);
    let there = |dir: &std::path::Path| dir.join(text).is_file();
    is_one_word && (text.ends_with(".py") || surroundings.crate_dir().is_some_and(there))
}

fn resource(
    item: &Item,
    entries: &[&Entry],
    surroundings: &Surroundings,
    errors: &mut Errors,
) -> Option<Resource> {
    let programs: Vec<&Entry> = entries
        .iter()
        .copied()
        .filter(|entry| PROGRAMS.contains(&entry.name().as_str()))
        .collect();
    let program = match programs.as_slice() {
        [one] => *one,
        [] => {
            // A misspelt `app` is reported already, and once is enough.
            let misspelt = item.entries.list.iter().any(|entry| {
                let name = entry.name();
                !PROGRAMS.contains(&name.as_str())
                    && spark_options::by_key(&name).is_none()
                    && words::nearest(&name, PROGRAMS).is_some()
            });
            if !misspelt && !item.entries.unread {
                errors.at(
                    &item.ident,
                    format_args!("`{}` says nowhere which program it runs", item.ident),
                    "write `#[spark(app = \"jobs/job.py\")]` (a `.py`, `.R` or `.jar`), `python = r#\"…\"#` or `python_file = \"…\"`",
                );
            }
            return None;
        }
        [first, more @ ..] => {
            for other in more {
                errors.at(
                    &other.key,
                    format_args!(
                        "a task runs one program, and `{}` names one already",
                        first.key
                    ),
                    format_args!("keep either `{}` or `{}`", first.key, other.key),
                );
            }
            return None;
        }
    };
    let entry = entries
        .iter()
        .find(|entry| entry.key == "entry")
        .and_then(|entry| python_entry(entry, errors))
        .unwrap_or_default();
    match program.name().as_str() {
        "app" => {
            let value = expr(program, "app = \"jobs/job.py\"", errors)?;
            match files::text(value) {
                Some(path) => by_ending(path, errors),
                None => path_expression(program, value, errors).map(Resource::ByEnding),
            }
        }
        "python" => {
            let text = literal_text(program, "python = r#\"…\"#", errors)?;
            if text.value().trim().is_empty() {
                errors.at(
                    text,
                    "a Python module without a line",
                    "write `def main(spark, task):` and its body",
                );
                return None;
            }
            if is_path(&text.value(), surroundings) {
                errors.at(
                    text,
                    "`python` takes the module's own text, and this is the path of one",
                    format_args!("write `python_file = {:?}`", text.value()),
                );
                return None;
            }
            Some(Resource::PythonInline {
                text: text.clone(),
                entry,
            })
        }
        _ => {
            let value = expr(program, "python_file = \"jobs/words.py\"", errors)?;
            let path = match files::text(value) {
                Some(path) if !path.value().ends_with(".py") => {
                    errors.at(
                        path,
                        format_args!("{:?} is no Python file by its ending", path.value()),
                        match path.value().contains('\n') {
                            true => "write `python = …` for the module's own text",
                            false => "write a path that ends in `.py`",
                        },
                    );
                    return None;
                }
                Some(path) => Source::Text(path.clone()),
                None => Source::Expr(path_expression(program, value, errors)?),
            };
            Some(Resource::PythonFile { path, entry })
        }
    }
}

/// A path that is no literal; a number or a switch is none either way.
fn path_expression(entry: &Entry, value: &Expr, errors: &mut Errors) -> Option<Expr> {
    if super::literal::property(value).is_some() || matches!(value, Expr::Array(_)) {
        errors.at(
            value,
            format_args!("`{}` takes a path in quotes", entry.key),
            format_args!("write `{} = \"jobs/job.py\"`", entry.key),
        );
        return None;
    }
    Some(value.clone())
}

fn by_ending(path: &LitStr, errors: &mut Errors) -> Option<Resource> {
    let text = path.value();
    let source = Source::Text(path.clone());
    if text.ends_with(".py") {
        Some(Resource::Python(source))
    } else if text.ends_with(".R") || text.ends_with(".r") {
        Some(Resource::R(source))
    } else if text.ends_with(".jar") {
        Some(Resource::Jar(source))
    } else {
        errors.at(
            path,
            format_args!("{text:?} tells by no ending what kind of application it is"),
            super::ending::help(&text),
        );
        None
    }
}

fn python_entry(entry: &Entry, errors: &mut Errors) -> Option<PythonEntry> {
    let text = literal_text(entry, "entry = \"session\"", errors)?;
    match text.value().as_str() {
        "session" => Some(PythonEntry::Session),
        "context" => Some(PythonEntry::Context),
        other => {
            errors.at(
                text,
                format_args!("{other:?} is nothing that `main` can be given"),
                words::instead(other, ["session", "context"], "write one of"),
            );
            None
        }
    }
}

/// `entry` says what a module's `main` is given.
fn entry_of_a_module(resource: &Resource, entries: &[&Entry], errors: &mut Errors) {
    let program = resource.program();
    for entry in entries.iter().filter(|entry| entry.key == "entry") {
        if program != Program::PythonModule {
            errors.at(
                &entry.key,
                format_args!(
                    "`entry` is what a Python module's `main` is given, and this task runs {}",
                    program.name()
                ),
                "take it away, or write `python_file = \"….py\"` instead of `app`",
            );
        }
    }
}

/// A Python module has no command line: it sees every field of the task.
fn command_line(resource: &Resource, arguments: &[Argument], errors: &mut Errors) {
    if !matches!(
        resource,
        Resource::PythonInline { .. } | Resource::PythonFile { .. }
    ) {
        return;
    }
    for argument in arguments {
        let field = &argument.field;
        errors.at_span(
            argument.flag.as_ref().map_or(argument.arg, Spanned::span),
            format_args!("`arg` on `{field}`, but a Python module has no command line"),
            format_args!("take it away: `main` sees the field as `task.{field}`"),
        );
    }
}

fn one_flag_each(arguments: &[Argument], errors: &mut Errors) {
    let mut seen: HashMap<String, &Argument> = HashMap::new();
    for argument in arguments {
        let Some(flag) = &argument.flag else {
            continue;
        };
        if let Some(first) = seen.get(&flag.value()) {
            errors.at(
                flag,
                format_args!(
                    "the flag `{}` is taken by the field `{}`",
                    flag.value(),
                    first.field
                ),
                match argument.kind {
                    ArgumentKind::Param => "give each field its own flag; a `Vec` repeats one",
                    _ => "give each field its own flag",
                },
            );
        } else {
            seen.insert(flag.value(), argument);
        }
    }
}

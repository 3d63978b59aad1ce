//! A Python module with `main(spark, task)` against the fields of its task.

use pipeline_python::{Unused, attribute, examine_module};
use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::Oldest;
use super::source::Source;
use super::used;
use crate::errors::Errors;
use crate::lints::Lint;
use crate::model::{Application, Entry, Task};
use crate::syntax::{Data, Item};

/// Reports what is wrong with the module, and the fields that nobody uses.
pub(super) fn check(
    item: &Item,
    application: &Application,
    task: &Task,
    source: &Source,
    entry: Entry,
    oldest: Option<&Oldest>,
    errors: &mut Errors,
) {
    let names = fields(item, task);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let module = examine_module(
        &source.text,
        entry.into(),
        &names,
        oldest.map(|oldest| oldest.version),
    );
    for problem in &module.problems {
        source.report(problem, oldest, errors);
    }
    for sentence in module.unverified {
        errors.not_verified(sentence);
    }
    // A misspelt use is no missing one.
    if let (Unused::Known(unused), []) = (module.unused, module.problems.as_slice()) {
        let is_unused = |ident: &Ident| unused.contains(&ident.unraw().to_string());
        unused_fields(application, task, is_unused, errors);
    }
}

/// Every field that the struct has, also one that a mistake has kept out of the model: its use
/// is no second mistake. A `PhantomData` is nothing in Python.
fn fields(item: &Item, task: &Task) -> Vec<String> {
    let Data::Struct(fields) = &item.data else {
        return Vec::new();
    };
    fields
        .iter()
        .map(|field| &field.ident)
        .filter(|ident| !task.markers.contains(ident))
        .map(|ident| ident.unraw().to_string())
        .collect()
}

fn unused_fields(
    application: &Application,
    task: &Task,
    is_unused: impl Fn(&Ident) -> bool,
    errors: &mut Errors,
) {
    let is_unused = |ident: &Ident| !ident.to_string().starts_with('_') && is_unused(ident);
    let mut warn = |ident: &Ident, problem: &str, help: &str| {
        let name = ident.unraw().to_string();
        let python = format!("task.{}", attribute(&name));
        errors.warn(
            Lint::UnusedField,
            ident.span(),
            format_args!("the Python never uses `{python}`{problem}"),
            format_args!("use `{python}`{help}"),
        );
    };
    for param in task.params.iter().filter(|param| is_unused(&param.ident)) {
        if !used::by_expressions(&param.ident, application, task) {
            warn(
                &param.ident,
                ", nor does any expression here",
                ", or take the field away",
            );
        }
    }
    for input in task.inputs.iter().filter(|input| is_unused(&input.ident)) {
        warn(
            &input.ident,
            ", so this task only waits for it",
            ", or take the field away",
        );
    }
    for output in task
        .outputs
        .iter()
        .filter(|output| is_unused(&output.ident))
    {
        warn(
            &output.ident,
            ", so nothing is written there",
            " to write it",
        );
    }
}

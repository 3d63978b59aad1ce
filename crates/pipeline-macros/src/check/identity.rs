//! Every significant parameter stands in every path that the task writes: a path without one is
//! one place for all its values, and what stands there is taken for what each of them wants.
//!
//! An external task is let off: it writes nothing, so nothing is overwritten, and two of them
//! that are one file are two names of one thing. (The plan lets them share a place too.) A
//! parameter that is in none of its paths makes no difference at all, and that is doubtful:
//! a warning.
//!
//! An input needs no place in the path: its expression is made from the parameters and from
//! nothing else, so they cover it.

use quote::ToTokens;
use syn::LitStr;
use syn::ext::IdentExt;

use super::date;
use crate::errors::Errors;
use crate::lints::Lint;
use crate::model::template::caret;
use crate::model::{Kind, Location, Param, TASK_ID, Task};
use crate::syntax::tokens;
use crate::words;

/// What a task's identity has besides its name.
#[derive(Clone, Copy)]
enum Part<'a> {
    Param(&'a Param),
    Const(&'a syn::Ident),
    Type(&'a syn::Ident),
}

impl Part<'_> {
    fn name(self) -> String {
        match self {
            Self::Param(param) => param.ident.unraw().to_string(),
            Self::Const(ident) | Self::Type(ident) => ident.unraw().to_string(),
        }
    }

    /// Whether it can be written into a template.
    fn is_hole(self) -> bool {
        match self {
            Self::Param(param) => param.secret.is_none(),
            Self::Const(_) => true,
            Self::Type(_) => false,
        }
    }
}

/// Reports the paths that lack a part of the task's identity.
pub(super) fn outputs(task: &Task, errors: &mut Errors) {
    if matches!(task.kind, Kind::External) {
        without_effect(task, errors);
        return;
    }
    let parts: Vec<Part<'_>> = parts(task).collect();
    for output in &task.outputs {
        let Some(location) = &output.location else {
            continue;
        };
        if task.is_of_task_id(location) || has_unknown(task, location) {
            continue;
        }
        let missing = parts
            .iter()
            .copied()
            .filter(|part| !covers(task, location, *part));
        part_of_a_date(task, location, errors);
        let (holes, others): (Vec<_>, Vec<_>) = missing.partition(|part| part.is_hole());
        for parts in [holes, others] {
            if !parts.is_empty() {
                report(location, &parts, errors);
            }
        }
    }
}

fn parts(task: &Task) -> impl Iterator<Item = Part<'_>> {
    let params = task.params.iter().filter(|param| param.significant);
    let generics = &task.names.generics;
    params
        .map(Part::Param)
        .chain(
            generics
                .const_params()
                .map(|param| Part::Const(&param.ident)),
        )
        .chain(generics.type_params().map(|param| Part::Type(&param.ident)))
}

/// A name that is none is reported already, and is likely the one that is missing.
fn has_unknown(task: &Task, location: &Location) -> bool {
    match location {
        Location::Template(template) => template
            .holes()
            .any(|(name, ..)| task.named(name).is_none()),
        Location::Expr(_) => false,
    }
}

fn covers(task: &Task, location: &Location, part: Part<'_>) -> bool {
    match part {
        Part::Param(param) => location.mentions(&param.ident),
        // The value of a parameter of a generic type tells the type well enough.
        Part::Const(ident) | Part::Type(ident) => {
            location.mentions(ident)
                || task.params.iter().any(|param| {
                    location.mentions(&param.ident)
                        && tokens::mention(param.ty.to_token_stream(), ident)
                })
        }
    }
}

fn report(location: &Location, parts: &[Part<'_>], errors: &mut Errors) {
    let names: Vec<String> = parts.iter().map(|part| part.name()).collect();
    let listed = words::list(&names);
    let kind = match parts {
        [Part::Type(_), ..] => "type",
        [Part::Param(param), ..] if param.secret.is_some() => "secret",
        _ => "parameter",
    };
    let problem = match names.as_slice() {
        [one] => format!(
            "the {kind} `{one}` is not in this path: the output of every `{one}` has one place"
        ),
        _ => format!(
            "the {kind}s {listed} are not in this path: the outputs of all their values have one place"
        ),
    };
    let mut ways = Vec::new();
    let by_id =
        format!("put `{{{TASK_ID}}}` into it, a short hash of the task's type and parameters");
    match location {
        Location::Template(template) => {
            let Some(literal) = &template.literal else {
                return;
            };
            let (caret, better) = place_for(literal, &names);
            if parts.len() < 4 && parts.iter().all(|part| part.is_hole()) {
                ways.push(format!("write `{better}`"));
            }
            ways.push(by_id);
            ways.extend(insignificant(parts));
            errors.at(
                literal,
                format_args!("{problem}\n{caret}"),
                ways.join(", or "),
            );
        }
        Location::Expr(expr) => {
            if kind != "secret" {
                let it = if names.len() == 1 { "it" } else { "them" };
                ways.push(format!("use {it} in the expression"));
            }
            ways.push(format!(
                "use `{TASK_ID}` in it, a short hash of the task's type and parameters"
            ));
            ways.extend(insignificant(parts));
            errors.at(expr, problem, ways.join(", or "));
        }
    }
}

fn insignificant(parts: &[Part<'_>]) -> Option<String> {
    let mut names = parts.iter().filter_map(|part| match part {
        Part::Param(param) => Some(param.ident.unraw().to_string()),
        _ => None,
    });
    let first = names.next()?;
    let names: Vec<String> = std::iter::once(first).chain(names).collect();
    let it = if names.len() == 1 {
        "it changes"
    } else {
        "they change"
    };
    if names.len() > 3 {
        return Some("mark those as `insignificant` that change nothing in the output".to_owned());
    }
    Some(format!(
        "mark {} as `insignificant` if {it} nothing in the output",
        words::list(&names)
    ))
}

/// The path with a caret where names are missing, and the path with them.
fn place_for(literal: &LitStr, names: &[String]) -> (String, String) {
    let text = literal.value();
    let (at, mark) = gap(&text);
    let holes: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
    let lead = if at == 0 || text[..at].ends_with(mark) {
        ""
    } else {
        mark
    };
    let better = format!("{}{lead}{}{}", &text[..at], holes.join(mark), &text[at..]);
    (caret(&text, &(at..at + 1)), better)
}

/// Where a further name would stand in a path, and what is put before it: in front of an ending
/// (`report-{month}.csv`), else as a part of its own.
fn gap(text: &str) -> (usize, &'static str) {
    let mut inside = false;
    let (mut start, mut dot) = (0, None);
    for (at, c) in text.char_indices() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => {}
            '/' => (start, dot) = (at + 1, None),
            '.' if at > start && dot.is_none() => dot = Some(at),
            '.' => {}
            c if !c.is_ascii_alphanumeric() => dot = None,
            _ => {}
        }
    }
    dot.map_or((text.len(), "/"), |dot| (dot, "-"))
}

/// A date of which a path has only the year, say: all days of it are one place.
fn part_of_a_date(task: &Task, location: &Location, errors: &mut Errors) {
    let Location::Template(template) = location else {
        return;
    };
    let Some(literal) = &template.literal else {
        return;
    };
    for param in task.params.iter().filter(|param| param.significant) {
        let holes: Vec<_> = template
            .holes()
            .filter(|(name, ..)| param.ident.unraw() == *name)
            .collect();
        let specs = holes.iter().map(|(_, spec, _)| *spec);
        let (Some((_, _, at)), Some(lacks)) = (holes.last(), date::lacks(&param.ty, specs)) else {
            continue;
        };
        let name = param.ident.unraw();
        errors.warn(
            Lint::PartOfADate,
            literal.span(),
            format_args!(
                "this path has no {lacks} of `{name}`: values that differ in nothing else have one place\n{}",
                caret(&literal.value(), at)
            ),
            format_args!("write `{{{name}}}`, or a format with all of it"),
        );
    }
}

/// A parameter of an external task that is in none of its paths.
fn without_effect(task: &Task, errors: &mut Errors) {
    let locations: Option<Vec<&Location>> = task
        .outputs
        .iter()
        .map(|output| output.location.as_ref())
        .collect();
    let Some(locations) = locations.filter(|them| !them.is_empty()) else {
        return;
    };
    if locations.iter().any(|location| has_unknown(task, location)) {
        return;
    }
    for param in task.params.iter().filter(|param| param.significant) {
        if !locations
            .iter()
            .any(|one| task.is_of_task_id(one) || one.mentions(&param.ident))
        {
            let name = param.ident.unraw();
            errors.warn(
                Lint::ParameterWithoutEffect,
                param.ident.span(),
                format_args!("the parameter `{name}` is in no path of this external task: whatever it is, the data are the same"),
                format_args!("put `{{{name}}}` into a path, or take the parameter away"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn better(text: &str) -> String {
        let literal = LitStr::new(text, proc_macro2::Span::call_site());
        place_for(&literal, &["a".to_owned(), "b".to_owned()]).1
    }

    #[test]
    fn the_path_to_write_has_the_names_before_an_ending_or_as_parts() {
        assert_eq!(better("out"), "out/{a}/{b}");
        assert_eq!(better("out/"), "out/{a}/{b}");
        assert_eq!(better("out/report.md"), "out/report-{a}-{b}.md");
        assert_eq!(better("data/x.csv.gz"), "data/x-{a}-{b}.csv.gz");
        assert_eq!(better("v1.2/{m:%Y.%m}"), "v1.2/{m:%Y.%m}/{a}/{b}");
        assert_eq!(better("out/.hidden"), "out/.hidden/{a}/{b}");
        assert_eq!(better("größe.d/ü"), "größe.d/ü/{a}/{b}");
    }

    #[test]
    fn the_caret_stands_where_the_names_are_missing() {
        let literal = LitStr::new("out/report.md", proc_macro2::Span::call_site());
        let (caret, _) = place_for(&literal, &["a".to_owned()]);
        assert_eq!(caret, "  out/report.md\n            ^");
    }
}

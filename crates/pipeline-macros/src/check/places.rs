//! Each output of a task has a place of its own. What two tasks write in one place, the plan
//! finds: it knows their parameters.

use quote::ToTokens;
use syn::ext::IdentExt;

use crate::errors::Errors;
use crate::model::{Kind, Location, Output, Piece, Task, Template};
use crate::syntax::{tokens, types};

/// Two outputs in one place, however the place is spelt, or one inside the other.
pub(super) fn outputs(task: &Task, errors: &mut Errors) {
    let mut holes = Vec::new();
    let mut seen: Vec<(String, &Output)> = Vec::new();
    for output in &task.outputs {
        let Some(location) = &output.location else {
            continue;
        };
        let here = match location {
            Location::Template(template) => place(template, &mut holes),
            // Equal parameters give equal places, so equal expressions do.
            Location::Expr(expr) => format!("= {}", tokens::text(expr)),
        };
        let at = match location {
            Location::Template(template) => template.literal.to_token_stream(),
            Location::Expr(expr) => expr.to_token_stream(),
        };
        for (there, other) in &seen {
            if *there == here && !are_two_views(task, other, output) {
                errors.at(
                    &at,
                    format_args!(
                        "the output `{}` is in this place already",
                        other.ident.unraw()
                    ),
                    "give each output a place of its own",
                );
                break;
            }
            let pairs = [
                (there, *other, &here, output),
                (&here, output, there, *other),
            ];
            let Some((_, outer, _, inner)) = pairs
                .into_iter()
                .find(|(outer, folder, inner, _)| is_lost(task, folder, outer, inner))
            else {
                continue;
            };
            let (outer, inner) = (outer.ident.unraw(), inner.ident.unraw());
            let problem = if output.ident.unraw() == inner {
                format!(
                    "this place is inside that of the output `{outer}`, which is written and read as a whole"
                )
            } else {
                format!(
                    "the output `{inner}` is inside this place, which is written and read as a whole"
                )
            };
            errors.at(
                &at,
                problem,
                format_args!("give each a place of its own, such as two folders side by side"),
            );
            break;
        }
        seen.push((here, output));
    }
}

/// An external task writes nothing: a folder may be seen as two kinds of target.
fn are_two_views(task: &Task, one: &Output, other: &Output) -> bool {
    matches!(task.kind, Kind::External) && tokens::text(&one.target) != tokens::text(&other.target)
}

/// Whether what is inside goes when the folder is written anew, or is read as a part of it.
///
/// Everybody who reads a dataset reads all that is below it, but for what begins with `_` or
/// `.`. A directory that an application writes gets its name by a rename; a task in Rust may
/// arrange its own as it likes.
fn is_lost(task: &Task, folder: &Output, outer: &str, inner: &str) -> bool {
    let Some(below) = inner
        .strip_prefix(outer)
        .and_then(|rest| rest.strip_prefix('/'))
    else {
        return false;
    };
    let is = |name| types::named(&folder.target).is_some_and(|(found, _)| found == name);
    let dataset = ["Parquet", "Csv", "Json", "Orc", "Text"]
        .into_iter()
        .any(is);
    let hidden = below.split('/').any(|part| part.starts_with(['_', '.']));
    match task.kind {
        Kind::External => false,
        Kind::Spark(_) => (dataset && !hidden) || is("Directory"),
        Kind::Rust | Kind::Wrapper => dataset && !hidden,
    }
}

/// The one spelling of a place. Each hole is a character of its own, since its format may
/// have slashes in it.
fn place(template: &Template, holes: &mut Vec<(String, String)>) -> String {
    let mut text = String::new();
    for piece in &template.pieces {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Hole { name, spec, .. } => {
                let hole = (name.clone(), spec.clone());
                let at = holes.iter().position(|one| *one == hole);
                let at = at.unwrap_or_else(|| {
                    holes.push(hole);
                    holes.len() - 1
                });
                text.extend(
                    u32::try_from(at)
                        .ok()
                        .and_then(|at| char::from_u32(FIRST_HOLE + at)),
                );
            }
        }
    }
    normal(&text)
}

/// The first character of a plane that nobody writes in.
const FIRST_HOLE: u32 = 0xF_0000;

/// As `pipeline_core::target::location` has it: no empty parts, no `.`, and `..` takes the part
/// before it away, unless that is a hole, which may be several parts.
fn normal(text: &str) -> String {
    let (head, path) = match text.find("://") {
        Some(_) if text.starts_with("file://") => ("", &text["file://".len()..]),
        Some(at) => text.split_at(at + "://".len()),
        None => ("", text.strip_prefix("file:").unwrap_or(text)),
    };
    let head = match head {
        "s3a://" | "s3n://" => "s3://",
        other => other,
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        let plain = |part: &&str| *part != ".." && !part.chars().any(|c| c as u32 >= FIRST_HOLE);
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(plain) => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{head}{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let mut holes = Vec::new();
        let mut of = |text: &str| place(&Template::parse(text).expect("a template"), &mut holes);
        of(one) == of(other)
    }

    #[test]
    fn a_place_is_the_same_however_it_is_spelt() {
        for other in [
            "out//{a}",
            "./out/./{a}",
            "out/{a:}",
            "out/x/../{a}/",
            "file:out/{a}",
        ] {
            assert!(same("out/{a}", other), "{other}");
        }
        assert!(same("s3a://bucket/{a}", "s3://bucket//{a}"));
        assert!(same("file:///out", "/out"));
    }

    #[test]
    fn what_may_be_another_place_is_one() {
        assert!(!same("out/{a}", "out/{a:02}"));
        assert!(!same("out/{a}", "/out/{a}"));
        assert!(!same("out/{a}", "out/{b}"));
        assert!(
            !same("out/{a:%Y/%m}/../x", "out/x"),
            "a hole may be two parts"
        );
        assert!(!same("s3://one/{a}", "s3://two/{a}"));
    }
}

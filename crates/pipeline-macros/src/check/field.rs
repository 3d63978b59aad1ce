//! One field of a task: what its type makes it, and whether its keys fit that.

use quote::ToTokens;
use syn::Type;
use syn::ext::IdentExt;

use super::keys::{Place, checked};
use super::reserved::{RESERVED, flag};
use super::{argument, expr, is_word, literal, shape, template, text};
use crate::derive::Derive;
use crate::errors::Errors;
use crate::model::{Argument, ArgumentKind, Default, Input, Location, Output, Param, Secret, Task};
use crate::syntax::types::{Many, Shape};
use crate::syntax::{Entry, Field, Value, tokens, types};

/// The entries of a field, by key.
pub(super) struct Keys<'a> {
    kept: Vec<&'a Entry>,
    own: &'static str,
}

impl<'a> Keys<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a Entry> {
        self.kept.iter().copied().find(|entry| entry.key == name)
    }

    /// Reports the keys that mean nothing on this kind of field.
    fn refuse(&self, names: &[&str], errors: &mut Errors, why: impl Fn(&str) -> (String, String)) {
        for entry in &self.kept {
            let name = entry.name();
            if names.contains(&name.as_str()) {
                let (problem, help) = why(&name);
                errors.at(&entry.key, problem, help);
            }
        }
    }
}

/// Adds what the field means to the task; returns its place on the command line, if it has one.
pub(super) fn field(
    derive: Derive,
    written: &Field,
    task: &mut Task,
    errors: &mut Errors,
) -> Option<Argument> {
    let keys = Keys {
        kept: checked(derive, &written.entries, Place::Field, errors),
        own: derive.attribute(),
    };
    let kind = match types::shape(&written.ty) {
        Shape::Input(many, inner) => {
            let of = input(written, many, inner, &keys, task, errors);
            ArgumentKind::Input { many, of }
        }
        Shape::Output(target) => {
            output(written, target, &keys, task, errors);
            ArgumentKind::Output
        }
        Shape::Marker => {
            let all = [
                "arg",
                "of",
                "reads",
                "input",
                "output",
                "default",
                "insignificant",
                "secret",
            ];
            keys.refuse(&all, errors, |name| {
                (
                    format!("`{name}` on a `PhantomData`, which holds no value"),
                    "take the attribute away".to_owned(),
                )
            });
            task.markers.push(written.ident.clone());
            return None;
        }
        Shape::Nested { outer, inner } => {
            nested(written, &outer, inner, errors);
            return None;
        }
        Shape::Bare(name) if shape::bare(written, name, &keys, errors) => return None,
        Shape::Plain | Shape::Bare(_) => {
            param(written, &keys, task, errors);
            ArgumentKind::Param
        }
    };
    argument::argument(written, &keys, kind, errors)
}

fn nested(written: &Field, outer: &str, inner: &str, errors: &mut Errors) {
    let help = match (outer, inner) {
        (_, "Output") => "write `Output<…>`: what a task writes does not depend on its run",
        ("Option", _) => "write `Inputs<T>`: it may be empty",
        _ => "write `Inputs<T>`, which is any number of tasks",
    };
    errors.at(
        &written.ty,
        format_args!("`{outer}<{inner}…>` is no shape of a field"),
        help,
    );
}

fn input(
    written: &Field,
    many: Many,
    inner: &Type,
    keys: &Keys<'_>,
    task: &mut Task,
    errors: &mut Errors,
) -> Option<syn::Ident> {
    let ident = &written.ident;
    keys.refuse(&["output"], errors, |_| {
        (
            "`output` on an input: another task writes it".to_owned(),
            "make the field an `Output<…>`, or write `input = …`".to_owned(),
        )
    });
    keys.refuse(&["default"], errors, |_| {
        (
            "an input has no default: its expression says which task it is".to_owned(),
            "write `Option<Input<…>>` and an expression that may be `None`".to_owned(),
        )
    });
    keys.refuse(&["insignificant", "secret"], errors, |name| {
        (
            format!("`{name}` is said of a parameter, and this is an input"),
            "take it away: an input is no part of the identity, the parameters it is made from are"
                .to_owned(),
        )
    });
    let made = match many {
        Many::One => format!("{}::new(…)", tokens::text(inner)),
        Many::Maybe => format!("(…).then(|| {}::new(…))", tokens::text(inner)),
        Many::Any => format!("(1..=12).map({}::new)", tokens::text(inner)),
    };
    let example = format!("input = {made}");
    let expr = match keys.get("input") {
        Some(entry) => expr(entry, &example, errors)
            .filter(|value| !shape::literal(value, errors))
            .cloned(),
        None => {
            errors.at(
                ident,
                format_args!("nothing says which task the input `{ident}` is"),
                format_args!(
                    "write `#[{}({example})]`; the expression sees the parameters by name",
                    keys.own
                ),
            );
            None
        }
    };
    let of = keys.get("of").and_then(|entry| of(entry, keys, errors));
    let reads = keys.get("reads").and_then(|entry| reads(entry, errors));
    task.inputs.push(Input {
        ident: ident.clone(),
        doc: written.doc.clone(),
        many,
        task: task.names.in_full(inner),
        expr,
        of: of.clone(),
        reads: reads.map(|row| task.names.in_full(&row)),
    });
    of
}

/// The row that is read: a type.
fn reads(entry: &Entry, errors: &mut Errors) -> Option<Type> {
    let Value::Expr(expr) = &entry.value else {
        super::no_value(entry, "reads = Row", errors);
        return None;
    };
    let ty = syn::parse2::<Type>(expr.to_token_stream()).ok();
    let Some(ty) = ty.filter(|ty| matches!(types::peel(ty), Type::Path(_))) else {
        errors.at(
            expr,
            "`reads` names the struct whose fields are the columns that are read",
            "write `reads = Flight`, where `Flight` is a struct with `#[derive(Row)]`",
        );
        return None;
    };
    if types::borrows(&ty) {
        errors.at(&ty, "a row borrows nothing", "take the lifetime away");
        return None;
    }
    Some(ty)
}

fn of(entry: &Entry, keys: &Keys<'_>, errors: &mut Errors) -> Option<syn::Ident> {
    if keys.get("arg").is_none() && keys.get("reads").is_none() {
        let (also, write) = match keys.own {
            "spark" => (
                "`arg` passes and `reads` is about",
                "write `arg = \"--flag\"` too",
            ),
            _ => ("`reads` is about", "write `reads = Row` too"),
        };
        errors.at(
            &entry.key,
            format_args!("`of` says which output {also}, and there is none here"),
            format_args!("{write}, or take `of` away"),
        );
    }
    match &entry.value {
        Value::Expr(expr) => match tokens::peel(expr) {
            syn::Expr::Path(path) if path.path.get_ident().is_some() => {
                path.path.get_ident().cloned()
            }
            other => {
                errors.at(
                    other,
                    "`of` takes the name of an output field of the input",
                    "write `of = csv`",
                );
                None
            }
        },
        _ => {
            super::no_value(entry, "of = csv", errors);
            None
        }
    }
}

fn output(written: &Field, target: &Type, keys: &Keys<'_>, task: &mut Task, errors: &mut Errors) {
    let ident = &written.ident;
    keys.refuse(&["input"], errors, |_| {
        (
            "`input` on an output: this task writes it".to_owned(),
            "make the field an `Input<…>`, or write `output = \"…\"`".to_owned(),
        )
    });
    keys.refuse(&["of", "reads"], errors, |name| {
        (
            format!("`{name}` is said of an input, and this is an output"),
            "take it away".to_owned(),
        )
    });
    keys.refuse(&["default", "insignificant", "secret"], errors, |name| {
        (
            format!("`{name}` is said of a parameter, and this is an output"),
            "take it away: the path of an output is made from the parameters".to_owned(),
        )
    });
    let location = match keys.get("output") {
        Some(entry) => {
            expr(entry, "output = \"out/{month}\"", errors).and_then(|found| match text(found) {
                Some(literal) => template::parse(literal, errors).map(Location::Template),
                None => Some(Location::Expr(found.clone())),
            })
        }
        None => {
            errors.at(
                ident,
                format_args!("nothing says where the output `{ident}` is"),
                format_args!(
                    "write `#[{}(output = \"out/{{parameter}}\")]`: a path with parameters in braces, or an expression",
                    keys.own
                ),
            );
            None
        }
    };
    task.outputs.push(Output {
        ident: ident.clone(),
        doc: written.doc.clone(),
        target: target.clone(),
        location,
    });
}

fn param(written: &Field, keys: &Keys<'_>, task: &mut Task, errors: &mut Errors) {
    let ident = &written.ident;
    let ty = tokens::text(&written.ty);
    keys.refuse(&["input"], errors, |_| {
        (
            format!("`input` on `{ident}: {ty}`, which is a parameter"),
            shape::input_help(written),
        )
    });
    keys.refuse(&["output"], errors, |_| {
        (
            format!("`output` on `{ident}: {ty}`, which is a parameter"),
            shape::output_help(written),
        )
    });
    keys.refuse(&["of", "reads"], errors, |name| {
        (
            format!("`{name}` is said of an input, and this is a parameter"),
            "take it away".to_owned(),
        )
    });
    if let Some(entry) = keys.get("insignificant") {
        is_word(entry, errors);
    }
    let secret = secret(ident, keys, errors);
    if let (Some(secret), Some(arg)) = (secret, keys.get("arg")) {
        errors.at(
            &arg.key,
            format_args!("the secret `{ident}` would stand on a command line that everybody on the machine can read"),
            format_args!(
                "take `arg` away and hand it over in `conf(\"spark.…\" = {ident}.clone())` or `env(\"NAME\" = {ident}.clone())`{}",
                secret.or_not()
            ),
        );
    }
    if types::borrows(&written.ty) {
        errors.at(
            &written.ty,
            format_args!("the parameter `{ident}` borrows its value"),
            "let the task own it: write `String` for a text, `PathBuf` for a path",
        );
    }
    reserved(written, task, errors);
    let default = match keys.get("default") {
        None if implicit(&written.ty) => Default::Implicit,
        None => Default::Required,
        Some(entry) => literal::default(entry, &written.ty, errors),
    };
    task.params.push(Param {
        ident: ident.clone(),
        ty: written.ty.clone(),
        doc: written.doc.clone(),
        doc_attributes: written.doc_attributes.clone(),
        default,
        significant: keys.get("insignificant").is_none(),
        secret,
    });
}

/// Whether the parameter is a secret: its name says so unless its author says otherwise.
fn secret(ident: &syn::Ident, keys: &Keys<'_>, errors: &mut Errors) -> Option<Secret> {
    let Some(entry) = keys.get("secret") else {
        let by_name = spark_options::is_secret_name(&ident.unraw().to_string());
        return by_name.then_some(Secret::ByName);
    };
    let switch = match &entry.value {
        Value::Word => return Some(Secret::Marked),
        Value::Expr(expr) => match tokens::peel(expr) {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Bool(switch),
                ..
            }) => Some(switch.value),
            _ => None,
        },
        Value::List(_) => None,
    };
    match switch {
        Some(false) => None,
        _ => {
            errors.at(
                &entry.key,
                "`secret` takes no value but `false`",
                "write `secret` alone, or `secret = false` for a name that only sounds like one",
            );
            Some(Secret::Marked)
        }
    }
}

/// Whether the type has a default of its own: `None`, empty, `false`.
fn implicit(ty: &Type) -> bool {
    types::argument_of(ty, "Option").is_some()
        || types::argument_of(ty, "Vec").is_some()
        || types::is(ty, "bool")
}

fn reserved(written: &Field, task: &Task, errors: &mut Errors) {
    let flag = flag(&written.ident.unraw().to_string());
    if let Some(first) = task
        .params
        .iter()
        .find(|param| super::reserved::flag(&param.ident.unraw().to_string()) == flag)
    {
        errors.at(
            &written.ident,
            format_args!(
                "the parameters `{}` and `{}` have one flag on the program's command line: `--{flag}`",
                first.ident, written.ident
            ),
            "give one of them another name",
        );
    }
    if RESERVED.contains(&flag.as_str()) {
        errors.at(
            &written.ident,
            format_args!(
                "a parameter called `{}` would hide the program's own `--{flag}`",
                written.ident
            ),
            format_args!(
                "give the field another name, such as `job_{}`",
                written.ident.unraw()
            ),
        );
    }
}

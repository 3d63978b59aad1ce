//! A task: its fields one by one, then what holds between them.

use syn::spanned::Spanned;
use syn::{GenericParam, Generics};

use super::keys::{Place, checked};
use super::{
    application, control, field, generics, identity, itself, literal_text, names, places, template,
};
use crate::derive::Derive;
use crate::errors::Errors;
use crate::model::{Control, Default, Kind, Location, Task};
use crate::surroundings::Surroundings;
use crate::syntax::{Data, Item, types};

/// The task that an item means.
pub(crate) fn task(
    derive: Derive,
    item: &Item,
    surroundings: &Surroundings,
    errors: &mut Errors,
) -> Task {
    let names = names(item, errors);
    let entries = checked(derive, &item.entries, Place::Struct, errors);
    no_lifetimes(&item.generics, errors);

    let name = entries
        .iter()
        .find(|entry| entry.space == "task" && entry.key == "name")
        .and_then(|entry| {
            let text = literal_text(entry, "name = \"Delays\"", errors)?;
            let value = text.value();
            let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
            if value.is_empty() || !value.chars().all(plain) {
                errors.at(
                    text,
                    format_args!("{value:?} cannot be the name of a task"),
                    "write letters, digits, `_` and `-`: it is a key in `pipeline.toml`",
                );
                return None;
            }
            Some(value)
        })
        .unwrap_or_else(|| syn::ext::IdentExt::unraw(&item.ident).to_string());

    let mut task = Task {
        names,
        name,
        doc: item.doc.clone(),
        kind: match derive {
            Derive::ExternalTask => Kind::External,
            Derive::WrapperTask => Kind::Wrapper,
            Derive::SparkTask => Kind::Spark(None),
            _ => Kind::Rust,
        },
        control: Control::default(),
        params: Vec::new(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        markers: Vec::new(),
        claims: Vec::new(),
        unverified: Vec::new(),
    };
    if matches!(derive, Derive::Task | Derive::SparkTask) {
        task.control = control::control(&entries, errors);
    }
    let mut arguments = Vec::new();
    match &item.data {
        Data::Struct(fields) => {
            for written in fields {
                if let Some(argument) = field::field(derive, written, &mut task, errors) {
                    arguments.push(argument);
                }
            }
            kind_of_fields(derive, item, fields, errors);
        }
        Data::Tuple => errors.at(
            &item.ident,
            "a task is a struct with named fields: their names are the parameters' names",
            format_args!("write `struct {} {{ month: u8 }}`", item.ident),
        ),
        Data::Enum(_) | Data::Union => errors.at(
            &item.ident,
            "a task is a struct with named fields",
            format_args!(
                "write `struct {} {{ … }}`; an enum can be a parameter, with `#[derive(Param)]`",
                item.ident
            ),
        ),
    }
    generics::of_task(item, &mut task, errors);
    template::outputs(&task, errors);
    identity::outputs(&task, errors);
    places::outputs(&task, errors);
    itself::inputs(&task, errors);
    setters(&task, errors);
    secrets_in_places(&task, errors);
    if derive == Derive::SparkTask && matches!(item.data, Data::Struct(_)) {
        task.kind = Kind::Spark(application::application(
            item,
            &entries,
            &task,
            arguments,
            surroundings,
            errors,
        ));
    }
    task.claims = errors.take_claims();
    task.unverified = errors.take_unverified();
    task
}

fn no_lifetimes(generics: &Generics, errors: &mut Errors) {
    for param in &generics.params {
        if let GenericParam::Lifetime(lifetime) = param {
            errors.at(
                lifetime,
                "a task borrows nothing: it outlives the function that made it",
                "take the lifetime away and let the fields own their values (`String`, not `&str`)",
            );
        }
    }
}

/// What the kind of task demands of its fields.
fn kind_of_fields(
    derive: Derive,
    item: &Item,
    fields: &[crate::syntax::Field],
    errors: &mut Errors,
) {
    let mut outputs = 0;
    for field in fields {
        match types::shape(&field.ty) {
            types::Shape::Output(_) => {
                outputs += 1;
                if derive == Derive::WrapperTask {
                    errors.at(
                        &field.ty,
                        "a `WrapperTask` writes nothing",
                        "derive `Task` and write `impl Run`, or take the output away",
                    );
                }
            }
            types::Shape::Bare("Output") => outputs += 1,
            // An output in a shape that is none is reported already.
            _ if field.entries.list.iter().any(|entry| entry.key == "output") => outputs += 1,
            types::Shape::Input(..) if derive == Derive::ExternalTask => errors.at(
                &field.ty,
                "an `ExternalTask` is never run, so nothing can be done before it",
                "take the input away, or derive `Task` and write `impl Run`",
            ),
            _ => {}
        }
    }
    if derive == Derive::ExternalTask && outputs == 0 {
        errors.at(
            &item.ident,
            "an `ExternalTask` without an output: nothing tells whether it is there",
            "add a field such as `#[task(output = \"data/{month}.csv\")] csv: Output<File>`",
        );
    }
}

/// A setter has its field's name, so it must not meet the constructor.
fn setters(task: &Task, errors: &mut Errors) {
    for param in &task.params {
        if !matches!(param.default, Default::Required) && param.ident == "new" {
            errors.at(
                &param.ident,
                "the setter of a parameter called `new` would hide the constructor",
                "give the field another name",
            );
        }
    }
}

/// A path is readable for everybody who sees the file system.
fn secrets_in_places(task: &Task, errors: &mut Errors) {
    for output in &task.outputs {
        if let Some(Location::Expr(expr)) = &output.location {
            for param in &task.params {
                let Some(secret) = param.secret else {
                    continue;
                };
                let tokens = quote::ToTokens::to_token_stream(expr);
                if crate::syntax::tokens::mention(tokens, &param.ident) {
                    errors.at_span(
                        expr.span(),
                        format_args!("the secret `{}` would be readable in the path", param.ident),
                        template::without(param, secret, &task.kind),
                    );
                }
            }
        }
    }
}

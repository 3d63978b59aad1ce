//! Type parameters that may be anything: what their fields need of them, said once.
//!
//! rustc says it too, once for each impl. Afterwards the generics have the bound, so that what
//! stands in for the item is right.

use quote::ToTokens;
use syn::{Generics, Ident, Type, TypeParam, parse_quote};

use crate::errors::Errors;
use crate::model::{Row, Task};
use crate::syntax::{Data, Field, Item, tokens, types};

/// What a field needs of a type parameter.
struct Need<'a> {
    field: &'a Ident,
    /// What the field is: `a parameter`.
    is: &'static str,
    /// As the author writes it.
    bound: &'static str,
    /// Whether it is a trait of ours, and which.
    ours: Option<&'static str>,
}

/// Those of a task.
pub(super) fn of_task(item: &Item, task: &mut Task, errors: &mut Errors) {
    let need = |param: &TypeParam| {
        let fields = fields(item, &param.ident);
        let mut needs = fields.into_iter().map(|field| in_task(field, &param.ident));
        needs.next()
    };
    let private = task.names.private();
    bound(&mut task.names.generics, &private, need, errors);
}

/// Those of a row.
pub(super) fn of_row(item: &Item, row: &mut Row, errors: &mut Errors) {
    let need = |param: &TypeParam| {
        let fields = fields(item, &param.ident);
        fields.into_iter().next().map(|field| Need {
            field: &field.ident,
            is: "a column",
            bound: "spark_pipeline::core::row::ColumnType",
            ours: Some("ColumnType"),
        })
    };
    let private = row.names.private();
    bound(&mut row.names.generics, &private, need, errors);
}

fn bound<'a>(
    generics: &mut Generics,
    private: &proc_macro2::TokenStream,
    need: impl Fn(&TypeParam) -> Option<Need<'a>>,
    errors: &mut Errors,
) {
    let elsewhere = generics.where_clause.to_token_stream();
    for param in generics.type_params_mut() {
        if !param.bounds.is_empty() || tokens::mention(elsewhere.clone(), &param.ident) {
            continue;
        }
        let Some(need) = need(param) else {
            continue;
        };
        errors.at(
            &param.ident,
            format_args!(
                "`{}` may be any type, and `{}` is {}",
                param.ident, need.field, need.is
            ),
            format_args!("write `{}: {}`", param.ident, need.bound),
        );
        let ours = need.ours.map(|name| Ident::new(name, param.ident.span()));
        param.bounds.push(match ours {
            Some(name) => parse_quote!(#private::#name),
            None => parse_quote!(::core::marker::Send),
        });
        if need.ours.is_none() {
            param.bounds.push(parse_quote!(::core::marker::Sync));
            param.bounds.push(parse_quote!('static));
        }
    }
}

/// The fields in whose types it stands, those first where it is the whole.
fn fields<'a>(item: &'a Item, param: &Ident) -> Vec<&'a Field> {
    let Data::Struct(fields) = &item.data else {
        return Vec::new();
    };
    let uses = |field: &&Field| tokens::mention(field.ty.to_token_stream(), param);
    let mut found: Vec<&Field> = fields.iter().filter(uses).collect();
    found.sort_by_key(|field| matches!(types::shape(&field.ty), types::Shape::Marker));
    found
}

fn in_task<'a>(field: &'a Field, param: &Ident) -> Need<'a> {
    let is_param = |ty: &Type| types::is(ty, &param.to_string());
    let (is, bound, ours) = match types::shape(&field.ty) {
        types::Shape::Input(_, task) if is_param(task) => ("an input", "Task", Some("Task")),
        types::Shape::Output(target) if is_param(target) => ("an output", "Target", Some("Target")),
        types::Shape::Output(target)
            if types::named(target)
                .is_some_and(|(_, of)| matches!(of.as_slice(), [one] if is_param(one))) =>
        {
            ("an output of such rows", "Row", Some("Row"))
        }
        types::Shape::Plain => ("a parameter", "Param", Some("Param")),
        _ => (
            "a field of a task, which is a value of its own",
            "Send + Sync + 'static",
            None,
        ),
    };
    Need {
        field: &field.ident,
        is,
        bound,
        ours,
    }
}

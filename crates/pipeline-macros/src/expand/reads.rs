//! What a task reads from an input against what the input writes: `reads = Row`.
//!
//! Both are asked of the types by the compiler, in functions of their own as in `ops`, and
//! compared in a constant. So it does not matter where the structs are, what they are called
//! here, or which arguments they have; and a type that is none is one error.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Type};

use super::{ops, respan};
use crate::model::{ArgumentKind, Input, Kind, Task};
use crate::syntax::tokens;

/// The functions: the columns that are read, the columns that are written.
pub(super) fn functions(task: &Task) -> TokenStream {
    task.inputs
        .iter()
        .filter_map(|input| Some(columns(task, input, input.reads.as_ref()?)))
        .collect()
}

/// The function in `ops` that makes an input's type work: of those that must have exactly one
/// output, one that asks for that too.
pub(super) fn make(task: &Task, input: &Input) -> &'static str {
    let passed = match &task.kind {
        Kind::Spark(Some(application)) => application.arguments.iter().any(|argument| {
            argument.field == input.ident
                && matches!(argument.kind, ArgumentKind::Input { of: None, .. })
        }),
        _ => false,
    };
    match passed || (input.reads.is_some() && input.of.is_none()) {
        true => "sole_input",
        false => "input",
    }
}

fn columns(task: &Task, input: &Input, row: &Type) -> TokenStream {
    let private = task.names.private();
    let slice = quote!(&'static [#private::Column]);
    let span = row.span();
    let here = respan(&private, span);
    let read = function(
        task,
        &read_fn(input),
        is_generic(task, row),
        &slice,
        &quote_spanned!(span=> #here::columns::<#row>()),
    );
    let ty = &input.task;
    let body = match &input.of {
        None => {
            let ops = ops::fixed(task, &input.ident, ty, make(task, input))
                .unwrap_or_else(|| ops::of(&task.names.generics, &input.ident));
            quote!(#ops.columns())
        }
        Some(output) => {
            let one = super::local("one");
            quote_spanned!(output.span()=> #private::columns_of(|#one: &#ty| &#one.#output))
        }
    };
    let written = function(
        task,
        &written_fn(input),
        is_generic(task, ty),
        &quote!(::core::option::Option<#slice>),
        &body,
    );
    quote!(#read #written)
}

fn read_fn(input: &Input) -> Ident {
    format_ident!("__read_{}", input.ident.unraw())
}

fn written_fn(input: &Input) -> Ident {
    format_ident!("__written_{}", input.ident.unraw())
}

/// A function of the task's generics, or of none where it needs none: then a constant of no
/// generics can call it.
fn function(
    task: &Task,
    name: &Ident,
    generic: bool,
    returns: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let (impl_generics, _, where_clause) = task.names.generics.split_for_impl();
    let (impl_generics, where_clause) = match generic {
        true => (
            impl_generics.to_token_stream(),
            where_clause.to_token_stream(),
        ),
        false => Default::default(),
    };
    quote! {
        #[allow(dead_code)]
        const fn #name #impl_generics () -> #returns #where_clause { #body }
    }
}

fn call(task: &Task, name: &Ident, generic: bool) -> TokenStream {
    let (_, ty_generics, _) = task.names.generics.split_for_impl();
    let turbofish = generic.then(|| ty_generics.as_turbofish().to_token_stream());
    quote!(#name #turbofish ())
}

/// Whether a type depends on the task's own generics.
pub(super) fn is_generic(task: &Task, ty: &Type) -> bool {
    let generics = &task.names.generics;
    let types = generics.type_params().map(|param| &param.ident);
    let consts = generics.const_params().map(|param| &param.ident);
    types
        .chain(consts)
        .any(|name| tokens::mention(ty.to_token_stream(), name))
}

/// The comparison of an input, as an expression that gives what is written.
fn comparison(task: &Task, input: &Input, row: &Type) -> TokenStream {
    let private = task.names.private();
    let read = call(task, &read_fn(input), is_generic(task, row));
    let written = call(task, &written_fn(input), is_generic(task, &input.task));
    let (of, by) = (tokens::text(row), tokens::text(&input.task));
    let output = input
        .of
        .as_ref()
        .map_or_else(String::new, |output| format!("`{}` of ", output.unraw()));
    let head = format!(
        "`{}` reads {output}`{}` as `{of}`, and `{by}` writes something else",
        task.names.ident.unraw(),
        input.ident.unraw(),
    );
    let help = format!("change `{of}`, or what `{by}` writes: ");
    let check = quote!(#private::check_reads(#read, #written, #head, #help));
    respan(&check, row.span())
}

/// Whether the comparison can stand in a constant of its own.
fn is_plain(task: &Task, input: &Input, row: &Type) -> bool {
    !is_generic(task, row) && !is_generic(task, &input.task)
}

/// The comparisons. Those of a generic task are made where its arguments are known: in its
/// schema, when the program is built.
pub(super) fn checks(task: &Task) -> TokenStream {
    task.inputs
        .iter()
        .filter_map(|input| Some((input, input.reads.as_ref()?)))
        .filter(|(input, row)| is_plain(task, input, row))
        .map(|(input, row)| {
            let private = task.names.private();
            let comparison = comparison(task, input, row);
            quote!(const _: ::core::option::Option<&'static [#private::Column]> = #comparison;)
        })
        .collect()
}

/// The columns that are read and written, for the schema.
pub(super) fn schema(task: &Task, input: &Input) -> (TokenStream, TokenStream) {
    let Some(row) = &input.reads else {
        let none = quote!(::core::option::Option::None);
        return (none.clone(), none);
    };
    let read = call(task, &read_fn(input), is_generic(task, row));
    let written = if is_plain(task, input, row) {
        call(task, &written_fn(input), false)
    } else {
        comparison(task, input, row)
    };
    (quote!(::core::option::Option::Some(#read)), written)
}

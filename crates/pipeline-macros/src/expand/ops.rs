//! One function for each field, which asks for the trait that the field's type must have.
//!
//! What it returns does what the trait can, so that nothing else in the expansion asks again:
//! a type without the trait is one error, at the type.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Generics, Ident, Type};

use super::respan;
use crate::model::Task;

/// The functions of every field.
pub(super) fn functions(task: &Task) -> TokenStream {
    let params = task
        .params
        .iter()
        .map(|param| function(task, &param.ident, &param.ty, "ParamOps", "param"));
    let inputs = task.inputs.iter().map(|input| {
        let make = super::reads::make(task, input);
        function(task, &input.ident, &input.task, "InputOps", make)
    });
    let outputs = task
        .outputs
        .iter()
        .map(|output| function(task, &output.ident, &output.target, "OutputOps", "output"));
    params.chain(inputs).chain(outputs).collect()
}

fn function(task: &Task, field: &Ident, ty: &Type, ops: &str, make: &str) -> TokenStream {
    let private = task.names.private();
    let (impl_generics, _, where_clause) = task.names.generics.split_for_impl();
    let name = name(field);
    let (ops, make) = (format_ident!("{ops}"), format_ident!("{make}"));
    let span = ty.span();
    let here = respan(&private, span);
    let body = quote_spanned!(span=> #here::#make::<#ty>());
    quote! {
        const fn #name #impl_generics () -> #private::#ops<#ty> #where_clause { #body }
    }
}

/// The same for a constant that has no generics: nothing where the type depends on those of
/// the task.
pub(super) fn fixed(task: &Task, field: &Ident, ty: &Type, make: &str) -> Option<TokenStream> {
    if task.names.generics.params.is_empty() {
        return Some(of(&task.names.generics, field));
    }
    let private = respan(&task.names.private(), ty.span());
    let make = format_ident!("{make}", span = ty.span());
    (!super::reads::is_generic(task, ty)).then(|| quote!(#private::#make::<#ty>()))
}

fn name(field: &Ident) -> Ident {
    format_ident!("__of_{}", field.unraw())
}

/// What the type of a field can do.
pub(super) fn of(generics: &Generics, field: &Ident) -> TokenStream {
    let name = name(field);
    let (_, ty_generics, _) = generics.split_for_impl();
    let turbofish = ty_generics.as_turbofish().to_token_stream();
    quote!(#name #turbofish ())
}

//! `new`, the setters, and the functions they share with `from_params`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Type};

use super::{bindings, ops};
use crate::model::{
    Default, DefaultValue, Location, Named, Output, Param, Piece, TASK_ID, Task, Template,
};
use crate::syntax::types;

/// The inherent impl.
pub(super) fn constructor(task: &Task) -> TokenStream {
    let ident = &task.names.ident;
    let visibility = &task.names.visibility;
    let (impl_generics, ty_generics, where_clause) = task.names.generics.split_for_impl();
    let turbofish = ty_generics.as_turbofish();
    let required: Vec<&Param> = task.required().collect();
    let parameters = required.iter().map(|param| parameter(param));
    let conversions = required.iter().filter_map(|param| conversion(param));
    let arguments = task.params.iter().map(|param| {
        let ident = &param.ident;
        match &param.default {
            Default::Required => quote!(#ident),
            _ => {
                let default = default_fn(param);
                quote!(#default #turbofish ())
            }
        }
    });
    let setters = task
        .params
        .iter()
        .filter(|param| !matches!(param.default, Default::Required))
        .map(|param| setter(task, param));
    let doc = new_doc(task, &required);
    quote! {
        #[automatically_derived]
        impl #impl_generics #ident #ty_generics #where_clause {
            #[doc = #doc]
            #[allow(dead_code)]
            #[must_use]
            #visibility fn new(#(#parameters),*) -> Self {
                #(#conversions)*
                __assemble #turbofish (#(#arguments),*)
            }
            #(#setters)*
        }
    }
}

fn new_doc(task: &Task, required: &[&Param]) -> String {
    let mut doc = format!("A `{}`", task.names.ident);
    if required.is_empty() {
        doc.push('.');
    } else {
        doc.push_str(" of the parameters that have no default, in the order of the fields.");
    }
    for param in required {
        doc.push_str(&format!("\n- `{}`", param.ident));
        if let Some(line) = param.doc.lines().next() {
            doc.push_str(&format!(": {line}"));
        }
    }
    doc
}

/// A parameter of `new`: texts and paths take whatever becomes one.
pub(super) fn parameter(param: &Param) -> TokenStream {
    let (ident, ty) = (&param.ident, &param.ty);
    if into(ty) {
        quote!(#ident: impl ::core::convert::Into<#ty>)
    } else {
        quote!(#ident: #ty)
    }
}

fn conversion(param: &Param) -> Option<TokenStream> {
    let (ident, ty) = (&param.ident, &param.ty);
    into(ty).then(|| quote!(let #ident: #ty = ::core::convert::Into::into(#ident);))
}

fn into(ty: &Type) -> bool {
    types::is(ty, "String") || types::is(ty, "PathBuf")
}

/// What a setter takes, and how that becomes the field's value: an `Option<T>` takes a `T`, a
/// `Vec<T>` takes what becomes one, a list of texts or paths whatever gives what becomes those.
pub(super) fn setter_argument(param: &Param) -> (TokenStream, TokenStream) {
    let (ident, ty) = (&param.ident, &param.ty);
    if let Some(inner) = types::argument_of(ty, "Option") {
        if into(inner) {
            return (
                quote!(impl ::core::convert::Into<#inner>),
                quote!(::core::option::Option::Some(::core::convert::Into::into(#ident))),
            );
        }
        return (quote!(#inner), quote!(::core::option::Option::Some(#ident)));
    }
    if let Some(inner) = types::argument_of(ty, "Vec").filter(|inner| into(inner)) {
        return (
            quote!(impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#inner>>),
            quote! {
                ::core::iter::Iterator::collect(::core::iter::Iterator::map(
                    ::core::iter::IntoIterator::into_iter(#ident),
                    ::core::convert::Into::into,
                ))
            },
        );
    }
    if into(ty) || types::argument_of(ty, "Vec").is_some() {
        return (
            quote!(impl ::core::convert::Into<#ty>),
            quote!(::core::convert::Into::into(#ident)),
        );
    }
    (quote!(#ty), quote!(#ident))
}

fn setter(task: &Task, param: &Param) -> TokenStream {
    let ident = &param.ident;
    let visibility = &task.names.visibility;
    let (argument, value) = setter_argument(param);
    let doc = &param.doc_attributes;
    let fallback = doc.is_empty().then(|| {
        let doc = format!("Sets `{ident}`.");
        quote!(#[doc = #doc])
    });
    let moved = task.outputs.iter().filter_map(|output| {
        let depends = location_params(output, task)
            .iter()
            .any(|used| used.ident == *ident);
        depends.then(|| {
            let field = &output.ident;
            let located = located(task, output, |param| {
                let ident = &param.ident;
                quote!(&self.#ident)
            });
            quote!(self.#field = #located;)
        })
    });
    quote! {
        #(#doc)*
        #fallback
        #[allow(dead_code)]
        #[must_use]
        #visibility fn #ident(mut self, #ident: #argument) -> Self {
            self.#ident = #value;
            #(#moved)*
            self
        }
    }
}

/// The functions beside the impls: one for each default, one for each output's location, and
/// the one that puts a task together.
pub(super) fn functions(task: &Task) -> TokenStream {
    let defaults = task
        .params
        .iter()
        .filter(|param| !matches!(param.default, Default::Required))
        .map(|param| default_function(task, param));
    let locations = task.outputs.iter().map(|output| location(task, output));
    let assemble = assemble(task);
    let ops = ops::functions(task);
    let reads = super::reads::functions(task);
    quote! {
        #ops
        #reads
        #(#defaults)*
        #(#locations)*
        #assemble
    }
}

/// The function that makes a parameter's default.
pub(super) fn default_fn(param: &Param) -> Ident {
    format_ident!("__default_{}", param.ident.unraw())
}

fn default_function(task: &Task, param: &Param) -> TokenStream {
    let (impl_generics, _, where_clause) = task.names.generics.split_for_impl();
    let name = default_fn(param);
    let ty = &param.ty;
    let value = match &param.default {
        Default::Declared {
            value: DefaultValue::Expr(value),
            ..
        } => value.clone(),
        Default::Declared {
            value: DefaultValue::Text(text),
            ..
        } => {
            let ops = ops::of(&task.names.generics, &param.ident);
            let name = param.ident.unraw().to_string();
            quote_spanned!(text.span()=> #ops.read_default(#name, #text))
        }
        _ => quote!(::core::default::Default::default()),
    };
    quote! {
        fn #name #impl_generics () -> #ty #where_clause { #value }
    }
}

fn assemble(task: &Task) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = task.names.generics.split_for_impl();
    let private = task.names.private();
    let ident = &task.names.ident;
    let parameters = task.params.iter().map(|param| {
        let (ident, ty) = (&param.ident, &param.ty);
        quote!(#ident: #ty)
    });
    // The outputs first: they borrow what the fields then take.
    let outputs = task.outputs.iter().map(|output| {
        let field = &output.ident;
        let located = located(task, output, |param| {
            let ident = &param.ident;
            quote!(&#ident)
        });
        quote!(#field: #located)
    });
    let inputs = task.inputs.iter().map(|input| {
        let field = &input.ident;
        quote!(#field: #private::InputField::unconnected())
    });
    let params = task.params.iter().map(|param| &param.ident);
    let markers = &task.markers;
    quote! {
        fn __assemble #impl_generics (#(#parameters),*) -> #ident #ty_generics #where_clause {
            #ident {
                #(#outputs,)*
                #(#inputs,)*
                #(#markers: ::core::marker::PhantomData,)*
                #(#params,)*
            }
        }
    }
}

fn location_fn(output: &Output) -> Ident {
    format_ident!("__locate_{}", output.ident.unraw())
}

/// The parameters that an output's location is made from, in the order of the fields.
fn location_params<'a>(output: &Output, task: &'a Task) -> Vec<&'a Param> {
    output
        .location
        .as_ref()
        .map(|location| task.params_of(location))
        .unwrap_or_default()
}

/// The output, from the parameters as `reference` has them.
fn located(task: &Task, output: &Output, reference: impl Fn(&Param) -> TokenStream) -> TokenStream {
    let (_, ty_generics, _) = task.names.generics.split_for_impl();
    let turbofish = ty_generics.as_turbofish();
    let name = location_fn(output);
    let arguments = location_params(output, task).into_iter().map(reference);
    let ops = ops::of(&task.names.generics, &output.ident);
    quote!((#ops.at)(#name #turbofish (#(#arguments),*)))
}

fn location(task: &Task, output: &Output) -> TokenStream {
    let private = task.names.private();
    let (impl_generics, _, where_clause) = task.names.generics.split_for_impl();
    let name = location_fn(output);
    let parameters = location_params(output, task).into_iter().map(|param| {
        let (ident, ty) = (&param.ident, &param.ty);
        quote!(#ident: &#ty)
    });
    let body = match &output.location {
        Some(Location::Template(template)) => rendered(task, template),
        Some(Location::Expr(expr)) => {
            let made = bindings::in_function(expr, task, |expr| super::location(task, &expr));
            let of_task_id = output
                .location
                .as_ref()
                .is_some_and(|it| task.is_of_task_id(it));
            if of_task_id {
                let name = Ident::new(TASK_ID, expr.span());
                let id = task_id(task);
                quote! {
                    #[allow(unused_variables)]
                    let #name: #private::String = #id;
                    #made
                }
            } else {
                made
            }
        }
        None => quote!(::core::unreachable!()),
    };
    quote! {
        #[allow(clippy::ptr_arg, clippy::trivially_copy_pass_by_ref)]
        fn #name #impl_generics (#(#parameters),*) -> #private::String #where_clause { #body }
    }
}

fn rendered(task: &Task, template: &Template) -> TokenStream {
    let private = task.names.private();
    let path = super::local("path");
    let pieces = template.pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(quote!(#path.push_str(#text);)),
        Piece::Hole { name, spec, .. } => match task.named(name)? {
            Named::Param(param) => {
                let ident = &param.ident;
                let ops = ops::of(&task.names.generics, ident);
                Some(quote!(#ops.render(#ident, #spec, &mut #path);))
            }
            Named::Const(of) => {
                let (ident, ty) = (&of.ident, &of.ty);
                Some(quote!(#private::param::<#ty>().render(&#ident, #spec, &mut #path);))
            }
            Named::TaskId => {
                let id = task_id(task);
                Some(quote!(#path.push_str(&#id);))
            }
        },
    });
    quote! {
        let mut #path = #private::String::new();
        #(#pieces)*
        #path
    }
}

/// The task's identity as a text, where its significant parameters are at hand as references.
fn task_id(task: &Task) -> TokenStream {
    let private = task.names.private();
    let ident = &task.names.ident;
    let (_, ty_generics, _) = task.names.generics.split_for_impl();
    let visit = super::local("visit");
    let params = task.params.iter().enumerate();
    let visits = params
        .filter(|(_, param)| param.significant)
        .map(|(index, param)| {
            let param = &param.ident;
            let ops = ops::of(&task.names.generics, param);
            quote! {
                #visit(
                    &<#ident #ty_generics as #private::Task>::SCHEMA.params[#index],
                    (#ops.object)(#param),
                );
            }
        });
    let visits: Vec<TokenStream> = visits.collect();
    let visit = super::unused(&visit, visits.is_empty());
    quote!(#private::TaskId::of_params::<#ident #ty_generics>(|#visit| { #(#visits)* }).in_path())
}

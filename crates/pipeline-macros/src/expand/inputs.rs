//! The methods about inputs: naming them, filling them in, showing them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;

use super::{bindings, local, ops, respan, unused};
use crate::model::Task;
use crate::syntax::types::Many;

/// Evaluates the input expressions.
pub(super) fn dependencies(task: &Task) -> TokenStream {
    let private = task.names.private();
    let found = local("found");
    let fields = task.inputs.iter().filter_map(|input| {
        let ops = ops::of(&task.names.generics, &input.ident);
        let expr = input.expr.as_ref()?;
        let named = bindings::in_method(expr, task, |tokens| match input.many {
            // The value first: as an argument of a method of the input it would have to have
            // the input's type, and a mistake were two types with no word on what to write.
            Many::One => {
                let ops = respan(&ops, expr.span());
                quote!(#private::given(#tokens).one(#ops, #found))
            }
            Many::Maybe => {
                let ops = respan(&ops, expr.span());
                quote!(#private::given(#tokens).maybe(#ops, #found))
            }
            Many::Any => quote!(#ops.any(#found, #tokens)),
        });
        Some(quote!(#named;))
    });
    let found = unused(&found, task.inputs.is_empty());
    quote! {
        fn dependencies(&self, #found: &mut #private::Dependencies) {
            #(#fields)*
        }
    }
}

/// Fills the input fields.
pub(super) fn connect(task: &Task) -> TokenStream {
    let private = task.names.private();
    let resolved = local("resolved");
    let fields = task.inputs.iter().map(|input| {
        let ident = &input.ident;
        let ops = ops::of(&task.names.generics, ident);
        quote!(#private::InputField::connect(&mut self.#ident, #ops.connected(#resolved));)
    });
    let resolved = unused(&resolved, task.inputs.is_empty());
    quote! {
        fn connect(&mut self, #resolved: &mut #private::Resolved) {
            #(#fields)*
        }
    }
}

/// Shows the input fields.
pub(super) fn visit_inputs(task: &Task) -> TokenStream {
    let private = task.names.private();
    let visit = local("visit");
    let fields = task.inputs.iter().map(|input| {
        let ident = &input.ident;
        let ops = ops::of(&task.names.generics, ident);
        quote!(#private::InputField::tasks(&self.#ident, &#ops))
    });
    let body = (!task.inputs.is_empty()).then(|| {
        quote! {
            #private::visit_inputs(<Self as #private::Task>::SCHEMA.inputs, &[#(#fields),*], #visit);
        }
    });
    let visit = unused(&visit, task.inputs.is_empty());
    quote! {
        fn visit_inputs(
            &self,
            #visit: &mut dyn ::core::ops::FnMut(&'static #private::InputSchema, &[&dyn #private::AnyTask]),
        ) {
            #body
        }
    }
}

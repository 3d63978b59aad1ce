//! The parameters as an expression sees them: by name, owned.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

use super::ops;
use crate::model::{Param, Task};
use crate::syntax::tokens;

/// The parameters that an expression may use.
pub(super) fn used<'a>(expr: &impl ToTokens, params: &'a [Param]) -> Vec<&'a Param> {
    let tokens = expr.to_token_stream();
    params
        .iter()
        .filter(|param| tokens::mention(tokens.clone(), &param.ident))
        .collect()
}

/// An expression in a method: a clone of each parameter that it uses stands before it.
pub(super) fn in_method(expr: &impl ToTokens, task: &Task) -> TokenStream {
    bind(expr, task, |param| {
        let ident = &param.ident;
        quote!(&self.#ident)
    })
}

/// The same in a function that has the parameters as references.
pub(super) fn in_function(expr: &impl ToTokens, task: &Task) -> TokenStream {
    bind(expr, task, |param| {
        let ident = &param.ident;
        quote!(#ident)
    })
}

fn bind(expr: &impl ToTokens, task: &Task, from: impl Fn(&Param) -> TokenStream) -> TokenStream {
    let generics = &task.names.generics;
    let used = used(expr, &task.params);
    if used.is_empty() {
        return expr.to_token_stream();
    }
    let bindings = used.into_iter().map(|param| {
        let ident = &param.ident;
        let ops = ops::of(generics, &param.ident);
        let from = from(param);
        quote! {
            #[allow(unused_variables)]
            let #ident = (#ops.clone)(#from);
        }
    });
    // The braces stand where the expression does, and so does an error about its type.
    let mut block = Group::new(Delimiter::Brace, quote!(#(#bindings)* #expr));
    block.set_span(expr.span());
    TokenTree::Group(block).into()
}

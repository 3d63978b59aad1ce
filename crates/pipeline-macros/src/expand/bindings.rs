//! The parameters as an expression sees them: by name, owned.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{local, ops};
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

/// An expression in a method: a clone of each parameter that it uses stands before it, and
/// `consume` is what is done with it.
///
/// Both stand in one block, so that what the expression gives may borrow from the clones:
/// `(1..=3).map(|n| Leaf::new(day, n))` borrows `day`.
pub(super) fn in_method(
    expr: &impl ToTokens,
    task: &Task,
    consume: impl FnOnce(TokenStream) -> TokenStream,
) -> TokenStream {
    bind(expr, task, consume, |param| {
        let ident = &param.ident;
        quote!(&self.#ident)
    })
}

/// The same in a function that has the parameters as references.
pub(super) fn in_function(
    expr: &impl ToTokens,
    task: &Task,
    consume: impl FnOnce(TokenStream) -> TokenStream,
) -> TokenStream {
    bind(expr, task, consume, |param| {
        let ident = &param.ident;
        quote!(#ident)
    })
}

fn bind(
    expr: &impl ToTokens,
    task: &Task,
    consume: impl FnOnce(TokenStream) -> TokenStream,
    from: impl Fn(&Param) -> TokenStream,
) -> TokenStream {
    let generics = &task.names.generics;
    let used = used(expr, &task.params);
    let made = consume(expr.to_token_stream());
    if used.is_empty() {
        return made;
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
    // A name for the result, since what is temporary in the last expression of a block lives
    // longer than the clones in editions before 2024.
    let result = local("result");
    quote!({ #(#bindings)* let #result = #made; #result })
}

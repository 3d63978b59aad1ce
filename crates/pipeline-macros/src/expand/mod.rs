//! From what is meant to Rust.
//!
//! Everything stands in a `const _` and is called by its absolute path, so that nothing the
//! author has in scope, or has shadowed, changes it. What the author's expressions see is
//! their parameters and nothing of ours: our own locals have the hygiene of the macro.

mod application;
mod bindings;
mod choice;
mod construct;
mod control;
mod fallback;
mod inputs;
mod ops;
mod reads;
mod row;
mod schema;
mod task;

pub(crate) use choice::{choice, choice_fallback};
pub(crate) use fallback::task as task_fallback;
pub(crate) use row::{row, row_fallback};
pub(crate) use task::task;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::model::{Names, Task};

/// A local name that the author's expressions cannot see.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The same, or with an underscore where nothing uses it.
fn unused(name: &Ident, unused: bool) -> Ident {
    if unused {
        local(&format!("_{name}"))
    } else {
        name.clone()
    }
}

/// The block that holds everything of one item.
fn block(names: &Names, items: &TokenStream) -> TokenStream {
    let import = names.import();
    quote! {
        #[allow(non_snake_case, clippy::needless_pass_by_value, clippy::too_many_arguments)]
        const _: () = {
            #import
            #items
        };
    }
}

/// The path that an expression gives.
fn location(task: &Task, expr: &TokenStream) -> TokenStream {
    let span = expr.span();
    let private = respan(&task.names.private(), span);
    quote_spanned!(span=> #private::Location::into_location(#expr))
}

/// The tokens at another place in the source, for an error to stand there; what they mean
/// stays.
fn respan(tokens: &TokenStream, span: Span) -> TokenStream {
    tokens
        .clone()
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                let mut inner = Group::new(group.delimiter(), respan(&group.stream(), span));
                inner.set_span(span.resolved_at(group.span()));
                return TokenTree::Group(inner);
            }
            token.set_span(span.resolved_at(token.span()));
            token
        })
        .collect()
}

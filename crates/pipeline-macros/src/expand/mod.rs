//! From what is meant to Rust.
//!
//! Everything stands in a `const _` and is called by its absolute path, so that nothing the
//! author has in scope, or has shadowed, changes it. What the author's expressions see is
//! their parameters and nothing of ours: our own locals have the hygiene of the macro.

mod application;
mod bindings;
mod choice;
mod construct;
mod fallback;
mod row;
mod task;

pub(crate) use choice::{choice, choice_fallback};
pub(crate) use fallback::task as task_fallback;
pub(crate) use row::{row, row_fallback};
pub(crate) use task::task;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// A local name that the author's expressions cannot see.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The block that holds everything of one item.
fn block(items: &TokenStream) -> TokenStream {
    quote! {
        #[allow(non_snake_case, clippy::needless_pass_by_value, clippy::too_many_arguments)]
        const _: () = {
            #items
        };
    }
}

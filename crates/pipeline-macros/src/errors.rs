//! Mistakes, collected: an item reports all of its own at once.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes of one item, each at its own tokens.
#[derive(Default)]
pub(crate) struct Errors(Vec<syn::Error>);

impl Errors {
    /// Adds a mistake: what is wrong, then what to write.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, problem: impl Display, help: impl Display) {
        self.0
            .push(syn::Error::new_spanned(tokens, message(problem, help)));
    }

    /// The same, where there is a place but no token.
    pub(crate) fn at_span(&mut self, span: Span, problem: impl Display, help: impl Display) {
        self.0.push(syn::Error::new(span, message(problem, help)));
    }

    /// Adds what the parser found.
    pub(crate) fn syntax(&mut self, error: syn::Error) {
        self.0.push(error);
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One `compile_error!` for each, none twice.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.0.iter().map(syn::Error::to_compile_error).collect()
    }

    /// The messages, for tests.
    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }
}

fn message(problem: impl Display, help: impl Display) -> String {
    format!("{problem}\nhelp: {help}")
}

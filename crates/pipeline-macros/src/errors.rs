//! Mistakes and warnings, collected: an item reports all of its own at once.

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::lints::Lint;
use crate::model::Claim;

/// The mistakes of one item, each at its own tokens, and what could not be verified.
#[derive(Default)]
pub(crate) struct Errors {
    mistakes: Vec<syn::Error>,
    warnings: Vec<Warning>,
    unverified: Vec<String>,
    claims: Vec<Claim>,
    /// The lints that the author has switched off on this item.
    allowed: Vec<Lint>,
}

/// What is worth a word but stops nobody.
struct Warning {
    lint: Lint,
    span: Span,
    text: String,
}

impl Errors {
    /// Adds a mistake: what is wrong, then what to write.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, problem: impl Display, help: impl Display) {
        self.mistakes
            .push(syn::Error::new_spanned(tokens, message(problem, help)));
    }

    /// The same, where there is a place but no token.
    pub(crate) fn at_span(&mut self, span: Span, problem: impl Display, help: impl Display) {
        self.mistakes
            .push(syn::Error::new(span, message(problem, help)));
    }

    /// Adds what the parser found.
    pub(crate) fn syntax(&mut self, error: syn::Error) {
        self.mistakes.push(error);
    }

    /// Adds a warning: what is doubtful, then what to write. Silent where the author allows it.
    pub(crate) fn warn(
        &mut self,
        lint: Lint,
        span: Span,
        problem: impl Display,
        help: impl Display,
    ) {
        if !self.allowed.contains(&lint) {
            let text = message(problem, help);
            self.warnings.push(Warning { lint, span, text });
        }
    }

    /// Adds what could be a mistake but cannot be verified: a sentence, which the program's
    /// `check` shows.
    pub(crate) fn not_verified(&mut self, text: impl Display) {
        self.unverified.push(text.to_string());
    }

    /// Adds what is a mistake if the type of a parameter is what its name says, which rustc
    /// knows.
    #[allow(dead_code)] // without the feature `python` nobody claims anything
    pub(crate) fn claim(
        &mut self,
        field: &Ident,
        at: Span,
        problem: impl Display,
        help: impl Display,
    ) {
        self.claims.push(Claim {
            field: field.clone(),
            at,
            message: message(problem, help),
        });
    }

    /// What is a mistake if the types are what their names say.
    pub(crate) fn take_claims(&mut self) -> Vec<Claim> {
        std::mem::take(&mut self.claims)
    }

    /// What could not be verified.
    pub(crate) fn take_unverified(&mut self) -> Vec<String> {
        std::mem::take(&mut self.unverified)
    }

    /// Switches a lint off, from here on.
    pub(crate) fn allow(&mut self, lint: Lint) {
        self.allowed.push(lint);
    }

    /// Whether there is no mistake.
    pub(crate) fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// One `compile_error!` for each mistake, none twice, and each warning.
    pub(crate) fn into_tokens(self) -> TokenStream {
        let mistakes = self.mistakes.iter().map(syn::Error::to_compile_error);
        mistakes
            .chain(self.warnings.iter().map(Warning::to_tokens))
            .collect()
    }

    /// The messages, for tests.
    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.mistakes.iter().map(ToString::to_string).collect()
    }

    /// The warnings, for tests.
    #[cfg(test)]
    pub(crate) fn warnings(&self) -> Vec<&str> {
        self.warnings
            .iter()
            .map(|warning| warning.text.as_str())
            .collect()
    }
}

impl Warning {
    /// A constant that is deprecated and used: on stable Rust no other item of ours makes a
    /// warning at the author's own word.
    fn to_tokens(&self) -> TokenStream {
        let name = Ident::new(self.lint.name(), Span::mixed_site());
        // With the author's own hygiene: rustc keeps quiet about what a derive has written.
        let used = Ident::new(self.lint.name(), self.span);
        let note = format!(
            "{}\n      = to silence it: `allow({})` in the attribute",
            self.text,
            self.lint.name()
        );
        let reads = quote_spanned!(self.span=> let _ = #used;);
        quote! {
            #[allow(non_upper_case_globals)]
            const _: () = {
                #[deprecated(note = #note)]
                const #name: () = ();
                #reads
            };
        }
    }
}

fn message(problem: impl Display, help: impl Display) -> String {
    format!("{problem}\nhelp: {help}")
}

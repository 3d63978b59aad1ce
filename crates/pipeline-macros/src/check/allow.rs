//! `allow(…)`: the warnings that the author has switched off.

use proc_macro2::Ident;
use syn::Token;
use syn::punctuated::Punctuated;

use crate::errors::Errors;
use crate::lints::Lint;
use crate::syntax::{Entries, Value};
use crate::words;

/// Switches off the lints that the attributes of an item name. They hold for all of the item,
/// wherever in it they stand, so they are read before anything is checked.
pub(crate) fn allow(entries: &Entries, errors: &mut Errors) {
    for entry in entries.list.iter().filter(|entry| entry.key == "allow") {
        let names = || Lint::ALL.map(Lint::name);
        let Value::List(list) = &entry.value else {
            errors.at(
                &entry.key,
                "`allow` takes the names of warnings in parentheses",
                format_args!(
                    "write `allow({})`; all are {}",
                    Lint::UnusedField.name(),
                    words::list(names())
                ),
            );
            continue;
        };
        let parser = Punctuated::<Ident, Token![,]>::parse_terminated;
        match syn::parse::Parser::parse2(parser, list.clone()) {
            Err(error) => errors.at_span(
                error.span(),
                "a warning is named by its word, without quotes",
                format_args!("write `allow({})`", Lint::UnusedField.name()),
            ),
            Ok(idents) => {
                for ident in idents {
                    match Lint::ALL.into_iter().find(|lint| ident == lint.name()) {
                        Some(lint) => errors.allow(lint),
                        None => errors.at(
                            &ident,
                            format_args!("`{ident}` is no warning of ours"),
                            words::instead(&ident.to_string(), names(), "the warnings are"),
                        ),
                    }
                }
            }
        }
    }
}

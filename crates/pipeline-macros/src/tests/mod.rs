//! Whole items through the whole way.

#![allow(clippy::unwrap_used)]

mod expansion;
mod mistakes;
mod random;

use proc_macro2::TokenStream;

use crate::check;
use crate::derive::{Derive, expand};
use crate::errors::Errors;
use crate::surroundings::Surroundings;
use crate::syntax::Item;

/// What a derive adds to an item, as formatted Rust.
fn expanded(derive: Derive, item: &str) -> String {
    let tokens = expand(derive, item.parse().unwrap(), &Surroundings::default());
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

/// The messages of an item's mistakes.
fn mistakes(derive: Derive, item: &str) -> Vec<String> {
    let tokens: TokenStream = item.parse().unwrap();
    let mut errors = Errors::default();
    if let Some(item) = Item::parse(tokens, &mut errors) {
        match derive {
            Derive::Row => drop(check::row(&item, &mut errors)),
            Derive::Param => drop(check::choice(&item, &mut errors)),
            _ => drop(check::task(
                derive,
                &item,
                &Surroundings::default(),
                &mut errors,
            )),
        }
    }
    errors.messages()
}

//! An enum as a parameter: its variants are words.

use std::collections::HashMap;

use heck::ToKebabCase;
use syn::ext::IdentExt;

use super::keys::{Place, checked};
use super::{literal_text, names};
use crate::derive::Derive;
use crate::errors::Errors;
use crate::model::Choice;
use crate::syntax::{Data, Item};

/// The enum that an item means.
pub(crate) fn choice(item: &Item, errors: &mut Errors) -> Choice {
    let _ = checked(Derive::Param, &item.entries, Place::Struct, errors);
    let mut choice = Choice {
        names: names(item, errors),
        variants: Vec::new(),
    };
    let Data::Enum(variants) = &item.data else {
        errors.at(
            &item.ident,
            "`derive(Param)` makes an enum a parameter, and this is none",
            format_args!("write `enum {} {{ First, Second }}`", item.ident),
        );
        return choice;
    };
    if let Some(param) = item.generics.params.first() {
        errors.at(
            param,
            "an enum of plain variants has no use for generics",
            "take them away",
        );
    }
    if variants.is_empty() {
        errors.at(
            &item.ident,
            "an enum without a variant has no value",
            format_args!("write `enum {} {{ First, Second }}`", item.ident),
        );
    }
    let mut seen: HashMap<String, String> = HashMap::new();
    for variant in variants {
        if !variant.plain {
            errors.at(
                &variant.ident,
                format_args!(
                    "the variant `{}` carries data, which is no word on a command line",
                    variant.ident
                ),
                "make it a plain variant, and the data a parameter of its own",
            );
        }
        let rename = checked(Derive::Param, &variant.entries, Place::Field, errors)
            .into_iter()
            .find(|entry| entry.key == "rename")
            .and_then(|entry| literal_text(entry, "rename = \"word\"", errors));
        let word = rename.map_or_else(
            || variant.ident.unraw().to_string().to_kebab_case(),
            syn::LitStr::value,
        );
        let here = || {
            rename.map_or_else(
                || quote::ToTokens::to_token_stream(&variant.ident),
                quote::ToTokens::to_token_stream,
            )
        };
        if word.is_empty() || word.starts_with('-') || word.contains(char::is_whitespace) {
            errors.at(
                here(),
                format_args!("{word:?} cannot stand on a command line as one word"),
                "write a word without spaces and without a dash in front",
            );
        }
        if let Some(first) = seen.insert(word.clone(), variant.ident.to_string()) {
            errors.at(
                here(),
                format_args!("the word `{word}` is the variant `{first}` already"),
                "write `#[param(rename = \"another-word\")]`",
            );
        }
        choice.variants.push((variant.ident.clone(), word));
    }
    choice
}

//! The words of an item's attributes, as uses of the constants that explain them.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use super::{constant, module};
use crate::check::keys::{self, Place};
use crate::derive::Derive;
use crate::model::Names;
use crate::syntax::{Data, Entries, Item};

/// One `use` for each attribute, even for one without a word: the next one will stand there.
pub(crate) fn words(derive: Derive, item: &Item, names: &Names) -> TokenStream {
    let private = names.private();
    let import = names.import();
    let mut uses = attributes(derive, &item.entries, Place::Struct, &private);
    match &item.data {
        Data::Struct(fields) => {
            for field in fields {
                uses.extend(attributes(derive, &field.entries, Place::Field, &private));
            }
        }
        Data::Enum(variants) => {
            for variant in variants {
                uses.extend(attributes(derive, &variant.entries, Place::Field, &private));
            }
        }
        Data::Tuple | Data::Union => {}
    }
    quote! {
        #[allow(unused_imports)]
        const _: () = {
            #import
            #uses
        };
    }
}

/// The errors with the `core` of their `::core::compile_error!` at no word of the author's, since
/// an editor would explain that word as the whole crate. The rest stays: rust-analyzer tells by it
/// where the error is.
pub(crate) fn errors(errors: TokenStream) -> TokenStream {
    errors
        .into_iter()
        .map(|mut token| {
            if matches!(&token, TokenTree::Ident(word) if word == "core") {
                token.set_span(Span::call_site());
            }
            token
        })
        .collect()
}

fn attributes(
    derive: Derive,
    entries: &Entries,
    place: Place,
    private: &TokenStream,
) -> TokenStream {
    let mut uses = TokenStream::new();
    for attribute in &entries.words {
        let space = attribute.space.to_string();
        let Some(module) = module(derive, &space, place) else {
            continue;
        };
        uses.extend(use_of(private, module, &attribute.keys));
        for (key, words) in &attribute.lists {
            if key == "allow" || key == "conf" {
                uses.extend(use_of(private, &key.to_string(), words));
            }
        }
        // Any other call is the author's own.
        let later = |call: &&Ident| keys::VALUE.iter().any(|key| **call == key.name);
        let calls: Vec<Ident> = attribute.calls.iter().filter(later).cloned().collect();
        if !calls.is_empty() {
            uses.extend(use_of(private, "value", &calls));
        }
    }
    uses
}

fn use_of(private: &TokenStream, module: &str, words: &[Ident]) -> TokenStream {
    let module = format_ident!("{module}");
    let words = words.iter().map(|word| {
        let name = word.unraw().to_string();
        match constant(&name) {
            same if same == name => word.clone(),
            other => Ident::new(other, word.span()),
        }
    });
    quote!(use #private::keys::#module::{#(#words as _,)*};)
}

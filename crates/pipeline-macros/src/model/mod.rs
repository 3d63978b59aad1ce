//! An item as it is meant: what the checks have made of the words.

mod application;
mod task;
pub(crate) mod template;

pub(crate) use application::{
    Application, Argument, ArgumentKind, Entry, OptionSetting, OptionValue, Property,
    PropertyValue, Resource, Source, not_handed,
};
pub(crate) use task::{
    Default, DefaultValue, Input, Kind, Location, Named, Names, Output, Param, Secret, TASK_ID,
    Task,
};
pub(crate) use template::{Piece, Template};

use proc_macro2::TokenStream;
use syn::{Generics, Ident, Path, Type};

use crate::syntax::tokens;

/// A struct whose fields are columns.
pub(crate) struct Row {
    pub(crate) names: Names,
    pub(crate) columns: Vec<Column>,
}

/// A column of a [`Row`].
pub(crate) struct Column {
    pub(crate) field: Ident,
    pub(crate) name: String,
    pub(crate) ty: Type,
}

/// An enum whose variants are words.
pub(crate) struct Choice {
    pub(crate) names: Names,
    pub(crate) variants: Vec<(Ident, String)>,
}

impl Names {
    /// Our private module, by the name of the facade crate.
    pub(crate) fn private(&self) -> TokenStream {
        let krate: &Path = &self.krate;
        quote::quote!(#krate::__private)
    }

    /// A type without `Self`, which means nothing outside the impls.
    pub(crate) fn in_full(&self, ty: &Type) -> Type {
        let own = Ident::new("Self", self.ident.span());
        if !tokens::mention(quote::ToTokens::to_token_stream(ty), &own) {
            return ty.clone();
        }
        let (ident, generics) = (&self.ident, &self.generics);
        let (_, ty_generics, _) = generics.split_for_impl();
        let full = quote::quote!(#ident #ty_generics);
        let tokens = tokens::replace_self(quote::ToTokens::to_token_stream(ty), &full);
        syn::parse2(tokens).unwrap_or_else(|_| ty.clone())
    }

    /// The generics with the lifetimes gone: a task borrows nothing, and where one was
    /// written the mistake is reported already.
    pub(crate) fn without_lifetimes(generics: &Generics) -> Generics {
        let mut generics = generics.clone();
        generics.params = generics
            .params
            .into_iter()
            .filter(|param| !matches!(param, syn::GenericParam::Lifetime(_)))
            .collect();
        generics
    }
}

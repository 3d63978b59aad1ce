//! An item as it is meant: what the checks have made of the words.

mod application;
mod control;
mod task;
pub(crate) mod template;

pub(crate) use application::{
    Application, Argument, ArgumentKind, Entry, OptionSetting, OptionValue, Property,
    PropertyValue, Resource, Source, not_handed,
};
pub(crate) use control::{Control, Setting};
pub(crate) use task::{
    Claim, Default, DefaultValue, Input, Kind, Location, Named, Names, Output, Param, Secret,
    TASK_ID, Task,
};
pub(crate) use template::{Piece, Template};

use proc_macro2::TokenStream;
use syn::{Generics, Ident, Type};

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
    /// Our private module.
    pub(crate) fn private(&self) -> TokenStream {
        match self.krate {
            None => quote::quote!(::spark_pipeline::__private),
            Some(_) => quote::quote!(__spark_pipeline_private),
        }
    }

    /// What must stand where [`Self::private`] is used: where the author names the crate, that
    /// name stands once, so that a wrong one is one error.
    pub(crate) fn import(&self) -> TokenStream {
        let import = self.krate.as_ref().map(|krate| {
            quote::quote! {
                #[allow(unused_imports)]
                use #krate::__private as __spark_pipeline_private;
            }
        });
        import.unwrap_or_default()
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

//! The `Param` impl of an enum.

use proc_macro2::TokenStream;
use quote::quote;

use super::fallback::Signature;
use super::{block, local};
use crate::model::Choice;

/// The impl.
pub(crate) fn choice(choice: &Choice) -> TokenStream {
    let private = choice.names.private();
    let ident = &choice.names.ident;
    let (variants, words): (Vec<_>, Vec<_>) = choice.variants.iter().map(|(v, w)| (v, w)).unzip();
    let places = 0..words.len();
    let (text, spec, path) = (local("text"), local("spec"), local("path"));
    block(
        &choice.names,
        &quote! {
            const __WORDS: &[&::core::primitive::str] = &[#(#words),*];

            fn __word(value: &#ident) -> &'static ::core::primitive::str {
                match value {
                    #(#ident::#variants => #words,)*
                }
            }

            #[automatically_derived]
            impl #private::Param for #ident {
                const KIND: #private::ParamKind = #private::ParamKind::Choice(__WORDS);

                fn parse(#text: &::core::primitive::str) -> ::core::result::Result<Self, #private::ParamError> {
                    match #private::choice::parse(__WORDS, #text) {
                        #(::core::result::Result::Ok(#places) => ::core::result::Result::Ok(#ident::#variants),)*
                        ::core::result::Result::Ok(_) => ::core::unreachable!(),
                        ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
                    }
                }

                fn print(&self) -> #private::String {
                    #private::text(__word(self))
                }

                fn value(&self) -> #private::Value {
                    #private::Value::String(#private::text(__word(self)))
                }

                fn render(
                    &self,
                    #spec: &::core::primitive::str,
                    #path: &mut #private::String,
                ) -> ::core::result::Result<(), #private::ParamError> {
                    #private::choice::render(__word(self), #spec, #path)
                }
            }
        },
    )
}

/// The impl of an enum with mistakes.
pub(crate) fn choice_fallback(choice: &Choice) -> TokenStream {
    let private = choice.names.private();
    let Signature {
        generics,
        ty,
        where_clause,
    } = Signature::of(&choice.names);
    block(
        &choice.names,
        &quote! {
            #[automatically_derived]
            #[allow(unused_variables)]
            impl #generics #private::Param for #ty #where_clause {
                const KIND: #private::ParamKind = #private::ParamKind::Choice(&[]);
                fn parse(text: &::core::primitive::str) -> ::core::result::Result<Self, #private::ParamError> {
                    ::core::unreachable!()
                }
                fn print(&self) -> #private::String { ::core::unreachable!() }
                fn value(&self) -> #private::Value { ::core::unreachable!() }
                fn render(
                    &self,
                    spec: &::core::primitive::str,
                    path: &mut #private::String,
                ) -> ::core::result::Result<(), #private::ParamError> {
                    ::core::unreachable!()
                }
            }
        },
    )
}

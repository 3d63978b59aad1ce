//! What stands in for a task with mistakes: the same impls with bodies that are never reached,
//! so that one mistake gives one error and whoever uses the task gets none.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics};

use super::{block, construct};
use crate::model::{Default, Kind, Names, Task};

/// The impls of a task with mistakes.
pub(crate) fn task(task: &Task) -> TokenStream {
    let private = task.names.private();
    let Signature {
        generics,
        ty,
        where_clause,
    } = Signature::of(&task.names);
    let kind = match &task.kind {
        Kind::Spark(_) => quote!(Engine(#private::SPARK)),
        Kind::External => quote!(External),
        Kind::Wrapper => quote!(Wrapper),
        Kind::Rust => quote!(Rust),
    };
    let name = &task.name;
    let constructor = constructor(task);
    let sole_output = (task.outputs.len() == 1).then(|| {
        quote! {
            #[automatically_derived]
            impl #generics #private::SoleOutput for #ty #where_clause {
                fn sole_output(&self) -> &dyn #private::AnyTarget { ::core::unreachable!() }
            }
        }
    });
    let runs_rust = super::task::runs_rust(task);
    let spark = matches!(task.kind, Kind::Spark(_)).then(|| {
        quote! {
            #[automatically_derived]
            impl #generics #private::SparkTask for #ty #where_clause {
                fn application(&self) -> #private::SparkApplication { ::core::unreachable!() }
            }
        }
    });
    block(
        &task.names,
        &quote! {
            #[automatically_derived]
            #[allow(dead_code, unused_variables)]
            impl #generics #ty #where_clause {
                #constructor
            }
            #[automatically_derived]
            #[allow(unused_variables)]
            impl #generics #private::Task for #ty #where_clause {
                const SCHEMA: &'static #private::TaskSchema = &#private::TaskSchema {
                    name: #name,
                    path: #name,
                    doc: "",
                    kind: #private::TaskKind::#kind,
                    params: &[],
                    inputs: &[],
                    outputs: &[],
                    unverified: &[],
                };
                fn visit_params(
                    &self,
                    visit: &mut dyn ::core::ops::FnMut(&'static #private::ParamSchema, &dyn #private::AnyParam),
                ) {
                    ::core::unreachable!()
                }
                fn from_params(values: &mut #private::ParamValues) -> ::core::option::Option<Self> {
                    ::core::unreachable!()
                }
                fn dependencies(&self, found: &mut #private::Dependencies) {
                    ::core::unreachable!()
                }
                fn connect(&mut self, resolved: &mut #private::Resolved) {
                    ::core::unreachable!()
                }
                fn visit_inputs(
                    &self,
                    visit: &mut dyn ::core::ops::FnMut(&'static #private::InputSchema, &[&dyn #private::AnyTask]),
                ) {
                    ::core::unreachable!()
                }
                fn visit_outputs(
                    &self,
                    visit: &mut dyn ::core::ops::FnMut(&'static #private::OutputSchema, &dyn #private::AnyTarget),
                ) {
                    ::core::unreachable!()
                }
                fn run(
                    &self,
                    cx: &#private::Context,
                ) -> impl ::core::future::Future<Output = #private::Result<()>> + ::core::marker::Send {
                    ::core::future::pending()
                }
            }
            #sole_output
            #runs_rust
            #spark
        },
    )
}

fn constructor(task: &Task) -> TokenStream {
    let visibility = &task.names.visibility;
    let parameters = task
        .required()
        .map(|param| owned(construct::parameter(param)));
    let setters = task
        .params
        .iter()
        .filter(|param| !matches!(param.default, Default::Required) && param.ident != "new")
        .map(|param| {
            let ident = &param.ident;
            let argument = owned(construct::setter_argument(param).0);
            quote! {
                #visibility fn #ident(self, #ident: #argument) -> Self { ::core::unreachable!() }
            }
        });
    quote! {
        #visibility fn new(#(#parameters),*) -> Self { ::core::unreachable!() }
        #(#setters)*
    }
}

/// Every lifetime as `'static`, since those of the struct are gone.
fn owned(tokens: TokenStream) -> TokenStream {
    let mut lifetime = false;
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Punct(punct) => {
                lifetime = punct.as_char() == '\'';
                TokenTree::Punct(punct)
            }
            TokenTree::Ident(ident) if std::mem::take(&mut lifetime) => {
                TokenTree::Ident(Ident::new("static", ident.span()))
            }
            TokenTree::Group(group) => {
                TokenTree::Group(Group::new(group.delimiter(), owned(group.stream())))
            }
            other => other,
        })
        .collect()
}

/// The generics of an impl whose type may have lifetimes, which are `'static` here.
pub(super) struct Signature {
    pub(super) generics: TokenStream,
    pub(super) ty: TokenStream,
    pub(super) where_clause: TokenStream,
}

impl Signature {
    pub(super) fn of(names: &Names) -> Self {
        let ident = &names.ident;
        let generics = &names.generics;
        if generics.lifetimes().next().is_none() {
            let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
            return Self {
                generics: impl_generics.to_token_stream(),
                ty: quote!(#ident #ty_generics),
                where_clause: where_clause.to_token_stream(),
            };
        }
        let arguments = generics.params.iter().map(|param| match param {
            GenericParam::Lifetime(_) => quote!('static),
            GenericParam::Type(param) => param.ident.to_token_stream(),
            GenericParam::Const(param) => param.ident.to_token_stream(),
        });
        let without: Generics = Names::without_lifetimes(generics);
        let (impl_generics, ..) = without.split_for_impl();
        Self {
            ty: quote!(#ident<#(#arguments),*>),
            generics: impl_generics.to_token_stream(),
            where_clause: TokenStream::new(),
        }
    }
}

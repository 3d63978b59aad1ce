//! The `Task` impl.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::fallback::Signature;
use super::{application, block, construct, control, inputs, local, ops, reads, schema, unused};
use crate::model::{Default, Kind, Param, Task};

/// Everything that a task's derive adds.
pub(crate) fn task(task: &Task) -> TokenStream {
    let constructor = construct::constructor(task);
    let functions = construct::functions(task);
    let task_impl = task_impl(task);
    let sole_output = sole_output(task);
    let runs_rust = runs_rust(task);
    let formats = schema::formats(task);
    let defaults = schema::defaults(task);
    let handed = schema::handed(task);
    let claims = schema::claims(task);
    let reads = reads::checks(task);
    let application = match &task.kind {
        Kind::Spark(Some(application)) => application::spark_task(task, application),
        _ => TokenStream::new(),
    };
    block(
        &task.names,
        &quote! {
            #constructor
            #functions
            #task_impl
            #sole_output
            #runs_rust
            #application
            #formats
            #defaults
            #handed
            #claims
            #reads
        },
    )
}

impl Task {
    /// The parameters that `new` takes.
    pub(super) fn required(&self) -> impl Iterator<Item = &Param> {
        self.params
            .iter()
            .filter(|param| matches!(param.default, Default::Required))
    }
}

fn task_impl(task: &Task) -> TokenStream {
    let private = task.names.private();
    let ident = &task.names.ident;
    let (impl_generics, ty_generics, where_clause) = task.names.generics.split_for_impl();
    let schema = schema::schema(task);
    let type_path = schema::type_path(task);
    let visit_params = visit_params(task);
    let from_params = from_params(task);
    let dependencies = inputs::dependencies(task);
    let connect = inputs::connect(task);
    let visit_inputs = inputs::visit_inputs(task);
    let visit_outputs = visit_outputs(task);
    let run = run(task);
    let control = control::control(task);
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::Task for #ident #ty_generics #where_clause {
            #schema
            #type_path
            #visit_params
            #from_params
            #dependencies
            #connect
            #visit_inputs
            #visit_outputs
            #run
            #control
        }
    }
}

fn visit_params(task: &Task) -> TokenStream {
    let private = task.names.private();
    let visit = local("visit");
    let objects = task.params.iter().map(|param| object(task, &param.ident));
    let body = (!task.params.is_empty()).then(|| {
        quote!(#private::visit_params(<Self as #private::Task>::SCHEMA.params, &[#(#objects),*], #visit);)
    });
    let visit = unused(&visit, task.params.is_empty());
    quote! {
        fn visit_params(
            &self,
            #visit: &mut dyn ::core::ops::FnMut(&'static #private::ParamSchema, &dyn #private::AnyParam),
        ) {
            #body
        }
    }
}

/// A field as an object.
fn object(task: &Task, field: &Ident) -> TokenStream {
    let ops = ops::of(&task.names.generics, field);
    quote!((#ops.object)(&self.#field))
}

fn from_params(task: &Task) -> TokenStream {
    let private = task.names.private();
    let (_, ty_generics, _) = task.names.generics.split_for_impl();
    let turbofish = ty_generics.as_turbofish();
    let values = local("values");
    let taken = task.params.iter().enumerate().map(|(index, param)| {
        let ident = &param.ident;
        let ops = ops::of(&task.names.generics, ident);
        let default = match &param.default {
            Default::Declared { .. } => {
                let default = construct::default_fn(param);
                quote!(::core::option::Option::Some(&#default #turbofish))
            }
            _ => quote!(::core::option::Option::None),
        };
        quote! {
            let #ident = (#ops.take)(
                #values,
                <Self as #private::Task>::SCHEMA.params,
                #index,
                #default,
            );
        }
    });
    let idents: Vec<_> = task.params.iter().map(|param| &param.ident).collect();
    let all = (!idents.is_empty()).then(|| {
        quote! {
            let (#(::core::option::Option::Some(#idents),)*) = (#(#idents,)*) else {
                return ::core::option::Option::None;
            };
        }
    });
    let values = unused(&values, task.params.is_empty());
    quote! {
        fn from_params(#values: &mut #private::ParamValues) -> ::core::option::Option<Self> {
            #(#taken)*
            #all
            ::core::option::Option::Some(__assemble #turbofish (#(#idents),*))
        }
    }
}

fn visit_outputs(task: &Task) -> TokenStream {
    let private = task.names.private();
    let visit = local("visit");
    let objects = task
        .outputs
        .iter()
        .map(|output| object(task, &output.ident));
    let body = (!task.outputs.is_empty()).then(|| {
        quote!(#private::visit_outputs(<Self as #private::Task>::SCHEMA.outputs, &[#(#objects),*], #visit);)
    });
    let visit = unused(&visit, task.outputs.is_empty());
    quote! {
        fn visit_outputs(
            &self,
            #visit: &mut dyn ::core::ops::FnMut(&'static #private::OutputSchema, &dyn #private::AnyTarget),
        ) {
            #body
        }
    }
}

fn run(task: &Task) -> TokenStream {
    let private = task.names.private();
    let (cx, settings, how) = (local("cx"), local("settings"), local("how"));
    let ready = quote!(::core::future::ready(::core::result::Result::Ok(())));
    let (cx_name, body) = match &task.kind {
        Kind::Rust => {
            let this = task.names.ident.span();
            (
                cx.clone(),
                quote_spanned!(this=> <Self as #private::Run>::run(self, #cx)),
            )
        }
        Kind::External | Kind::Wrapper => (local("_cx"), ready),
        Kind::Spark(_) => (cx.clone(), quote!(#private::run(self, #cx))),
    };
    let shown = matches!(task.kind, Kind::Spark(_)).then(|| {
        quote! {
            fn preview(
                &self,
                #settings: &#private::Settings,
            ) -> ::core::result::Result<::core::option::Option<#private::Preview>, #private::Failure> {
                #private::spark::preview(self, #settings)
            }

            fn explain(
                &self,
                #settings: &#private::Settings,
            ) -> ::core::result::Result<#private::Vec<#private::Explained>, #private::Failure> {
                #private::spark::explain(self, #settings)
            }

            fn verify(
                &self,
                #settings: &#private::Settings,
                #how: #private::Thoroughness,
            ) -> #private::Vec<#private::Finding> {
                #private::spark::verify(self, #settings, #how)
            }
        }
    });
    quote! {
        fn run(
            &self,
            #cx_name: &#private::Context,
        ) -> impl ::core::future::Future<Output = #private::Result<()>> + ::core::marker::Send {
            #body
        }
        #shown
    }
}

/// That the author's `impl Run` is what runs.
pub(super) fn runs_rust(task: &Task) -> TokenStream {
    if !matches!(task.kind, Kind::Rust) {
        return TokenStream::new();
    }
    let private = task.names.private();
    let Signature {
        generics,
        ty,
        where_clause,
    } = Signature::of(&task.names);
    quote! {
        #[automatically_derived]
        impl #generics #private::RunsRust for #ty #where_clause {}
    }
}

fn sole_output(task: &Task) -> TokenStream {
    let [output] = task.outputs.as_slice() else {
        return TokenStream::new();
    };
    let private = task.names.private();
    let (ident, field) = (&task.names.ident, &output.ident);
    let (impl_generics, ty_generics, where_clause) = task.names.generics.split_for_impl();
    let ops = ops::of(&task.names.generics, field);
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::SoleOutput for #ident #ty_generics #where_clause {
            const COLUMNS: ::core::option::Option<&'static [#private::Column]> = #ops.columns;
            fn sole_output(&self) -> &dyn #private::AnyTarget {
                (#ops.object)(&self.#field)
            }
        }
    }
}

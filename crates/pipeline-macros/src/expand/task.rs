//! The `Task` impl.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::GenericParam;
use syn::ext::IdentExt;

use super::{application, bindings, block, construct, local, ops};
use crate::model::template::caret;
use crate::model::{Default, Input, Kind, Location, Param, Task};
use crate::syntax::tokens;
use crate::syntax::types::Many;

/// Everything that a task's derive adds.
pub(crate) fn task(task: &Task) -> TokenStream {
    let constructor = construct::constructor(task);
    let functions = construct::functions(task);
    let task_impl = task_impl(task);
    let sole_output = sole_output(task);
    let formats = formats(task);
    let application = match &task.kind {
        Kind::Spark(Some(application)) => application::spark_task(task, application),
        _ => TokenStream::new(),
    };
    block(&quote! {
        #constructor
        #functions
        #task_impl
        #sole_output
        #application
        #formats
    })
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
    let schema = schema(task);
    let type_path = type_path(task);
    let visit_params = visit_params(task);
    let from_params = from_params(task);
    let dependencies = dependencies(task);
    let connect = connect(task);
    let visit_inputs = visit_inputs(task);
    let visit_outputs = visit_outputs(task);
    let run = run(task);
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
        }
    }
}

fn schema(task: &Task) -> TokenStream {
    let private = task.names.private();
    let name = &task.name;
    let path = format!("::{}", task.names.ident.unraw());
    let doc = &task.doc;
    let kind = match &task.kind {
        Kind::Rust => quote!(Rust),
        Kind::External => quote!(External),
        Kind::Wrapper => quote!(Wrapper),
        Kind::Spark(_) => quote!(Engine(#private::SPARK)),
    };
    let params = task.params.iter().map(|param| {
        let name = param.ident.unraw().to_string();
        let Param {
            ty,
            doc,
            significant,
            secret,
            ..
        } = param;
        let type_name = tokens::text(ty);
        let default = match &param.default {
            Default::Declared { .. } if *secret => {
                quote!(::core::option::Option::Some(#private::MASK))
            }
            Default::Declared { shown, .. } => quote!(::core::option::Option::Some(#shown)),
            _ => quote!(::core::option::Option::None),
        };
        let ops = ops::of(&task.names.generics, &param.ident);
        quote! {
            #private::ParamSchema {
                name: #name,
                doc: #doc,
                kind: #ops.kind,
                type_name: #type_name,
                default: #default,
                significant: #significant,
                secret: #secret,
            }
        }
    });
    let inputs = task.inputs.iter().map(|input| {
        let name = input.ident.unraw().to_string();
        let doc = &input.doc;
        let many = input.many == Many::Any;
        quote!(#private::InputSchema { name: #name, doc: #doc, many: #many })
    });
    let outputs = task.outputs.iter().map(|output| {
        let name = output.ident.unraw().to_string();
        let doc = &output.doc;
        quote!(#private::OutputSchema { name: #name, doc: #doc })
    });
    quote! {
        const SCHEMA: &'static #private::TaskSchema = &#private::TaskSchema {
            name: #name,
            path: ::core::concat!(::core::module_path!(), #path),
            doc: #doc,
            kind: #private::TaskKind::#kind,
            params: &[#(#params),*],
            inputs: &[#(#inputs),*],
            outputs: &[#(#outputs),*],
        };
    }
}

/// A generic task's name has its arguments: `Load<Csv>` and `Load<Json>` are two tasks.
fn type_path(task: &Task) -> TokenStream {
    let private = task.names.private();
    let arguments: Vec<TokenStream> = task
        .names
        .generics
        .params
        .iter()
        .filter_map(|param| match param {
            GenericParam::Type(param) => {
                let ident = &param.ident;
                Some(quote!(#private::type_name::<#ident>()))
            }
            GenericParam::Const(param) => {
                let ident = &param.ident;
                Some(quote!(&#private::ToString::to_string(&#ident)))
            }
            GenericParam::Lifetime(_) => None,
        })
        .collect();
    if arguments.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn type_path() -> #private::String {
            #private::type_path(<Self as #private::Task>::SCHEMA.path, &[#(#arguments),*])
        }
    }
}

fn visit_params(task: &Task) -> TokenStream {
    let private = task.names.private();
    let visit = local("visit");
    let visits = task.params.iter().enumerate().map(|(index, param)| {
        let ident = &param.ident;
        let ops = ops::of(&task.names.generics, ident);
        quote! {
            #visit(&<Self as #private::Task>::SCHEMA.params[#index], (#ops.object)(&self.#ident));
        }
    });
    let visit = named(&visit, task.params.is_empty());
    quote! {
        fn visit_params(
            &self,
            #visit: &mut dyn ::core::ops::FnMut(&'static #private::ParamSchema, &dyn #private::AnyParam),
        ) {
            #(#visits)*
        }
    }
}

/// A parameter that may be unused.
fn named(name: &proc_macro2::Ident, unused: bool) -> proc_macro2::Ident {
    if unused {
        local(&format!("_{name}"))
    } else {
        name.clone()
    }
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
                &<Self as #private::Task>::SCHEMA.params[#index],
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
    let values = named(&values, task.params.is_empty());
    quote! {
        fn from_params(#values: &mut #private::ParamValues) -> ::core::option::Option<Self> {
            #(#taken)*
            #all
            ::core::option::Option::Some(__assemble #turbofish (#(#idents),*))
        }
    }
}

fn dependencies(task: &Task) -> TokenStream {
    let private = task.names.private();
    let found = local("found");
    let fields = task.inputs.iter().filter_map(|input| {
        let Input { task: ty, expr, .. } = input;
        let ops = ops::of(&task.names.generics, &input.ident);
        let expr = bindings::in_method(expr.as_ref()?, task);
        Some(match input.many {
            Many::One => {
                let one = local("one");
                quote! {
                    let #one: #ty = #expr;
                    #ops.name(#found, [#one]);
                }
            }
            Many::Maybe => {
                let maybe = local("maybe");
                quote! {
                    let #maybe: ::core::option::Option<#ty> = #expr;
                    #ops.name(#found, #maybe);
                }
            }
            Many::Any => quote!(#ops.name(#found, #expr);),
        })
    });
    let found = named(&found, task.inputs.is_empty());
    quote! {
        fn dependencies(&self, #found: &mut #private::Dependencies) {
            #(#fields)*
        }
    }
}

fn connect(task: &Task) -> TokenStream {
    let private = task.names.private();
    let resolved = local("resolved");
    let fields = task.inputs.iter().map(|input| {
        let ident = &input.ident;
        let ops = ops::of(&task.names.generics, ident);
        quote!(#private::InputField::connect(&mut self.#ident, #ops.connected(#resolved));)
    });
    let resolved = named(&resolved, task.inputs.is_empty());
    quote! {
        fn connect(&mut self, #resolved: &mut #private::Resolved) {
            #(#fields)*
        }
    }
}

fn visit_inputs(task: &Task) -> TokenStream {
    let private = task.names.private();
    let visit = local("visit");
    let fields = task.inputs.iter().enumerate().map(|(index, input)| {
        let ident = &input.ident;
        let ops = ops::of(&task.names.generics, ident);
        quote! {
            #visit(
                &<Self as #private::Task>::SCHEMA.inputs[#index],
                &#private::InputField::tasks(&self.#ident, &#ops),
            );
        }
    });
    let visit = named(&visit, task.inputs.is_empty());
    quote! {
        fn visit_inputs(
            &self,
            #visit: &mut dyn ::core::ops::FnMut(&'static #private::InputSchema, &[&dyn #private::AnyTask]),
        ) {
            #(#fields)*
        }
    }
}

fn visit_outputs(task: &Task) -> TokenStream {
    let private = task.names.private();
    let visit = local("visit");
    let fields = task.outputs.iter().enumerate().map(|(index, output)| {
        let ident = &output.ident;
        let ops = ops::of(&task.names.generics, ident);
        quote! {
            #visit(
                &<Self as #private::Task>::SCHEMA.outputs[#index],
                (#ops.object)(&self.#ident),
            );
        }
    });
    let visit = named(&visit, task.outputs.is_empty());
    quote! {
        fn visit_outputs(
            &self,
            #visit: &mut dyn ::core::ops::FnMut(&'static #private::OutputSchema, &dyn #private::AnyTarget),
        ) {
            #(#fields)*
        }
    }
}

fn run(task: &Task) -> TokenStream {
    let private = task.names.private();
    let (cx, settings) = (local("cx"), local("settings"));
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
        Kind::Spark(_) => (cx.clone(), quote!(#private::spark::run(self, #cx))),
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
            fn sole_output(&self) -> &dyn #private::AnyTarget {
                (#ops.object)(&self.#field)
            }
        }
    }
}

/// Formats of path templates against the kinds of the parameters, while compiling. What a
/// type is called tells only some of them; its `Param::KIND` tells all.
fn formats(task: &Task) -> TokenStream {
    let mut checks = TokenStream::new();
    for output in &task.outputs {
        let Some(Location::Template(template)) = &output.location else {
            continue;
        };
        for (name, spec, at) in template.holes() {
            let Some(param) = task.params.iter().find(|param| param.ident.unraw() == name) else {
                continue;
            };
            if spec.is_empty() {
                continue;
            }
            let Some(literal) = &template.literal else {
                continue;
            };
            let message = format!(
                "the format `{spec}` does not fit the type `{}` of `{name}`\n{}",
                tokens::text(&param.ty),
                caret(&literal.value(), at),
            );
            // A generic task's functions take its generics, which the check has not.
            if !task.names.generics.params.is_empty() {
                continue;
            }
            let ops = ops::of(&task.names.generics, &param.ident);
            let check = quote!(#ops.check_format(#spec, #message));
            let check = super::respan(&check, literal.span());
            checks.extend(quote!(const _: () = #check;));
        }
    }
    checks
}

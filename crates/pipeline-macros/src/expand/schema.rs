//! What is known of a task without a value: the schema, the name of its type, and whether the
//! formats of its paths fit.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{GenericParam, Type};

use super::{ops, reads, respan};
use crate::model::template::caret;
use crate::model::{Default, DefaultValue, Kind, Location, Param, Task, not_handed};
use crate::syntax::tokens;
use crate::syntax::types::{self, Many};

/// The constant `SCHEMA`.
pub(super) fn schema(task: &Task) -> TokenStream {
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
            ..
        } = param;
        let secret = param.secret.is_some();
        let type_name = tokens::text(ty);
        let default = match &param.default {
            Default::Declared { .. } if secret => {
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
        let (reads, writes) = reads::schema(task, input);
        quote! {
            #private::InputSchema {
                name: #name,
                doc: #doc,
                many: #many,
                reads: #reads,
                writes: #writes,
            }
        }
    });
    let outputs = task.outputs.iter().map(|output| {
        let name = output.ident.unraw().to_string();
        let doc = &output.doc;
        quote!(#private::OutputSchema { name: #name, doc: #doc })
    });
    let unverified = &task.unverified;
    quote! {
        const SCHEMA: &'static #private::TaskSchema = &#private::TaskSchema {
            name: #name,
            path: ::core::concat!(::core::module_path!(), #path),
            doc: #doc,
            kind: #private::TaskKind::#kind,
            params: &[#(#params),*],
            inputs: &[#(#inputs),*],
            outputs: &[#(#outputs),*],
            unverified: &[#(#unverified),*],
        };
    }
}

/// A generic task's name has its arguments: `Load<Csv>` and `Load<Json>` are two tasks.
pub(super) fn type_path(task: &Task) -> TokenStream {
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

/// Defaults in quotes against the kinds of their parameters, while compiling.
pub(super) fn defaults(task: &Task) -> TokenStream {
    let mut checks = TokenStream::new();
    for param in &task.params {
        let Default::Declared {
            value: DefaultValue::Text(text),
            ..
        } = &param.default
        else {
            continue;
        };
        let message = format!(
            "the default {:?} is no value of the type `{}` of `{}`\nhelp: write it as on the command line, {}",
            text.value(),
            tokens::text(&param.ty),
            param.ident.unraw(),
            example(&param.ty),
        );
        let Some(ops) = ops::fixed(task, &param.ident, &param.ty, "param") else {
            continue;
        };
        let check = quote!(#ops.check_default(#text, #message));
        let check = respan(&check, text.span());
        checks.extend(quote!(const _: () = #check;));
    }
    checks
}

/// A value as the command line has it.
fn example(ty: &Type) -> &'static str {
    let ty = types::argument_of(ty, "Option").unwrap_or(ty);
    match types::named(ty).map(|(name, _)| name).as_deref() {
        Some("Date") => "such as `2013-01-31`",
        Some("Month") => "such as `2013-01`",
        Some("Hour") => "such as `2013-01-31T05`",
        Some("DateTime") => "such as `2013-01-31T05:00:00`",
        Some("Duration") => "such as `1h30m` or `250ms`",
        Some("char") => "one character",
        Some("bool") => "`true` or `false`",
        _ => "or as an expression of the type",
    }
}

/// That each output which is complete once it exists is handed to the program, which then
/// writes it under another name. What a type is called tells this only of some.
pub(super) fn handed(task: &Task) -> TokenStream {
    let mut checks = TokenStream::new();
    let Kind::Spark(Some(application)) = &task.kind else {
        return checks;
    };
    for output in application.not_handed(task) {
        let (problem, help) = not_handed(output);
        let message = format!("{problem}\nhelp: {help}");
        let Some(ops) = ops::fixed(task, &output.ident, &output.target, "output") else {
            continue;
        };
        let check = quote!(#ops.check_handed(#message));
        let check = respan(&check, output.target.span());
        checks.extend(quote!(const _: () = #check;));
    }
    checks
}

/// What a script cannot be given, where only the type of the parameter can say so.
pub(super) fn claims(task: &Task) -> TokenStream {
    let mut checks = TokenStream::new();
    for claim in &task.claims {
        let param = task.params.iter().find(|param| param.ident == claim.field);
        let ops = param.and_then(|param| ops::fixed(task, &param.ident, &param.ty, "param"));
        let Some(ops) = ops else {
            continue;
        };
        let message = &claim.message;
        let check = quote!(#ops.check_number(#message));
        let check = respan(&check, claim.at);
        checks.extend(quote!(const _: () = #check;));
    }
    checks
}

/// Formats of path templates against the kinds of the parameters, while compiling. What a
/// type is called tells only some of them; its `Param::KIND` tells all.
pub(super) fn formats(task: &Task) -> TokenStream {
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
            let Some(ops) = ops::fixed(task, &param.ident, &param.ty, "param") else {
                continue;
            };
            let check = quote!(#ops.check_format(#spec, #message));
            let check = respan(&check, literal.span());
            checks.extend(quote!(const _: () = #check;));
        }
    }
    checks
}

//! The `SparkTask` impl: the application, built.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use spark_options::Kind;
use syn::LitStr;
use syn::spanned::Spanned;

use super::{bindings, local, ops, respan};
use crate::model::{
    Application, Argument, ArgumentKind, Entry, OptionSetting, OptionValue, Property,
    PropertyValue, Resource, Source, Task,
};
use crate::syntax::types::Many;

/// The impl.
pub(super) fn spark_task(task: &Task, application: &Application) -> TokenStream {
    let private = task.names.private();
    let ident = &task.names.ident;
    let (impl_generics, ty_generics, where_clause) = task.names.generics.split_for_impl();
    let resource = resource(task, &application.resource);
    let app = local("application");
    let options = application
        .options
        .iter()
        .map(|setting| option(task, setting, &app));
    let conf = application
        .conf
        .iter()
        .map(|property| named(task, property, &app, &quote!(conf)));
    let env = application
        .env
        .iter()
        .map(|property| named(task, property, &app, &quote!(env)));
    let settings = options.chain(conf).chain(env);
    let arguments = application
        .arguments
        .iter()
        .map(|one| argument(task, one, &app));
    let files = application.files.iter().map(tracked);
    let there = &application.there;
    quote! {
        #(#files)*
        #[automatically_derived]
        impl #impl_generics #private::SparkTask for #ident #ty_generics #where_clause {
            fn application(&self) -> #private::SparkApplication {
                let #app = #private::SparkApplication::new(#resource)
                    .crate_dir(::core::env!("CARGO_MANIFEST_DIR"))
                    #(.crate_file(#there))*;
                #(let #app = #settings;)*
                #(let #app = #arguments;)*
                #app
            }
        }
    }
}

/// Makes cargo compile the crate again when the file changes: what was checked then holds for
/// the file that is there.
fn tracked(file: &LitStr) -> TokenStream {
    let below = LitStr::new(&format!("/{}", file.value()), file.span());
    quote_spanned! {file.span()=>
        const _: &[::core::primitive::u8] = ::core::include_bytes!(
            ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #below)
        );
    }
}

fn resource(task: &Task, resource: &Resource) -> TokenStream {
    let private = task.names.private();
    let kind = |kind: TokenStream, source: &Source| {
        let path = path(task, source);
        quote!(#private::MainResource::#kind { path: #path })
    };
    match resource {
        Resource::Jar(source) => kind(quote!(Jar), source),
        Resource::Python(source) => kind(quote!(Python), source),
        Resource::R(source) => kind(quote!(R), source),
        Resource::ByEnding(expr) => {
            let path = bindings::in_method(expr, task, |expr| super::location(task, &expr));
            quote!(#private::main_resource(#path))
        }
        Resource::PythonInline { text, entry } => {
            // Both macros say where the literal stands, since they carry its span.
            let file = quote_spanned!(text.span()=> ::core::file!());
            let line = quote_spanned!(text.span()=> ::core::line!());
            module(
                task,
                *entry,
                &quote! {
                    #private::PythonSource::Inline {
                        text: #private::text(#text),
                        file: #private::text(#file),
                        line: #line,
                    }
                },
            )
        }
        Resource::PythonFile {
            path: source,
            entry,
        } => {
            let path = path(task, source);
            module(
                task,
                *entry,
                &quote!(#private::PythonSource::File { path: #path }),
            )
        }
    }
}

fn module(task: &Task, entry: Entry, source: &TokenStream) -> TokenStream {
    let private = task.names.private();
    let entry = match entry {
        Entry::Session => quote!(Session),
        Entry::Context => quote!(Context),
    };
    quote! {
        #private::MainResource::PythonModule {
            source: #source,
            entry: #private::Entry::#entry,
            task: #private::python::task_value(self),
        }
    }
}

fn path(task: &Task, source: &Source) -> TokenStream {
    let private = task.names.private();
    match source {
        Source::Text(text) => quote!(#private::text(#text)),
        Source::Expr(expr) => bindings::in_method(expr, task, |expr| super::location(task, &expr)),
    }
}

/// The application with one more option.
fn option(task: &Task, setting: &OptionSetting, app: &Ident) -> TokenStream {
    let private = task.names.private();
    let key = setting.option.key;
    let set = |value: TokenStream| quote!(#app.option(#key, #private::OptionValue::#value));
    match &setting.value {
        OptionValue::Switch(on) => set(quote!(switch(#on))),
        OptionValue::Text(text) => set(quote!(text(#text))),
        OptionValue::List(list) => set(quote!(list::<&str>([#(#list),*]))),
        OptionValue::Expr(expr) => bindings::in_method(expr, task, |expr| {
            set(expression(setting.option.kind, &expr))
        }),
    }
}

fn expression(kind: Kind, expr: &TokenStream) -> TokenStream {
    let make = match kind {
        Kind::Memory | Kind::SparkMemory => quote!(memory),
        Kind::Count => quote!(count),
        Kind::Switch => quote!(switch),
        kind if kind.is_list() => quote!(list),
        _ => quote!(text),
    };
    quote_spanned!(expr.span()=> #make(#expr))
}

/// The application with one more property or variable.
fn named(task: &Task, property: &Property, app: &Ident, method: &TokenStream) -> TokenStream {
    let name = &property.name;
    let secret = property.secret.then(|| quote!(.secret(#name)));
    let set = |value: TokenStream| quote!(#app.#method(#name, #value) #secret);
    match &property.value {
        PropertyValue::Text(text) => set(quote!(#text)),
        PropertyValue::Expr(expr) => bindings::in_method(expr, task, |expr| {
            let span = expr.span();
            let private = respan(&task.names.private(), span);
            set(quote_spanned!(span=> #private::setting(#expr)))
        }),
    }
}

/// The application with one more argument.
fn argument(task: &Task, argument: &Argument, app: &Ident) -> TokenStream {
    let private = task.names.private();
    let field = &argument.field;
    let flag = match &argument.flag {
        Some(flag) => quote!(::core::option::Option::Some(#flag)),
        None => quote!(::core::option::Option::None),
    };
    let ops = ops::of(&task.names.generics, field);
    let (many, of) = match &argument.kind {
        ArgumentKind::Param => return quote!((#ops.argument)(#app, #flag, &self.#field)),
        ArgumentKind::Output => {
            return quote!(#app.output(#flag, (#ops.object)(&self.#field)));
        }
        ArgumentKind::Input { many, of } => (*many, of),
    };
    let input = local("input");
    let ty = task
        .inputs
        .iter()
        .find(|input| input.ident == *field)
        .map(|input| &input.task);
    let target = match of {
        Some(output) => quote!(#private::Output::as_any(&#input.#output)),
        None => quote!(#ops.sole_output(#input)),
    };
    let one = quote! {
        let #input: &#ty = #ops.task(#input);
        #app.input(#flag, #target)
    };
    match many {
        Many::One => quote!({ let #input = &self.#field; #one }),
        // Each of any number stands behind a flag of its own.
        Many::Maybe | Many::Any => quote! {
            ::core::iter::Iterator::fold(
                ::core::iter::IntoIterator::into_iter(&self.#field),
                #app,
                |#app, #input| { #one },
            )
        },
    }
}

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
    let options = application.options.iter();
    let options = options.filter_map(|setting| option(task, setting, &app));
    let conf = application.conf.iter();
    let conf = conf.filter_map(|property| named(task, property, &app, &quote!(conf)));
    let env = application.env.iter();
    let env = env.map(|property| set_named(task, property, &app, &quote!(env)));
    let settings = options.chain(conf).chain(env);
    let arguments = arguments(task, &application.arguments, &app);
    let files = application.files.iter().map(tracked);
    let declared = declared(task, application, &resource);
    quote! {
        #(#files)*
        #[automatically_derived]
        impl #impl_generics #private::SparkTask for #ident #ty_generics #where_clause {
            fn application(&self) -> #private::SparkApplication {
                let #app = #declared;
                #(let #app = #settings;)*
                #arguments
            }
        }
    }
}

/// The application with all that is plain text. Whatever could be a call for each setting is a
/// row of a table here: rustc checks a call with a value that is moved several times as long.
fn declared(task: &Task, application: &Application, resource: &TokenStream) -> TokenStream {
    let private = task.names.private();
    let there = &application.there;
    let options = application.options.iter().filter_map(|setting| {
        let key = setting.option.key;
        match &setting.value {
            OptionValue::Text(text) => Some(quote!((#key, #text))),
            _ => None,
        }
    });
    let conf = application.conf.iter().filter_map(|property| {
        let (name, text) = (&property.name, plain(property)?);
        Some(quote!((#name, #text)))
    });
    quote! {
        #private::declared(
            #resource,
            ::core::env!("CARGO_MANIFEST_DIR"),
            &[#(#there),*],
            &[#(#options),*],
            &[#(#conf),*],
        )
    }
}

/// The value of a property that stands in the table.
fn plain(property: &Property) -> Option<&String> {
    match &property.value {
        PropertyValue::Text(text) if !property.secret => Some(text),
        _ => None,
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

/// The application with one more option, if it is not in the table.
fn option(task: &Task, setting: &OptionSetting, app: &Ident) -> Option<TokenStream> {
    let private = task.names.private();
    let key = setting.option.key;
    let set = |value: TokenStream| quote!(#app.option(#key, #private::OptionValue::#value));
    match &setting.value {
        OptionValue::Text(_) => None,
        OptionValue::Switch(on) => Some(set(quote!(switch(#on)))),
        OptionValue::List(list) => Some(set(quote!(list::<&str>([#(#list),*])))),
        OptionValue::Expr(expr) => Some(bindings::in_method(expr, task, |expr| {
            set(expression(setting.option.kind, &expr))
        })),
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

/// The application with one more property, if it is not in the table.
fn named(
    task: &Task,
    property: &Property,
    app: &Ident,
    method: &TokenStream,
) -> Option<TokenStream> {
    match plain(property) {
        Some(_) => None,
        None => Some(set_named(task, property, app, method)),
    }
}

/// The application with one more property or variable.
fn set_named(task: &Task, property: &Property, app: &Ident, method: &TokenStream) -> TokenStream {
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

/// The application with its arguments: one call for those that are there once, in a row, and a
/// loop for each input of which there is any number.
fn arguments(task: &Task, all: &[Argument], app: &Ident) -> TokenStream {
    let private = task.names.private();
    let mut done = quote!(#app);
    let rows = all.chunk_by(|a, b| !is_many(a) && !is_many(b));
    for row in rows {
        done = match row {
            [one] if is_many(one) => repeated(task, one, &done, app),
            row => {
                let row = row.iter().map(|one| argument(task, one));
                quote!(#private::arguments(#done, &[#(#row),*]))
            }
        };
    }
    done
}

/// Whether there may be none or several of it.
fn is_many(argument: &Argument) -> bool {
    match &argument.kind {
        ArgumentKind::Input { many, .. } => !matches!(many, Many::One),
        ArgumentKind::Param | ArgumentKind::Output => false,
    }
}

/// One argument of which there is one.
fn argument(task: &Task, argument: &Argument) -> TokenStream {
    let private = task.names.private();
    let field = &argument.field;
    let flag = flag(argument);
    let ops = ops::of(&task.names.generics, field);
    match &argument.kind {
        ArgumentKind::Param => {
            quote!(#private::Passed::Param(#flag, (#ops.object)(&self.#field)))
        }
        ArgumentKind::Output => {
            quote!(#private::Passed::Output(#flag, (#ops.object)(&self.#field)))
        }
        ArgumentKind::Input { of, .. } => {
            let target = target(task, field, of.as_ref(), &quote!(&self.#field));
            quote!(#private::Passed::Input(#flag, #target))
        }
    }
}

/// Each of any number stands behind a flag of its own.
fn repeated(task: &Task, argument: &Argument, before: &TokenStream, app: &Ident) -> TokenStream {
    let field = &argument.field;
    let flag = flag(argument);
    let of = match &argument.kind {
        ArgumentKind::Input { of, .. } => of.as_ref(),
        ArgumentKind::Param | ArgumentKind::Output => None,
    };
    let input = local("input");
    let target = target(task, field, of, &quote!(#input));
    quote! {
        ::core::iter::Iterator::fold(
            ::core::iter::IntoIterator::into_iter(&self.#field),
            #before,
            |#app, #input| #app.input(#flag, #target),
        )
    }
}

fn flag(argument: &Argument) -> TokenStream {
    match &argument.flag {
        Some(flag) => quote!(::core::option::Option::Some(#flag)),
        None => quote!(::core::option::Option::None),
    }
}

/// The output of an input that is passed.
fn target(task: &Task, field: &Ident, of: Option<&Ident>, input: &TokenStream) -> TokenStream {
    let private = task.names.private();
    let ops = ops::of(&task.names.generics, field);
    let Some(output) = of else {
        return quote!(#ops.sole_output(#ops.task(#input)));
    };
    let ty = task.inputs.iter().find(|input| input.ident == *field);
    let ty = ty.map(|input| &input.task);
    let one = local("input");
    quote!({
        let #one: &#ty = #ops.task(#input);
        #private::Output::as_any(&#one.#output)
    })
}

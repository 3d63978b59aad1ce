//! The methods that say how the task is to be run, where an attribute says something of it.

use std::time::Duration;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ExprPath;
use syn::spanned::Spanned;

use super::{bindings, local, respan};
use crate::model::{Setting, Task};

/// `control`, `on_success` and `on_failure`: none that says what the trait says already.
pub(super) fn control(task: &Task) -> TokenStream {
    let control = &task.control;
    if control.is_empty() {
        return TokenStream::new();
    }
    let private = task.names.private();
    let field = |name: &str, value: TokenStream| {
        let name = format_ident!("{name}");
        quote!(#name: ::core::option::Option::Some(#value),)
    };
    let count = |number: &u32| number.to_token_stream();
    let priority = control.priority.as_ref().map(|value| {
        let value = setting(task, value, "priority", ToTokens::to_token_stream);
        field("priority", value)
    });
    let retries = control
        .retries
        .as_ref()
        .map(|value| field("retries", setting(task, value, "count", count)));
    let time = |time: &Duration| {
        let (seconds, nanoseconds) = (time.as_secs(), time.subsec_nanos());
        quote!(#private::Duration::new(#seconds, #nanoseconds))
    };
    let backoff = control
        .backoff
        .as_ref()
        .map(|value| field("backoff", setting(task, value, "time", time)));
    let timeout = control
        .timeout
        .as_ref()
        .map(|value| field("timeout", setting(task, value, "time", time)));
    let resources = (!control.resources.is_empty()).then(|| {
        let each = control.resources.iter().map(|(name, units)| {
            let units = setting(task, units, "count", count);
            quote!((#private::text(#name), #units))
        });
        quote!(resources: #private::Vec::from([#(#each),*]),)
    });
    let on_success = control.on_success.as_ref();
    let on_failure = control.on_failure.as_ref();
    let does_success = on_success.map(|_| quote!(on_success: true,));
    let does_failure = on_failure.map(|_| quote!(on_failure: true,));
    let success = on_success.map(|path| on_success_of(task, path));
    let failure = on_failure.map(|path| on_failure_of(task, path));
    quote! {
        fn control(&self) -> #private::Control {
            #[allow(clippy::needless_update)]
            #private::Control {
                #priority
                #retries
                #backoff
                #timeout
                #resources
                #does_success
                #does_failure
                ..::core::default::Default::default()
            }
        }
        #success
        #failure
    }
}

/// A value as it was read, or the author's expression through a function that says in its
/// signature what it must be.
fn setting<T>(
    task: &Task,
    setting: &Setting<T>,
    function: &str,
    value: impl Fn(&T) -> TokenStream,
) -> TokenStream {
    match setting {
        Setting::Value(known) => value(known),
        Setting::Expr(expr) => bindings::in_method(expr, task, |expr| {
            let span = expr.span();
            let function = Ident::new(function, span);
            let private = respan(&task.names.private(), span);
            quote_spanned!(span=> #private::control::#function(#expr))
        }),
    }
}

fn on_success_of(task: &Task, hook: &ExprPath) -> TokenStream {
    let private = task.names.private();
    let cx = local("cx");
    let called = called(task, hook, "on_success", &quote!(#cx));
    quote! {
        fn on_success(
            &self,
            #cx: &#private::Context,
        ) -> impl ::core::future::Future<Output = #private::Result<()>> + ::core::marker::Send {
            async move { #called.await }
        }
    }
}

fn on_failure_of(task: &Task, hook: &ExprPath) -> TokenStream {
    let private = task.names.private();
    let (cx, failure) = (local("cx"), local("failure"));
    let called = called(task, hook, "on_failure", &quote!(#cx, #failure));
    quote! {
        fn on_failure(
            &self,
            #cx: &#private::Context,
            #failure: &#private::Failure,
        ) -> impl ::core::future::Future<Output = #private::Result<()>> + ::core::marker::Send {
            async move { #called.await }
        }
    }
}

/// The call of the author's function, through one that says what it must be. Whoever returns it
/// wraps it in a block of its own: the future of the box borrows both the task and the context,
/// for the shorter of two times that a signature cannot name.
fn called(task: &Task, hook: &ExprPath, function: &str, given: &TokenStream) -> TokenStream {
    let span = hook.span();
    let function = Ident::new(function, span);
    let private = respan(&task.names.private(), span);
    quote_spanned!(span=> #private::control::#function::<Self, _>(#hook, self, #given))
}

//! The constants that carry the documentation of keys.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use spark_options::{DeployMode, Effect, Manager, OPTIONS, SparkOption};
use syn::Ident;

use super::constant;
use crate::check::keys::{self, Key};
use crate::lints::Lint;

/// A module of constants for each kind of attribute, and one for the names of warnings.
pub(crate) fn documented_keys() -> TokenStream {
    let own = |keys: &[Key]| -> Vec<(&'static str, String)> {
        keys.iter()
            .map(|key| (key.name, key.doc.to_owned()))
            .collect()
    };
    let mut spark = own(keys::SPARK);
    spark.extend(
        OPTIONS
            .iter()
            .filter(|option| option.settable)
            .filter(|option| keys::SPARK.iter().all(|key| key.name != option.key))
            .map(|option| (option.key, document(option))),
    );
    spark.extend(own(keys::CONTROL));
    let mut task = own(keys::TASK);
    task.extend(own(keys::CONTROL));
    let mut task_field = own(keys::SPARK_FIELD);
    task_field.retain(|(name, _)| !keys::ONLY_SPARK.contains(name));
    let lints = Lint::ALL
        .iter()
        .map(|lint| {
            (
                lint.name(),
                format!("Switches off the warning about {}.", lint.doc()),
            )
        })
        .collect();
    [
        ("spark", "Keys of `#[spark(…)]` on a struct.", spark),
        (
            "spark_field",
            "Keys of `#[spark(…)]` on a field.",
            own(keys::SPARK_FIELD),
        ),
        ("task", "Keys of `#[task(…)]` on a struct.", task),
        (
            "never_run",
            "Keys of `#[task(…)]` on the struct of a task that is never run.",
            own(keys::TASK),
        ),
        ("task_field", "Keys of `#[task(…)]` on a field.", task_field),
        ("row", "Keys of `#[row(…)]` on a struct.", own(keys::ROW)),
        (
            "row_field",
            "Keys of `#[row(…)]` on a field.",
            own(keys::ROW_FIELD),
        ),
        (
            "param",
            "Keys of `#[param(…)]` on an enum.",
            own(keys::PARAM),
        ),
        (
            "param_variant",
            "Keys of `#[param(…)]` on a variant.",
            own(keys::PARAM_VARIANT),
        ),
        ("conf", "Words in `conf(…)`.", own(keys::CONF)),
        ("value", "Words around a value.", own(keys::VALUE)),
        ("allow", "Warnings that `allow(…)` switches off.", lints),
    ]
    .into_iter()
    .map(|(name, doc, keys)| module(name, doc, &keys))
    .collect()
}

fn module(name: &str, doc: &str, keys: &[(&'static str, String)]) -> TokenStream {
    let name = format_ident!("{name}");
    let constants = keys.iter().map(|(key, doc)| {
        let name = Ident::new(constant(key), Span::call_site());
        // Explained, but not offered: it is not what is written.
        let hidden = (constant(key) != *key).then(|| quote!(#[doc(hidden)]));
        quote! {
            #[doc = #doc]
            #hidden
            pub const #name: super::Key = super::Key;
        }
    });
    quote! {
        #[doc = #doc]
        pub mod #name {
            #(#constants)*
        }
    }
}

/// What there is to say of an option, in Markdown.
fn document(option: &SparkOption) -> String {
    let mut doc = format!(
        "{}\n\n```text\n{} = {}\n```\n",
        option.doc,
        option.key,
        option.kind.example()
    );
    let mut line = |name: &str, value: &str| doc.push_str(&format!("- {name}: {value}\n"));
    line("spark-submit", &format!("`{}`", option.flag));
    if let Some(property) = option.property {
        line("property", &format!("`{property}`"));
    }
    if let Some(default) = option.default {
        line("default", &format!("`{default}`"));
    }
    if option.since > (3, 5) {
        line(
            "since",
            &format!("Spark {}.{}", option.since.0, option.since.1),
        );
    }
    for (effect, name) in [
        (Effect::Ignored, "no effect on"),
        (Effect::Rejected, "refused on"),
    ] {
        let places = places(option, effect);
        if !places.is_empty() {
            line(name, &places.join(", "));
        }
    }
    doc
}

/// Where an option has this effect: a manager, with its mode if the other mode differs.
fn places(option: &SparkOption, effect: Effect) -> Vec<String> {
    let mut places = Vec::new();
    if option.effect(Manager::Local, DeployMode::Client) == effect {
        places.push("local".to_owned());
    }
    for manager in [Manager::Standalone, Manager::Yarn, Manager::Kubernetes] {
        let modes: Vec<DeployMode> = [DeployMode::Client, DeployMode::Cluster]
            .into_iter()
            .filter(|mode| option.effect(manager, *mode) == effect)
            .collect();
        match modes.as_slice() {
            [] => {}
            [one] => places.push(format!("{manager} in {} mode", one.name())),
            _ => places.push(manager.name().to_owned()),
        }
    }
    places
}

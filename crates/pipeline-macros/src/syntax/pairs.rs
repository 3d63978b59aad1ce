//! The lists `conf(…)` and `env(…)`: `"name" = value`, and `custom(…)` with more of them.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, LitStr, Token, parenthesized};

use super::entry::skip_to_comma;
use super::written;
use crate::errors::Errors;

/// One `"name" = value`.
pub(crate) struct Pair {
    pub(crate) name: LitStr,
    pub(crate) value: Expr,
    /// Whether it stands in `custom(…)`: a name of the author's own.
    pub(crate) custom: bool,
}

/// The word for properties of one's own, in `conf(…)`.
pub(crate) const CUSTOM: &str = "custom";

/// Reads the pairs of `conf(…)` or `env(…)`. A mistake costs its own pair, not its neighbours.
pub(crate) fn pairs(key: &Ident, list: &TokenStream, errors: &mut Errors) -> Vec<Pair> {
    let mut pairs = Vec::new();
    read(key, list, false, &mut pairs, errors);
    pairs
}

fn read(key: &Ident, list: &TokenStream, custom: bool, pairs: &mut Vec<Pair>, errors: &mut Errors) {
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            if is_word(input) {
                word(key, input, custom, pairs, errors);
            } else {
                match pair(key, custom, input) {
                    Ok(pair) => pairs.push(pair),
                    Err(error) => {
                        errors.syntax(error);
                        skip_to_comma(input);
                    }
                }
            }
            if !input.is_empty() && !input.peek(Token![,]) {
                errors.syntax(input.error(format!(
                    "this does not belong to the value before it\nhelp: write `{key}(\"name\" = value, \"other\" = value)`"
                )));
                skip_to_comma(input);
            }
            let _ = input.parse::<Option<Token![,]>>();
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(list.clone()) {
        errors.syntax(error);
    }
}

/// Whether a word comes that is `custom`, or has a list.
fn is_word(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead
        .call(Ident::parse_any)
        .is_ok_and(|word| word == CUSTOM || ahead.peek(syn::token::Paren))
}

/// A word with a list: `custom(…)` in `conf(…)`, or a mistake.
fn word(
    key: &Ident,
    input: ParseStream<'_>,
    custom: bool,
    pairs: &mut Vec<Pair>,
    errors: &mut Errors,
) {
    let Ok(word) = input.call(Ident::parse_any) else {
        return skip_to_comma(input);
    };
    if key == "conf" && !custom && word == CUSTOM {
        match list(&word, input) {
            Ok(list) => read(key, &list, true, pairs, errors),
            Err(error) => {
                errors.syntax(error);
                skip_to_comma(input);
            }
        }
        return;
    }
    if custom && word == CUSTOM {
        errors.at(
            &word,
            "`custom` stands in `custom` already",
            "write the name and its value without it",
        );
    } else if word == CUSTOM {
        errors.at(
            &word,
            "`custom` belongs in `conf`",
            format_args!("write `{}`: every variable is of your own", example(key)),
        );
    } else if key == "conf" {
        errors.at(
            &word,
            format_args!("unknown word `{word}` in `conf`"),
            format_args!(
                "write `{CUSTOM}(…)` around properties of your own, and nothing around the others"
            ),
        );
    } else {
        errors.at(
            &word,
            format_args!("unknown word `{word}` in `{key}`"),
            format_args!("write `{}`", example(key)),
        );
    }
    skip_to_comma(input);
}

fn list(word: &Ident, input: ParseStream<'_>) -> syn::Result<TokenStream> {
    if !input.peek(syn::token::Paren) {
        return Err(syn::Error::new(
            word.span(),
            "`custom` takes its list in parentheses\nhelp: write `conf(custom(\"spark.myteam.name\" = value))`",
        ));
    }
    let content;
    parenthesized!(content in input);
    content.parse()
}

fn example(key: &Ident) -> &'static str {
    if key == "env" {
        "env(\"HADOOP_CONF_DIR\" = \"/etc/hadoop\")"
    } else {
        "conf(\"spark.sql.shuffle.partitions\" = 8)"
    }
}

fn pair(key: &Ident, custom: bool, input: ParseStream<'_>) -> syn::Result<Pair> {
    if !input.peek(LitStr) {
        let help = match written::path(input) {
            Some(name) => format!("{key}({name:?} = …)"),
            None => example(key).to_owned(),
        };
        return Err(input.error(format!("expected a name in quotes\nhelp: write `{help}`")));
    }
    let name: LitStr = input.parse()?;
    written::no_equals_sign(input, &format!("{key}({:?} = …)", name.value()))?;
    if !input.peek(Token![=]) {
        return Err(written::no_value(key, &name));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(
            name.span(),
            format!(
                "`{}` has no value\nhelp: write one after the `=`",
                name.value()
            ),
        ));
    }
    let value = input.parse()?;
    Ok(Pair {
        name,
        value,
        custom,
    })
}

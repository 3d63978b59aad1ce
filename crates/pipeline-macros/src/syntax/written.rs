//! What to write in place of what is no entry: the mistakes that people make who come from a
//! command line, from TOML or from another language.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, Ident, LitStr, Token};

/// A text where a key belongs.
pub(super) fn quoted(text: &LitStr) -> Error {
    let value = text.value();
    let is_program = [".py", ".R", ".r", ".jar"]
        .iter()
        .any(|ending| value.ends_with(ending));
    let option = spark_options::by_flag(&value)
        .or_else(|| spark_options::by_key(&value))
        .or_else(|| spark_options::by_property(&value))
        .filter(|option| option.settable);
    let right = match option {
        Some(option) => format!("{} = {}", option.key, option.example()),
        None if is_program => format!("app = {value:?}"),
        None if value.starts_with("spark.") => format!("conf({value:?} = …)"),
        None => "key = value".to_owned(),
    };
    Error::new(
        text.span(),
        format!("a key is a word without quotes\nhelp: write `{right}`"),
    )
}

/// An error at a sign that stands where `=` belongs.
pub(super) fn no_equals_sign(input: ParseStream<'_>, right: &str) -> syn::Result<()> {
    let sign = if input.peek(Token![==]) {
        "=="
    } else if input.peek(Token![=>]) {
        "=>"
    } else if input.peek(Token![:]) && !input.peek(Token![::]) {
        ":"
    } else {
        return Ok(());
    };
    Err(input.error(format!("`{sign}` where `=` belongs\nhelp: write `{right}`")))
}

/// A key that goes on with a dot or a dash: a property, or a flag without its dashes.
pub(super) fn several_words(first: &Ident, input: ParseStream<'_>) -> Error {
    let dashes = input.peek(Token![-]);
    let rest = path(input).unwrap_or_default();
    let written = format!("{first}{rest}");
    let property = spark_options::by_property(&written).filter(|option| option.settable);
    let (problem, right) = match property {
        _ if dashes => ("a key has no dash", written.replace('-', "_")),
        Some(option) => (
            "a key is one word",
            format!("{} = {}", option.key, option.example()),
        ),
        None => ("a key is one word", format!("conf({written:?} = …)")),
    };
    Error::new(
        first.span(),
        format!("{problem}, and `{written}` is none\nhelp: write `{right}`"),
    )
}

/// A name without quotes, words joined by dots and dashes, as far as it goes.
pub(super) fn path(input: ParseStream<'_>) -> Option<String> {
    let ahead = input.fork();
    let mut path = String::new();
    loop {
        if let Ok(word) = ahead.call(Ident::parse_any) {
            path.push_str(&word.unraw().to_string());
        } else if ahead.parse::<Token![.]>().is_ok() {
            path.push('.');
        } else if ahead.parse::<Token![-]>().is_ok() {
            path.push('-');
        } else {
            return (!path.is_empty()).then_some(path);
        }
    }
}

/// A name in a list of pairs that no `=` follows.
pub(super) fn no_value(key: &Ident, name: &LitStr) -> Error {
    let text = name.value();
    let right = match text.split_once('=') {
        Some((name, value)) => pair(name, value),
        None => format!("{text:?} = value"),
    };
    Error::new(
        name.span(),
        format!("`{text}` has no value\nhelp: write `{key}({right})`"),
    )
}

/// A name and a value as one pair, as the author would write it.
pub(crate) fn pair(name: &str, value: &str) -> String {
    let (name, value) = (name.trim(), value.trim());
    match value.parse::<bool>().is_ok() || value.parse::<i64>().is_ok() {
        true => format!("{name:?} = {value}"),
        false => format!("{name:?} = {value:?}"),
    }
}

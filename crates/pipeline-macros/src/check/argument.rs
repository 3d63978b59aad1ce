//! `arg`: a field's place on the application's command line.

use syn::LitStr;
use syn::ext::IdentExt;

use super::field::Keys;
use super::literal_text;
use crate::errors::Errors;
use crate::model::{Argument, ArgumentKind};
use crate::syntax::{Field, Value};

/// The argument that a field is, if it is one.
pub(super) fn argument(
    written: &Field,
    keys: &Keys<'_>,
    kind: ArgumentKind,
    errors: &mut Errors,
) -> Option<Argument> {
    let entry = keys.get("arg")?;
    let flag = match &entry.value {
        Value::Word => None,
        _ => {
            let flag = literal_text(entry, "arg = \"--month\"", errors)?;
            check_flag(flag, written, errors);
            Some(flag.clone())
        }
    };
    Some(Argument {
        field: written.ident.clone(),
        flag,
        arg: entry.key.span(),
        kind,
    })
}

fn check_flag(flag: &LitStr, written: &Field, errors: &mut Errors) {
    let text = flag.value();
    let name = written.ident.unraw().to_string().replace('_', "-");
    if !text.starts_with('-') {
        let word = if text.is_empty() { &name } else { &text };
        errors.at(
            flag,
            format_args!("the flag {text:?} has no dash in front"),
            format_args!("write `arg = \"--{word}\"`, or `arg` alone for a positional argument"),
        );
    } else if text.trim_matches('-').is_empty() {
        errors.at(
            flag,
            format_args!("{text:?} is no flag: it has no name"),
            format_args!("write `arg = \"--{name}\"`"),
        );
    } else if text.contains(char::is_whitespace) || text.ends_with('=') {
        errors.at(
            flag,
            format_args!("{text:?} is more than a flag: the value is a word of its own"),
            format_args!(
                "write `arg = {:?}`",
                text.split([' ', '\t', '\n', '='])
                    .next()
                    .unwrap_or("--flag")
            ),
        );
    }
}

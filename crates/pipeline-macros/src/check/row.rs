//! A row: its fields are columns.

use std::collections::HashMap;

use syn::ext::IdentExt;
use syn::{GenericArgument, GenericParam, Ident, PathArguments, Type};

use super::keys::{Place, checked};
use super::{generics, literal_text, names};
use crate::derive::Derive;
use crate::errors::Errors;
use crate::model::{Column, Row};
use crate::syntax::{Data, Item, types};

/// The row that an item means.
pub(crate) fn row(item: &Item, errors: &mut Errors) -> Row {
    let _ = checked(Derive::Row, &item.entries, Place::Struct, errors);
    let mut row = Row {
        names: names(item, errors),
        columns: Vec::new(),
    };
    for param in &item.generics.params {
        if let GenericParam::Lifetime(lifetime) = param {
            errors.at(
                lifetime,
                "a row borrows nothing",
                "take the lifetime away and write `String` for a text",
            );
        }
    }
    let Data::Struct(fields) = &item.data else {
        errors.at(
            &item.ident,
            "a row is a struct with named fields: their names are the columns' names",
            format_args!("write `struct {} {{ column: i64 }}`", item.ident),
        );
        return row;
    };
    if fields.is_empty() {
        errors.at(
            &item.ident,
            "a row without a column",
            "add a field for each column, such as `carrier: String`",
        );
    }
    let mut seen: HashMap<String, String> = HashMap::new();
    for field in fields {
        let rename = checked(Derive::Row, &field.entries, Place::Field, errors)
            .into_iter()
            .find(|entry| entry.key == "rename")
            .and_then(|entry| literal_text(entry, "rename = \"the column\"", errors));
        let name = rename.map_or_else(|| field.ident.unraw().to_string(), syn::LitStr::value);
        if rename.is_some() && name.is_empty() {
            errors.at(rename, "a column without a name", "write the column's name");
        }
        // Spark compares names of columns without regard to case.
        if let Some(first) = seen.insert(name.to_lowercase(), field.ident.to_string()) {
            errors.at(
                rename.map_or_else(
                    || quote::ToTokens::to_token_stream(&field.ident),
                    quote::ToTokens::to_token_stream,
                ),
                format_args!("the column `{name}` is the field `{first}` already; Spark takes no notice of case"),
                "give each column its own name",
            );
        }
        if types::borrows(&field.ty) {
            errors.at(
                &field.ty,
                format_args!("the column `{name}` borrows its value"),
                "write `String` for a text, `Vec<u8>` for bytes",
            );
        }
        column_type(&item.ident, &field.ty, errors);
        row.columns.push(Column {
            field: field.ident.clone(),
            name,
            ty: field.ty.clone(),
        });
    }
    generics::of_row(item, &mut row, errors);
    row
}

/// What no column can hold, as far as names tell: said in one line before rustc says it in ten.
fn column_type(row: &Ident, ty: &Type, errors: &mut Errors) {
    let Type::Path(path) = types::peel(ty) else {
        return;
    };
    let Some(last) = path.path.segments.last() else {
        return;
    };
    if path.path.is_ident(row) {
        errors.at(
            ty,
            format_args!("a `{row}` cannot hold another: Spark has no type that contains itself"),
            "make the inner rows a table of their own, and keep a column that finds them",
        );
        return;
    }
    let instead = match last.ident.to_string().as_str() {
        "u8" => "i16",
        "u16" => "i32",
        "u32" | "u64" | "usize" | "isize" => "i64",
        "char" | "str" => "String",
        _ => "",
    };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        if path.path.get_ident().is_some() && !instead.is_empty() {
            errors.at(
                ty,
                format_args!("Spark has no column of the type `{}`", last.ident),
                format_args!("write `{instead}`"),
            );
        }
        return;
    };
    let inner: Vec<&Type> = arguments
        .args
        .iter()
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
        .collect();
    // `Vec<u8>` is `binary`.
    let is_binary =
        last.ident == "Vec" && matches!(inner.as_slice(), [one] if types::is(one, "u8"));
    let known = matches!(
        last.ident.to_string().as_str(),
        "Option" | "Vec" | "BTreeMap" | "HashMap"
    );
    if !known || is_binary {
        return;
    }
    if let ("BTreeMap" | "HashMap", [key, _]) = (last.ident.to_string().as_str(), inner.as_slice())
        && let Some(plain) = types::argument_of(key, "Option")
    {
        errors.at(
            key,
            "the key of a map cannot be NULL in Spark SQL",
            format_args!("write `{}`", crate::syntax::tokens::text(plain)),
        );
    }
    for ty in inner {
        column_type(row, ty, errors);
    }
}

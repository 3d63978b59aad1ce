//! A row: its fields are columns.

use std::collections::HashMap;

use syn::GenericParam;
use syn::ext::IdentExt;

use super::keys::{Place, checked};
use super::{literal_text, names};
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
        row.columns.push(Column {
            field: field.ident.clone(),
            name,
            ty: field.ty.clone(),
        });
    }
    row
}

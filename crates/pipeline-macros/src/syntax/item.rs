//! The item: its name, generics, doc comment, fields, attributes.

use proc_macro2::TokenStream;
use syn::{Attribute, DeriveInput, Expr, Generics, Ident, Lit, Meta, Type, Visibility};

use super::Entries;
use crate::errors::Errors;

/// An item under a derive.
pub(crate) struct Item {
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) generics: Generics,
    pub(crate) doc: String,
    pub(crate) entries: Entries,
    pub(crate) data: Data,
}

/// What kind of item it is.
pub(crate) enum Data {
    /// A struct with named fields, or with none at all.
    Struct(Vec<Field>),
    /// A struct whose fields have no names.
    Tuple,
    Enum(Vec<Variant>),
    Union,
}

/// A named field.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) doc: String,
    /// The doc comment as it is written, to be copied.
    pub(crate) doc_attributes: Vec<Attribute>,
    pub(crate) entries: Entries,
}

/// A variant of an enum.
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    /// Whether it carries data.
    pub(crate) plain: bool,
    pub(crate) entries: Entries,
}

impl Item {
    /// Reads an item; nothing if it is none, which rustc rules out for a derive.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Self> {
        let input: DeriveInput = match syn::parse2(tokens) {
            Ok(input) => input,
            Err(error) => {
                errors.syntax(error);
                return None;
            }
        };
        let entries = Entries::parse(&input.attrs, errors);
        let data = match input.data {
            syn::Data::Struct(data) => match data.fields {
                syn::Fields::Named(fields) => {
                    let mut read: Vec<Field> = Vec::new();
                    for field in fields.named {
                        let first = |ident| read.iter().all(|one| Some(&one.ident) != ident);
                        // A field that stands twice is for rustc to tell.
                        if first(field.ident.as_ref()) {
                            read.extend(Field::parse(field, errors));
                        }
                    }
                    Data::Struct(read)
                }
                syn::Fields::Unit => Data::Struct(Vec::new()),
                syn::Fields::Unnamed(_) => Data::Tuple,
            },
            syn::Data::Enum(data) => Data::Enum(
                data.variants
                    .into_iter()
                    .map(|variant| Variant {
                        plain: matches!(variant.fields, syn::Fields::Unit),
                        entries: Entries::parse(&variant.attrs, errors),
                        ident: variant.ident,
                    })
                    .collect(),
            ),
            syn::Data::Union(_) => Data::Union,
        };
        Some(Self {
            doc: doc(&input.attrs),
            ident: input.ident,
            visibility: input.vis,
            generics: input.generics,
            entries,
            data,
        })
    }
}

impl Field {
    fn parse(field: syn::Field, errors: &mut Errors) -> Option<Self> {
        Some(Self {
            doc: doc(&field.attrs),
            entries: Entries::parse(&field.attrs, errors),
            doc_attributes: field
                .attrs
                .into_iter()
                .filter(|attribute| attribute.path().is_ident("doc"))
                .collect(),
            ident: field.ident?,
            ty: field.ty,
        })
    }
}

/// The text of a doc comment: one leading space of each line goes, as in rustdoc.
fn doc(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        })
        .flat_map(|text| {
            text.lines()
                .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

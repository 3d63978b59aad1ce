//! The `Row` impl, and the type of a column that holds such rows.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::block;
use super::fallback::Signature;
use crate::model::Row;

/// The impls of a row.
pub(crate) fn row(row: &Row) -> TokenStream {
    let private = row.names.private();
    let columns = row.columns.iter().map(|column| {
        let (name, ty) = (&column.name, &column.ty);
        let column_type = quote_spanned!(ty.span()=> <#ty as #private::ColumnType>);
        quote! {
            #private::Column {
                name: #name,
                data_type: #column_type::DATA_TYPE,
                nullable: #column_type::NULLABLE,
            }
        }
    });
    let impls = impls(row, &quote!(&[#(#columns),*]));
    let (impl_generics, ty_generics, where_clause) = row.names.generics.split_for_impl();
    let ident = &row.names.ident;
    let fields: Vec<_> = row.columns.iter().map(|column| &column.field).collect();
    let types = row.columns.iter().map(|column| &column.ty);
    block(
        &row.names,
        &quote! {
            #impls

            // A row is declared to be compared with, and need never be made: this keeps rustc
            // from calling it and its fields unused.
            #[allow(dead_code)]
            fn __used #impl_generics (#(#fields: #types),*) -> #ident #ty_generics #where_clause {
                let row = #ident { #(#fields),* };
                #(let _ = &row.#fields;)*
                row
            }
        },
    )
}

/// The impls of a row with mistakes: no columns.
pub(crate) fn row_fallback(row: &Row) -> TokenStream {
    block(&row.names, &impls(row, &quote!(&[])))
}

fn impls(row: &Row, columns: &TokenStream) -> TokenStream {
    let private = row.names.private();
    let Signature {
        generics,
        ty,
        where_clause,
    } = Signature::of(&row.names);
    quote! {
        #[automatically_derived]
        impl #generics #private::Row for #ty #where_clause {
            const COLUMNS: &'static [#private::Column] = #columns;
        }

        #[automatically_derived]
        impl #generics #private::ColumnType for #ty #where_clause {
            const DATA_TYPE: &'static #private::DataType =
                &#private::DataType::Struct(<Self as #private::Row>::COLUMNS);
        }
    }
}

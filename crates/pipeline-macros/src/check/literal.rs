//! Literals: the default of a parameter, the value of a property.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, Type};

use super::expr;
use crate::errors::Errors;
use crate::model::{Default, DefaultValue};
use crate::syntax::{Entry, Value, tokens, types};

/// The default that an entry declares.
pub(super) fn default(entry: &Entry, ty: &Type, errors: &mut Errors) -> Default {
    if matches!(entry.value, Value::Word) {
        return Default::Declared {
            value: DefaultValue::Expr(
                quote_spanned!(ty.span()=> ::core::default::Default::default()),
            ),
            shown: "the type's own".to_owned(),
        };
    }
    let Some(value) = expr(entry, "default = 10", errors) else {
        return Default::Implicit;
    };
    fits(value, ty, errors);
    Default::Declared {
        value: converted(value, ty),
        shown: shown(value),
    }
}

/// The value with what a literal needs to have the field's type. A text in quotes is the value
/// of a text or path, and for any other type what that type reads from a command line.
fn converted(value: &Expr, ty: &Type) -> DefaultValue {
    let inner = types::argument_of(ty, "Option").unwrap_or(ty);
    let is_text = types::is(inner, "String") || types::is(inner, "PathBuf");
    match super::text(value) {
        Some(text) if !is_text => DefaultValue::Text(text.clone()),
        _ => DefaultValue::Expr(expression(value, ty)),
    }
}

fn expression(value: &Expr, ty: &Type) -> TokenStream {
    let literal = matches!(tokens::peel(value), Expr::Lit(_));
    if !literal {
        return quote!(#value);
    }
    if let Some(inner) = types::argument_of(ty, "Option") {
        let value = expression(value, inner);
        return quote!(::core::option::Option::Some(#value));
    }
    match tokens::peel(value) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => quote_spanned!(text.span()=> ::core::convert::From::from(#text)),
        _ => quote!(#value),
    }
}

/// A number for a text, or a text for a number: said in one line before rustc says it in ten.
fn fits(value: &Expr, ty: &Type, errors: &mut Errors) {
    let ty = types::argument_of(ty, "Option").unwrap_or(ty);
    let Some((name, _)) = types::named(ty) else {
        return;
    };
    let integer = matches!(
        name.as_str(),
        "u8" | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
    );
    let float = matches!(name.as_str(), "f32" | "f64");
    if let Expr::Unary(negative) = tokens::peel(value)
        && matches!(negative.op, syn::UnOp::Neg(_))
        && matches!(*negative.expr, Expr::Lit(_))
        && integer
        && name.starts_with('u')
    {
        errors.at(
            value,
            format_args!("the default is no value of the parameter's type `{name}`"),
            format_args!(
                "write a number from 0 up, or make the parameter an `i{}`",
                &name[1..]
            ),
        );
    }
    let Expr::Lit(literal) = tokens::peel(value) else {
        return;
    };
    let help = match &literal.lit {
        Lit::Str(text) if integer || float => {
            format!("write `default = {}`", number(&text.value()))
        }
        Lit::Str(text) if name == "bool" => format!(
            "write `default = {}`",
            if text.value() == "false" {
                "false"
            } else {
                "true"
            }
        ),
        Lit::Int(digits) if float => format!("write `default = {digits}.0`"),
        Lit::Float(_) if integer => "write a whole number".to_owned(),
        Lit::Int(digits) if name == "bool" => format!(
            "write `default = {}`",
            if digits.base10_digits() == "0" {
                "false"
            } else {
                "true"
            }
        ),
        Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) if name == "String" => {
            format!("write `default = \"{}\"`", tokens::text(value))
        }
        Lit::Bool(_) if integer || float => "write a number".to_owned(),
        _ => return,
    };
    errors.at(
        value,
        format_args!("the default is no value of the parameter's type `{name}`"),
        help,
    );
}

fn number(text: &str) -> &str {
    if text.parse::<f64>().is_ok() {
        text
    } else {
        "0"
    }
}

/// The default as a person reads it in the help.
fn shown(value: &Expr) -> String {
    match super::text(value) {
        Some(text) => text.value(),
        None => tokens::text(value),
    }
}

/// The text of a literal as Spark reads it: `8`, `0.5`, `true`, or what the quotes hold.
pub(super) fn property(value: &Expr) -> Option<String> {
    match tokens::peel(value) {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            Lit::Int(digits) => Some(digits.base10_digits().to_owned()),
            Lit::Float(digits) => Some(digits.base10_digits().to_owned()),
            Lit::Bool(switch) => Some(switch.value.to_string()),
            Lit::Char(letter) => Some(letter.value().to_string()),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => match &*unary.expr {
            Expr::Lit(ExprLit {
                lit: Lit::Int(_) | Lit::Float(_),
                ..
            }) => property(&unary.expr).map(|digits| format!("-{digits}")),
            _ => None,
        },
        _ => None,
    }
}

//! Whether a parameter is used by the expressions of the task, whatever its Python does.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::ext::IdentExt;

use crate::model::{
    Application, Default, DefaultValue, Location, OptionValue, Piece, PropertyValue, Resource,
    Source, Task,
};
use crate::syntax::tokens::mention;

/// Whether an input, a path, an option, a property or another default is made from it.
pub(super) fn by_expressions(name: &Ident, application: &Application, task: &Task) -> bool {
    let plain = name.unraw().to_string();
    let names = |tokens: &dyn ToTokens| mention(tokens.to_token_stream(), name);
    let inputs = task.inputs.iter().filter_map(|input| input.expr.as_ref());
    let outputs = task
        .outputs
        .iter()
        .filter_map(|output| output.location.as_ref());
    let defaults = task.params.iter().filter_map(|param| match &param.default {
        Default::Declared {
            value: DefaultValue::Expr(expr),
            ..
        } if param.ident != *name => Some(expr),
        _ => None,
    });
    let options = application
        .options
        .iter()
        .filter_map(|setting| match &setting.value {
            OptionValue::Expr(expr) => Some(expr),
            _ => None,
        });
    let properties = application.conf.iter().chain(&application.env);
    let properties = properties.filter_map(|property| match &property.value {
        PropertyValue::Expr(expr) => Some(expr),
        PropertyValue::Text(_) => None,
    });
    let resource = match &application.resource {
        Resource::PythonFile {
            path: Source::Expr(expr),
            ..
        }
        | Resource::ByEnding(expr) => Some(expr),
        _ => None,
    };
    inputs
        .chain(options)
        .chain(properties)
        .chain(resource)
        .any(|expr| names(expr))
        || defaults.into_iter().any(|expr| names(expr))
        || task.control.exprs().any(|expr| names(&expr))
        || outputs.into_iter().any(|location| match location {
            Location::Expr(expr) => names(expr),
            Location::Template(template) => template
                .pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Hole { name, .. } if *name == plain)),
        })
}

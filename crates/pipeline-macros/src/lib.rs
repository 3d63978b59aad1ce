//! The derives of spark-pipeline: parse, check, expand.
//!
//! An item goes through three passes over two models. [`syntax`] keeps it as it is written:
//! a name, fields, and the entries of its attributes. [`check`] turns that into [`model`],
//! what is meant, and collects every mistake on the way. [`expand`] prints the model. All of
//! it is a pure function from tokens to tokens ([`derive::expand`]); this file only names the
//! derives.

mod check;
mod derive;
mod errors;
mod expand;
mod model;
mod syntax;
#[cfg(test)]
mod tests;
mod words;

use derive::Derive;
use proc_macro::TokenStream;

/// Makes a struct a task whose work is a Spark application.
#[proc_macro_derive(SparkTask, attributes(spark, task))]
pub fn derive_spark_task(item: TokenStream) -> TokenStream {
    derive::expand(Derive::SparkTask, item.into()).into()
}

/// Makes a struct a task whose work is its own `impl Run`.
#[proc_macro_derive(Task, attributes(task, spark))]
pub fn derive_task(item: TokenStream) -> TokenStream {
    derive::expand(Derive::Task, item.into()).into()
}

/// Makes a struct a task that is never run: somebody else makes its outputs.
#[proc_macro_derive(ExternalTask, attributes(task, spark))]
pub fn derive_external_task(item: TokenStream) -> TokenStream {
    derive::expand(Derive::ExternalTask, item.into()).into()
}

/// Makes a struct a task that only has inputs and is done when they are.
#[proc_macro_derive(WrapperTask, attributes(task, spark))]
pub fn derive_wrapper_task(item: TokenStream) -> TokenStream {
    derive::expand(Derive::WrapperTask, item.into()).into()
}

/// Makes the fields of a struct the columns of a dataset.
#[proc_macro_derive(Row, attributes(row))]
pub fn derive_row(item: TokenStream) -> TokenStream {
    derive::expand(Derive::Row, item.into()).into()
}

/// Makes an enum of plain variants a parameter: each variant is a word.
#[proc_macro_derive(Param, attributes(param))]
pub fn derive_param(item: TokenStream) -> TokenStream {
    derive::expand(Derive::Param, item.into()).into()
}

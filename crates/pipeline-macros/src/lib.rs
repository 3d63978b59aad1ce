//! The derives of spark-pipeline: parse, check, expand.
//!
//! An item goes through three passes over two models. `syntax` keeps it as it is written:
//! a name, fields, and the entries of its attributes. `check` turns that into `model`,
//! what is meant, and collects every mistake on the way. `expand` prints the model. All of
//! it is a function of the tokens and the crate around them (`derive::expand`); this file only names the
//! derives.

mod check;
mod derive;
mod editor;
mod errors;
mod expand;
mod lints;
mod model;
mod profiles;
mod surroundings;
mod syntax;
#[cfg(test)]
mod tests;
mod words;

use derive::Derive;
use proc_macro::TokenStream;
use surroundings::Surroundings;

/// Makes a struct a task whose work is a Spark application.
///
/// A field of a plain type is a parameter, `Input<T>`, `Option<Input<T>>` and `Inputs<T>` are
/// other tasks, `Output<T>` is what the application writes. The derive adds `new`, which takes
/// the parameters without a default in the order of the fields, and a setter for each of the
/// others. A setter of an `Option<T>` takes a `T`; `String`, `PathBuf` and `Vec<T>` take what
/// becomes one, and a `Vec<String>` whatever gives what becomes its texts (`["a", "b"]`).
///
/// Expressions see the parameters by name, each as a value of its own. An option is a literal,
/// which is checked while compiling, or an expression: `Memory` for memory, `u32` for a count,
/// `bool` for a switch, what becomes a `String` for a text, and any number of those for a list.
///
/// # Files
/// A path in quotes (`app`, `python_file`, `jars`, `py_files`, `files`, `archives`,
/// `properties_file`, `extra_properties_file`) is relative to the crate's folder, and what it
/// names must be there while the crate compiles; of a pattern (`jars = ["lib/*.jar"]`) at least
/// one file. Not looked for are URIs, absolute paths, `$SPARK_HOME/…`, expressions, and what
/// stands in `later("target/job.jar")`: it is made after compiling. The `keytab` is the
/// machine's own and never in a crate.
///
/// A file that was looked at is looked at again when it changes: cargo compiles the crate anew.
/// Of files over 32 MiB, of what a new file would match, and of a first `pipeline.toml` cargo
/// learns nothing; `println!("cargo:rerun-if-changed=lib");` in a `build.rs` tells it.
///
/// Of a jar that is there, the `class` (or the Main-Class of its manifest) must be in it, or in
/// the `jars` that are there, with a `public static void main(String[])`, and for a Java that
/// every profile with `checked = true` and a `java_version` has.
///
/// # Paths of outputs
/// A path template has parameters in braces, `out/{month:02}/{origin}`, and must have every
/// significant one: else two tasks write one place. `{task_id}` stands for all of them, and for
/// the type with its arguments: sixteen digits of a hash, the same in every process and on every
/// day until the struct is renamed or moved. In an expression it is the text `task_id`. A
/// parameter of that name takes precedence.
///
/// # In `#[spark(…)]` on the struct
/// Every settable option of spark-submit by its name in `spark_options::OPTIONS`
/// (`driver_memory = "1g"`), and:
/// - `app`: The application: a `.py`, `.R` or `.jar`, as a path or URI.
/// - `python`: A Python module with `main(spark, task)`, as its text.
/// - `python_file`: A Python module with `main(spark, task)`, as its path.
/// - `entry`: What a Python `main` is given: "session" or "context".
/// - `conf`: Properties that no option sets: `conf("spark.x" = 1)`; names of one's own in `conf(custom(…))`.
/// - `env`: Variables of the driver: `env("NAME" = value)`.
/// - `allow`: Switches warnings off by name: `allow(unused_field)`.
/// - `crate`: The path of spark-pipeline, if it has another name.
///
/// # In `#[task(…)]` on the struct
/// - `name`: The task's name in configuration and reports; the struct's otherwise.
/// - `allow`: Switches warnings off by name: `allow(unused_field)`.
/// - `crate`: The path of spark-pipeline, if it has another name.
///
/// # In either, on the struct
/// How the task is to be run; `pipeline.toml` and the command line come before it. A literal is
/// checked while compiling; an expression is an `i32` for the priority, a `u32` for a count, a
/// `Duration` for a time, and sees the parameters by name.
/// - `priority`: How urgent it is: the greatest of the tasks that are ready is first, `priority = 10`.
/// - `retries`: How often it is tried again when a second try can help: `retries = 3`.
/// - `backoff`: How long the first wait before a retry is, each next one twice as long: `backoff = "30s"`.
/// - `timeout`: How long one try may take before it is stopped: `timeout = "2h"`.
/// - `resources`: What it takes of the run's resources while it works: `resources(cluster = 2)`.
/// - `on_success`: What is called when it has succeeded: an `async fn(&Self, &Context) -> Result<()>`.
/// - `on_failure`: What is called when it has failed for good: an `async fn(&Self, &Context, &Failure) -> Result<()>`.
///
/// # In `#[spark(…)]` on a field
/// - `arg`: Stands on the command line: alone by position, with a text behind that flag.
/// - `of`: Which output of the input `arg` passes and `reads` is about.
/// - `input`: The task that this field is.
/// - `reads`: The row that is read from the input: its columns must be among those that are written.
/// - `output`: Where this output is: a path template, or an expression.
/// - `default`: What the parameter is when nobody gives it: an expression, or a text as on the command line.
/// - `insignificant`: Not part of the task's identity.
/// - `secret`: Never shown; `secret = false` for a name that only sounds like one (`api_token`).
#[proc_macro_derive(SparkTask, attributes(spark, task))]
pub fn derive_spark_task(item: TokenStream) -> TokenStream {
    derive::expand(
        Derive::SparkTask,
        item.into(),
        &Surroundings::of_the_build(),
    )
    .into()
}

/// Makes a struct a task whose work is its own `impl Run`.
///
/// Fields are as in `derive(SparkTask)`, their keys stand in `#[task(…)]`, and there is no
/// command line, so no `arg`.
///
/// # In `#[task(…)]` on the struct
/// - `name`: The task's name in configuration and reports; the struct's otherwise.
/// - `allow`: Switches warnings off by name: `allow(unused_field)`.
/// - `crate`: The path of spark-pipeline, if it has another name.
/// - `priority`: How urgent it is: the greatest of the tasks that are ready is first, `priority = 10`.
/// - `retries`: How often it is tried again when a second try can help: `retries = 3`.
/// - `backoff`: How long the first wait before a retry is, each next one twice as long: `backoff = "30s"`.
/// - `timeout`: How long one try may take before it is stopped: `timeout = "2h"`.
/// - `resources`: What it takes of the run's resources while it works: `resources(cluster = 2)`.
/// - `on_success`: What is called when it has succeeded: an `async fn(&Self, &Context) -> Result<()>`.
/// - `on_failure`: What is called when it has failed for good: an `async fn(&Self, &Context, &Failure) -> Result<()>`.
///
/// How often, how long and with what is a literal, which is checked while compiling, or an
/// expression: an `i32` for the priority, a `u32` for a count, a `Duration` for a time. It sees
/// the parameters by name, and `pipeline.toml` and the command line come before it.
#[proc_macro_derive(Task, attributes(task, spark))]
pub fn derive_task(item: TokenStream) -> TokenStream {
    derive::expand(Derive::Task, item.into(), &Surroundings::of_the_build()).into()
}

/// Makes a struct a task that is never run: somebody else makes its outputs.
#[proc_macro_derive(ExternalTask, attributes(task, spark))]
pub fn derive_external_task(item: TokenStream) -> TokenStream {
    derive::expand(
        Derive::ExternalTask,
        item.into(),
        &Surroundings::of_the_build(),
    )
    .into()
}

/// Makes a struct a task that only has inputs and is done when they are.
#[proc_macro_derive(WrapperTask, attributes(task, spark))]
pub fn derive_wrapper_task(item: TokenStream) -> TokenStream {
    derive::expand(
        Derive::WrapperTask,
        item.into(),
        &Surroundings::of_the_build(),
    )
    .into()
}

/// Makes the fields of a struct the columns of a dataset, and the struct the type of a column
/// that holds such rows.
///
/// # In `#[row(…)]` on the struct
/// - `crate`: The path of spark-pipeline, if it has another name.
///
/// # In `#[row(…)]` on a field
/// - `rename`: The column's name, if it is not the field's.
#[proc_macro_derive(Row, attributes(row))]
pub fn derive_row(item: TokenStream) -> TokenStream {
    derive::expand(Derive::Row, item.into(), &Surroundings::of_the_build()).into()
}

/// Makes an enum of plain variants a parameter: each variant is a word, its name in kebab
/// case (`VerySlow` is `very-slow`). The enum must be `Clone`.
///
/// # In `#[param(…)]` on the enum
/// - `crate`: The path of spark-pipeline, if it has another name.
///
/// # In `#[param(…)]` on a variant
/// - `rename`: The word, if it is not the variant's name.
#[proc_macro_derive(Param, attributes(param))]
pub fn derive_param(item: TokenStream) -> TokenStream {
    derive::expand(Derive::Param, item.into(), &Surroundings::of_the_build()).into()
}

/// Documented constants for the keys of every attribute, to which an editor's words lead. For
/// spark-pipeline itself alone: it takes no tokens.
#[doc(hidden)]
#[proc_macro]
pub fn __documented_keys(_: TokenStream) -> TokenStream {
    editor::documented_keys().into()
}

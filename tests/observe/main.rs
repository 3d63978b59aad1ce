//! What those who watch runs are told, read by the libraries of those who define it: a whole
//! program from outside, real servers, real files.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
#[allow(unreachable_pub)]
mod support;

mod lineage;
mod logs;
mod metrics;
mod reader;
mod traces;

use std::process::Command;

use support::Folder;

/// The example that has the pipeline of these tests.
const PROGRAM: &str = "observed";
/// What must be nowhere.
const SECRET: &str = "hunter2-is-long";

/// A folder in which a day's sales are there.
fn folder() -> Folder {
    let folder = Folder::new();
    let sales = folder.path("in/2013-01-31.csv");
    std::fs::create_dir_all(&sales).unwrap();
    std::fs::write(sales.join("_SUCCESS"), "").unwrap();
    folder
}

/// The program, to do a day's totals in this way.
fn totals(folder: &Folder, how: &str, more: &[&str]) -> Command {
    let mut arguments = vec!["run", "Totals", "--day", "2013-01-31", "--how", how];
    arguments.extend(["--password", SECRET]);
    arguments.extend(more);
    let mut command = folder.command(PROGRAM, &arguments);
    for (name, _) in std::env::vars() {
        if name.starts_with("OTEL_") || name.starts_with("OPENLINEAGE_") {
            command.env_remove(name);
        }
    }
    command.env_remove("TRACEPARENT").env_remove("RUST_LOG");
    command
}

//! `docs/options.md`: every key of the attributes and of `pipeline.toml`, from the tables.

use std::fmt::Write as _;
use std::fs;

use pipeline_core::config::{CORE, CoreKind, OF_A_TASK, TABLES};
use pipeline_core::engine::Engine;
use spark_options::{DeployMode, Effect, Kind, Manager, OPTIONS, SparkOption};
use spark_pipeline::core as pipeline_core;
use spark_pipeline::spark::engine::SparkEngine;

use super::markdown::{cell, code};
use super::{here, is_current};

#[test]
fn the_reference_of_options_and_keys_is_current() {
    let mut page = "# Options and keys\n\n\
         <!-- Written by UPDATE_DOCS=1 cargo test --test docs. -->\n\n"
        .to_owned();
    options(&mut page);
    attributes(&mut page);
    settings(&mut page);
    is_current("docs/options.md", &page);
}

/// The options of spark-submit.
fn options(page: &mut String) {
    *page += "## Options of spark-submit\n\n\
        A key in `#[spark(…)]`, in a profile of `pipeline.toml`, and after `--set`. A value that \
        is no literal is an expression that sees the parameters.\n\n\
        Where an option is not heard, Spark drops it in silence, and where it is refused, \
        spark-submit ends with an error. L is a local master, S standalone, Y YARN, K Kubernetes; \
        the mode follows where it matters.\n\n\
        | key | flag | property | example | not heard | refused | since | |\n\
        |---|---|---|---|---|---|---|---|\n";
    for option in OPTIONS
        .iter()
        .filter(|option| option.settable && option.kind != Kind::Property)
    {
        let since = option.since;
        let since = if since > (3, 5) {
            format!("{}.{}", since.0, since.1)
        } else {
            String::new()
        };
        let _ = writeln!(
            page,
            "| `{}` | `{}` | {} | {} | {} | {} | {since} | {} |",
            option.key,
            option.flag,
            option.property.map(code).unwrap_or_default(),
            code(option.example()),
            under(option, Effect::Ignored),
            under(option, Effect::Rejected),
            cell(option.doc),
        );
    }
}

/// The managers and modes under which an option has an effect.
fn under(option: &SparkOption, effect: Effect) -> String {
    let managers = [
        ("L", Manager::Local, [DeployMode::Client].as_slice()),
        (
            "S",
            Manager::Standalone,
            &[DeployMode::Client, DeployMode::Cluster],
        ),
        (
            "Y",
            Manager::Yarn,
            &[DeployMode::Client, DeployMode::Cluster],
        ),
        (
            "K",
            Manager::Kubernetes,
            &[DeployMode::Client, DeployMode::Cluster],
        ),
    ];
    let mut names = Vec::new();
    for (name, manager, modes) in managers {
        let of = |mode: &&DeployMode| option.effect(manager, **mode) == effect;
        let found: Vec<&DeployMode> = modes.iter().filter(of).collect();
        if found.len() == modes.len() {
            names.push(name.to_owned());
        } else if let [mode] = found.as_slice() {
            names.push(format!("{name} {}", mode.name()));
        }
    }
    names.join(", ")
}

/// The other keys of the attributes, from the documentation of the derives, which a test of
/// theirs holds against the list of keys.
fn attributes(page: &mut String) {
    let source = fs::read_to_string(here("crates/pipeline-macros/src/lib.rs"))
        .unwrap_or_else(|error| panic!("{error}"));
    *page += "\n## Keys of the attributes\n";
    let mut written = Vec::new();
    let mut in_table = false;
    for line in source.lines() {
        if let Some(title) = line.strip_prefix("/// # In ") {
            // Several derives read one attribute; the first has all of its keys.
            in_table = !written.contains(&title);
            if in_table {
                written.push(title);
                let _ = write!(page, "\n### {title}\n\n| key | |\n|---|---|\n");
            }
        } else if !line.starts_with("///") {
            in_table = false;
        } else if let Some((name, doc)) = line
            .strip_prefix("/// - `")
            .filter(|_| in_table)
            .and_then(|key| key.split_once("`: "))
        {
            let _ = writeln!(page, "| `{name}` | {} |", cell(doc));
        }
    }
}

/// The keys that only `pipeline.toml` and the command line have.
fn settings(page: &mut String) {
    *page += "\n## Settings of a profile that are no options\n\n\
        | key | value | default | |\n|---|---|---|---|\n";
    for key in CORE.iter().chain(OF_A_TASK) {
        let value = match key.kind {
            CoreKind::Count | CoreKind::Whole | CoreKind::Number => "a whole number",
            CoreKind::Switch => "true or false",
            CoreKind::Duration => "a length of time",
            CoreKind::Limit => "a length of time, or `none`",
            CoreKind::Moment => "a time, a date with one, or `none`",
            CoreKind::Path => "a path",
            CoreKind::LogLevel => "a log level",
            #[allow(unreachable_patterns)] // a kind to come is shown by its own name
            _ => "",
        };
        let _ = writeln!(
            page,
            "| `{}` | {value} | {} | {} |",
            key.name,
            cell(key.default),
            cell(key.doc)
        );
    }
    for (name, doc) in TABLES.iter().filter(|(name, _)| *name == "resources") {
        let _ = writeln!(page, "| `{name}` | a table | | {} |", cell(doc));
    }
    for key in SparkEngine.keys() {
        let is_option = OPTIONS
            .iter()
            .any(|option| option.key == key.name && option.kind != Kind::Property);
        if !is_option {
            let _ = writeln!(page, "| `{}` | | | {} |", key.name, cell(key.doc));
        }
    }
}

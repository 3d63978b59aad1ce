//! Right programs: whatever a cautious check could wrongly refuse.
//!
//! Each file `tests/right/<topic>/<rule>.rs` is a module of ordinary items, and
//! `pub fn roots() -> Roots` names what is asked of them. Here they compile without a warning;
//! their roots are planned, and the command of every Spark task is rendered.
//!
//! A new file is put into the lists by `UPDATE_RIGHT=1 cargo test --test right`.

#![deny(warnings)]
#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use spark_pipeline::core::config::Settings;
use spark_pipeline::core::plan::Plan;
use spark_pipeline::core::task::{AnyTask, TaskKind};

#[path = "right/mod.rs"]
mod right;

/// What a right program uses.
pub mod prelude {
    pub use spark_pipeline::prelude::*;

    pub use crate::{Roots, roots};
}

/// The tasks that are asked for.
pub type Roots = Vec<Box<dyn AnyTask>>;

/// The tasks that are asked for: `roots![Delays::new(1), Report::new()]`.
#[macro_export]
macro_rules! roots {
    ($($task:expr),+ $(,)?) => { vec![$(Box::new($task) as Box<dyn spark_pipeline::core::task::AnyTask>),+] };
}

/// A file and the roots that it names.
pub struct Program {
    rule: &'static str,
    roots: fn() -> Roots,
}

#[test]
fn right_programs_are_planned_and_their_commands_rendered() {
    let mut wrong = String::new();
    for (topic, programs) in right::TOPICS {
        for program in *programs {
            if let Err(problem) = used(program) {
                let _ = writeln!(wrong, "{topic}/{}: {problem}", program.rule);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Plans the program and renders every command that it would run.
fn used(program: &Program) -> Result<(), String> {
    let plan = Plan::build((program.roots)()).map_err(|error| error.to_string())?;
    let settings = Settings::default();
    for node in plan.nodes() {
        let label = node.task.label();
        let preview = node
            .task
            .preview(&settings)
            .map_err(|failure| format!("{label}: {failure:?}"))?;
        let is_spark = matches!(node.task.schema().kind, TaskKind::Engine(_));
        match preview {
            Some(preview) if is_spark && !preview.lines.is_empty() => {}
            None if !is_spark => {}
            other => return Err(format!("{label}: previewed as {other:?}")),
        }
    }
    Ok(())
}

#[test]
fn every_file_is_in_the_lists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/right");
    let mut topics = BTreeMap::new();
    for topic in names(&root, |path| path.is_dir()) {
        let rules = names(&root.join(&topic), |path| {
            path.extension().is_some_and(|end| end == "rs") && !path.ends_with("mod.rs")
        });
        if !rules.is_empty() {
            topics.insert(topic, rules);
        }
    }
    let mut lists = vec![(root.join("mod.rs"), list_of_topics(&topics))];
    for (topic, rules) in &topics {
        lists.push((root.join(topic).join("mod.rs"), list_of_rules(topic, rules)));
    }
    for (path, list) in lists {
        if fs::read_to_string(&path).is_ok_and(|there| bare(&there) == bare(&list)) {
            continue;
        }
        assert!(
            std::env::var_os("UPDATE_RIGHT").is_some(),
            "{} is not current: write it with UPDATE_RIGHT=1 cargo test --test right",
            path.display()
        );
        fs::write(&path, list).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// A list without what `cargo fmt` lays out as it likes.
fn bare(list: &str) -> String {
    list.replace([' ', '\n', ','], "")
}

/// The names, without an ending, of what a folder has, sorted.
fn names(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}"));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut names: Vec<String> = paths
        .filter(|path: &PathBuf| wanted(path))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names
}

fn list_of_topics(topics: &BTreeMap<String, Vec<String>>) -> String {
    let mut list = "//! Written by `UPDATE_RIGHT=1 cargo test --test right`.\n\n".to_owned();
    for topic in topics.keys() {
        let _ = writeln!(list, "pub mod {topic};");
    }
    list += "\npub const TOPICS: &[(&str, &[crate::Program])] = &[\n";
    for topic in topics.keys() {
        let _ = writeln!(list, "    (\"{topic}\", {topic}::PROGRAMS),");
    }
    list + "];\n"
}

fn list_of_rules(topic: &str, rules: &[String]) -> String {
    let mut list = format!("//! {topic}: written by `UPDATE_RIGHT=1 cargo test --test right`.\n\n");
    for rule in rules {
        let _ = writeln!(list, "pub mod {rule};");
    }
    list += "\nuse crate::Program;\n\npub const PROGRAMS: &[Program] = &[\n";
    for rule in rules {
        let _ = writeln!(
            list,
            "    Program {{\n        rule: \"{rule}\",\n        roots: {rule}::roots,\n    }},"
        );
    }
    list + "];\n"
}

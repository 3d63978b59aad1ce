//! The corpus of wrong and right programs, read from its folders.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::here;

/// How many wrong programs there are at least.
const WRONG: usize = 500;
/// How many right programs there are at least.
const RIGHT: usize = 80;

/// A program that does not compile.
pub(crate) struct Case {
    pub(crate) topic: String,
    pub(crate) rule: String,
    pub(crate) program: String,
    pub(crate) errors: Vec<Diagnostic>,
}

/// What the compiler says about one word.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// The first lines, without `error: `: what is wrong, then `help:` and what to write.
    pub(crate) message: Vec<String>,
    /// The line in the program, counted from 1.
    pub(crate) line: usize,
    /// What stands behind the caret.
    pub(crate) label: String,
    /// The first note of its own.
    pub(crate) note: Option<String>,
}

/// The rules of each topic: the files of this ending in the folders below one.
fn rules(root: &str, ending: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut topics: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let names = |path: &Path| {
        let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{error}"));
        entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect::<Vec<_>>()
    };
    for folder in names(&here(root)).into_iter().filter(|path| path.is_dir()) {
        for file in names(&folder) {
            let of_a_rule = file.extension().is_some_and(|end| end == ending);
            let (Some(topic), Some(rule)) = (folder.file_name(), file.file_stem()) else {
                continue;
            };
            if of_a_rule && rule != "mod" {
                let rules = topics.entry(topic.to_string_lossy().into()).or_default();
                rules.insert(rule.to_string_lossy().into());
            }
        }
    }
    topics
}

/// Every wrong program with what the compiler says.
pub(crate) fn cases() -> Vec<Case> {
    let text = |topic: &str, rule: &str, ending: &str| {
        let path = here(format!("tests/ui/{topic}/{rule}.{ending}"));
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let mut cases = Vec::new();
    for (topic, rules) in rules("tests/ui", "rs") {
        // What a case has beside it (a Python file, a jar's source) says nothing of its own.
        let said = self::rules("tests/ui", "stderr");
        for rule in rules {
            if said.get(&topic).is_some_and(|said| said.contains(&rule)) {
                cases.push(Case {
                    program: text(&topic, &rule, "rs"),
                    errors: diagnostics(&text(&topic, &rule, "stderr")),
                    topic: topic.clone(),
                    rule,
                });
            }
        }
    }
    cases
}

/// The diagnostics of a compiler's output.
pub(crate) fn diagnostics(stderr: &str) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut located = false;
    for line in stderr.lines() {
        if let Some(message) = begins(line) {
            located = false;
            found.push(Diagnostic {
                message: vec![message.to_owned()],
                line: 0,
                label: String::new(),
                note: None,
            });
            continue;
        }
        let Some(last) = found.last_mut() else {
            continue;
        };
        let bare = line.trim_start();
        if let Some(place) = bare.strip_prefix("--> ") {
            if last.line == 0 {
                last.line = place
                    .split(':')
                    .nth(1)
                    .and_then(|line| line.parse().ok())
                    .unwrap_or(0);
            }
            located = true;
        } else if !located {
            last.message.push(bare.to_owned());
        } else if let Some((_, label)) = bare.rsplit_once("^ ") {
            if last.label.is_empty() {
                label.clone_into(&mut last.label);
            }
        } else if let Some(note) = bare.strip_prefix("= note: ") {
            let _ = last.note.get_or_insert_with(|| note.to_owned());
        }
    }
    found
}

/// What stands behind `error: `, `error[E0277]: ` or `warning: `.
fn begins(line: &str) -> Option<&str> {
    let rest = ["error", "warning"]
        .iter()
        .find_map(|level| line.strip_prefix(level))?;
    match rest.strip_prefix('[') {
        Some(code) => code.split_once("]: ").map(|(_, message)| message),
        None => rest.strip_prefix(": "),
    }
}

#[test]
fn every_wrong_program_has_what_the_compiler_says_and_at_its_own_line() {
    let (programs, said) = (rules("tests/ui", "rs"), rules("tests/ui", "stderr"));
    assert_eq!(
        programs, said,
        "each tests/ui/<topic>/<rule>.rs has its .stderr: TRYBUILD=overwrite cargo test --test ui"
    );
    for case in cases() {
        let lines = case.program.lines().count();
        assert!(!case.errors.is_empty(), "{}/{}", case.topic, case.rule);
        for error in &case.errors {
            let place = format!("{}/{}: {error:?}", case.topic, case.rule);
            assert!((1..=lines).contains(&error.line), "{place}");
        }
    }
}

#[test]
fn the_corpus_is_as_large_as_it_is_said_to_be() {
    let count = |topics: BTreeMap<String, BTreeSet<String>>| -> usize {
        topics.values().map(BTreeSet::len).sum()
    };
    let (wrong, right) = (
        count(rules("tests/ui", "rs")),
        count(rules("tests/right", "rs")),
    );
    assert!(wrong >= WRONG, "{wrong} wrong programs");
    assert!(right >= RIGHT, "{right} right programs");
}

#[test]
fn a_diagnostic_is_its_message_its_line_and_what_stands_at_the_caret() {
    let stderr = "\
error: unknown key `memroy`
       help: did you mean `memory`?
 --> tests/ui/keys/unknown_key.rs:6:25
  |
6 | #[spark(memroy = 1)]
  |         ^^^^^^

error[E0277]: `X` is not a task
 --> tests/ui/a/b.rs:9:1
  |
9 |     x: Input<X>,
  |              ^ not a task
  |
  = note: add a derive
note: required by this
 --> src/x.rs
";
    let [first, second] = diagnostics(stderr).try_into().expect("two");
    assert_eq!(
        first.message,
        ["unknown key `memroy`", "help: did you mean `memory`?"]
    );
    assert_eq!((first.line, first.note), (6, None));
    assert_eq!(second.message, ["`X` is not a task"]);
    assert_eq!((second.line, second.label.as_str()), (9, "not a task"));
    assert_eq!(second.note.as_deref(), Some("add a derive"));
}

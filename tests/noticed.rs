//! What `benches/noticed` asks of others is about every wrong program of `tests/ui`, and what the
//! README says of it is what was seen.
//!
//! Nothing is run here. After a new wrong program: write its counterpart, and run
//! `benches/noticed/noticed.sh TOPIC/RULE`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// When somebody noticed a mistake; the words of `results.tsv`.
const WHEN: [&str; 4] = [
    "before submission",
    "when submitted",
    "while running",
    "never",
];
const NO_COUNTERPART: &str = "no counterpart";
/// The keys of a counterpart that Luigi is asked with.
const OF_LUIGI: [&str; 4] = ["luigi", "pyspark", "module", "script"];
/// What stands around the table in the README.
const MARKERS: [&str; 2] = ["<!-- noticed -->\n", "\n<!-- /noticed -->"];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn names(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry of a folder").path())
        .collect()
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().expect("a name");
    stem.to_string_lossy().into_owned()
}

/// The wrong programs, as `topic/rule`.
fn wrong_programs() -> BTreeSet<String> {
    let topics = names(&here("tests/ui"));
    let programs = topics
        .iter()
        .filter(|topic| topic.is_dir() && !topic.ends_with("files"));
    programs
        .flat_map(|topic| names(topic))
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| format!("{}/{}", stem(path.parent().expect("a topic")), stem(&path)))
        .collect()
}

/// The counterparts, by `topic/rule`.
fn counterparts() -> BTreeMap<String, toml::Table> {
    let mut found = BTreeMap::new();
    for file in names(&here("benches/noticed/counterparts")) {
        let topic = stem(&file);
        let entries: BTreeMap<String, toml::Table> = toml::from_str(&read(&file))
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for (rule, entry) in entries {
            found.insert(format!("{topic}/{rule}"), entry);
        }
    }
    found
}

/// What one peer did about one mistake.
struct Seen {
    rule: String,
    peer: String,
    when: String,
}

fn results() -> Vec<Seen> {
    let text = read(&here("benches/noticed/results.tsv"));
    let row = |line: &str| match line.split('\t').collect::<Vec<_>>()[..] {
        [rule, peer, when, _after, _words] => Seen {
            rule: rule.into(),
            peer: peer.into(),
            when: when.into(),
        },
        _ => panic!("results.tsv: not five columns: {line}"),
    };
    text.lines().map(row).collect()
}

fn no_difference(what: &str, left: &BTreeSet<String>, right: &BTreeSet<String>) {
    let missing: Vec<_> = left.difference(right).cloned().collect();
    assert!(missing.is_empty(), "{what}: {}", missing.join(", "));
}

#[test]
fn every_wrong_program_has_a_counterpart() {
    let wrong = wrong_programs();
    let entries = counterparts();
    let with_one = entries.keys().cloned().collect();
    no_difference(
        "no entry in benches/noticed/counterparts",
        &wrong,
        &with_one,
    );
    no_difference("a counterpart of no wrong program", &with_one, &wrong);
    for (rule, entry) in &entries {
        let of_luigi = OF_LUIGI.iter().any(|key| entry.contains_key(*key));
        let none = entry.get("none").and_then(toml::Value::as_str);
        assert!(
            of_luigi != none.is_some_and(|why| !why.is_empty()),
            "{rule}: how Luigi's user makes the mistake, or `none` and why"
        );
    }
}

#[test]
fn most_counterparts_were_run() {
    let mut expected = BTreeSet::new();
    for (rule, entry) in counterparts() {
        expected.insert(format!("{rule} luigi"));
        if entry.contains_key("submit") {
            expected.insert(format!("{rule} spark-submit"));
        }
    }
    let entries = counterparts();
    let mut seen = BTreeSet::new();
    for Seen { rule, peer, when } in results() {
        let none = entries
            .get(&rule)
            .is_some_and(|entry| entry.contains_key("none"));
        let known = if none {
            when == NO_COUNTERPART
        } else {
            WHEN.contains(&when.as_str())
        };
        assert!(known, "{rule}: {peer} cannot have noticed it {when:?}");
        assert!(
            seen.insert(format!("{rule} {peer}")),
            "{rule}: {peer} twice"
        );
    }
    no_difference("in results.tsv, but asked of nobody", &seen, &expected);
    // All of them take half an hour: a new one may wait for its turn, but not many may.
    let waiting: Vec<_> = expected.difference(&seen).collect();
    println!("not in results.tsv, run `noticed.sh --new`: {waiting:?}");
    assert!(waiting.len() * 4 < expected.len(), "{waiting:?}");
}

/// The table of topics, as page.py writes it.
fn summary() -> String {
    let columns: Vec<(&str, &str)> = (WHEN.iter().map(|when| ("luigi", *when)))
        .chain([("luigi", NO_COUNTERPART)])
        .chain(WHEN[1..].iter().map(|when| ("spark-submit", *when)))
        .collect();
    let rows = results();
    let mut topics: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
    for row in &rows {
        let topic = row.rule.split('/').next().expect("a topic");
        topics.entry(topic).or_default().push(row);
    }
    let counts = |rows: &[&Seen]| -> Vec<usize> {
        let rules: BTreeSet<_> = rows.iter().map(|row| &row.rule).collect();
        let of = |(peer, when): &(&str, &str)| {
            let counted = rows
                .iter()
                .filter(|row| row.peer == *peer && row.when == *when);
            counted.count()
        };
        [rules.len()]
            .into_iter()
            .chain(columns.iter().map(of))
            .collect()
    };
    let mut lines = vec![
        "| mistakes about | here: compile error | Luigi: before submission | when submitted | while running | never | nothing comparable | spark-submit: refused | while running | never |".to_owned(),
        format!("|{}", "---|".repeat(10)),
    ];
    for (topic, rows) in &topics {
        let cells: Vec<_> = (counts(rows).iter())
            .map(|count| {
                if *count == 0 {
                    String::new()
                } else {
                    count.to_string()
                }
            })
            .collect();
        lines.push(format!(
            "| {} | {} |",
            topic.replace('_', " "),
            cells.join(" | ")
        ));
    }
    let all: Vec<_> = (counts(&rows.iter().collect::<Vec<_>>()).iter())
        .map(|count| format!("**{count}**"))
        .collect();
    lines.push(format!("| **all** | {} |", all.join(" | ")));
    lines.join("\n")
}

/// The table of a page, if its markers are there.
fn between_markers(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once(MARKERS[0])?;
    let (table, _) = rest.split_once(MARKERS[1])?;
    Some(table)
}

#[test]
fn the_tables_say_what_was_seen() {
    let again = "`python3 benches/noticed/noticed.py --page` writes it anew";
    let page = read(&here("docs/noticed.md"));
    assert!(
        page.contains(&summary()),
        "the table of docs/noticed.md is another: {again}"
    );
    if let Some(table) = between_markers(&read(&here("README.md"))) {
        assert_eq!(
            table,
            summary(),
            "the table of README.md is another: {again}"
        );
    }
}

#[test]
fn a_table_is_between_its_markers() {
    assert_eq!(between_markers("# Title\n"), None);
    let page = "Before\n<!-- noticed -->\n| a |\n| b |\n<!-- /noticed -->\nAfter\n";
    assert_eq!(between_markers(page), Some("| a |\n| b |"));
}

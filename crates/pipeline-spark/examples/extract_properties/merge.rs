//! Many Sparks' answers become the lines of the data files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use spark_options::property::prefixes;

use crate::facts::{Entry, Facts, Kind, escaped};

/// A run of versions in which a property is the same.
struct Segment {
    from: String,
    to: String,
    kind: String,
    default: String,
}

/// The files, name and text, from the answers, oldest Spark first.
pub(crate) fn files(all: &[Facts]) -> Vec<(&'static str, String)> {
    vec![
        ("properties.tsv", properties(all)),
        ("deprecated.tsv", deprecated(all)),
        ("removed.tsv", removed(all)),
        ("named.tsv", named(all)),
    ]
}

fn head(columns: &str, all: &[Facts]) -> String {
    let versions: Vec<_> = all.iter().map(|facts| facts.version.as_str()).collect();
    format!(
        "# Written by `cargo run -p pipeline-spark --example extract_properties` from Spark {}.\n# {columns}\n",
        versions.join(", ")
    )
}

fn properties(all: &[Facts]) -> String {
    let mut names: BTreeMap<&str, (Vec<Segment>, &Entry)> = BTreeMap::new();
    for (index, facts) in all.iter().enumerate() {
        let before = index
            .checked_sub(1)
            .and_then(|i| all.get(i))
            .map(Facts::minor);
        for entry in &facts.entries {
            let (kind, default) = (
                entry.kind.as_ref().map_or_else(String::new, kind),
                entry.default_column(),
            );
            let (segments, newest) = names.entry(&entry.name).or_insert((Vec::new(), entry));
            *newest = entry;
            match segments.last_mut() {
                Some(last)
                    if Some(&last.to) == before.as_ref()
                        && last.kind == kind
                        && last.default == default =>
                {
                    last.to = facts.minor();
                }
                _ => segments.push(Segment {
                    from: facts.minor(),
                    to: facts.minor(),
                    kind,
                    default,
                }),
            }
        }
    }
    let mut text = head(
        "name, first and last supported version with these facts, version that has it first as documented, kind, default (=text, @property whose value it has, ? computed, empty none), first sentence of the documentation (on the newest line)",
        all,
    );
    for (name, (segments, entry)) in &names {
        for (index, segment) in segments.iter().enumerate() {
            let is_newest = index + 1 == segments.len();
            let doc = if is_newest {
                first_sentence(&entry.doc)
            } else {
                ""
            };
            let Segment {
                from,
                to,
                kind,
                default,
            } = segment;
            let since = minor(&entry.since);
            let _ = writeln!(
                text,
                "{name}\t{from}\t{to}\t{since}\t{kind}\t{default}\t{doc}"
            );
        }
    }
    text
}

fn kind(kind: &Kind) -> String {
    let range = kind.range.as_ref().map_or_else(String::new, range);
    match (kind.kind.as_str(), &kind.unit) {
        ("bytes" | "time", Some(unit)) => format!("{} {unit}{range}", kind.kind),
        ("choice", _) => {
            let case = if kind.any_case { "any-case" } else { "exact" };
            let words: BTreeSet<_> = kind.words.iter().map(String::as_str).collect();
            let words: Vec<_> = words.into_iter().collect();
            format!("choice {case} {}", words.join(","))
        }
        ("boolean" | "regex" | "list" | "text", _) => kind.kind.clone(),
        ("int" | "long" | "double", _) => format!("{}{range}", kind.kind),
        // What takes none of the texts that were tried, or only by rules of its own.
        _ => "text".to_owned(),
    }
}

/// ` 1..`, ` 0..<1`: the least and the greatest value; `<` leaves the limit itself out.
fn range(range: &[serde_json::Value; 2]) -> String {
    let limit = |value: &serde_json::Value| match value {
        serde_json::Value::Array(pair) => {
            let number = pair.first().map(ToString::to_string).unwrap_or_default();
            let is_taken = pair.get(1).and_then(serde_json::Value::as_bool) == Some(true);
            (number, is_taken)
        }
        serde_json::Value::Null => (String::new(), true),
        number => (number.to_string(), true),
    };
    let [(low, low_taken), (high, high_taken)] = [limit(&range[0]), limit(&range[1])];
    if low.is_empty() && high.is_empty() {
        return String::new();
    }
    let (after, before) = (
        if low_taken { "" } else { "<" },
        if high_taken { "" } else { "<" },
    );
    format!(" {low}{after}..{before}{high}")
}

/// `3.4` of `3.4.0`.
fn minor(version: &str) -> String {
    version.split('.').take(2).collect::<Vec<_>>().join(".")
}

/// Up to the first full stop that ends a sentence.
fn first_sentence(doc: &str) -> &str {
    let mut from = 0;
    while let Some(found) = doc[from..].find(". ") {
        let end = from + found;
        let before = &doc[..end];
        let is_abbreviation = ["e.g", "i.e", "etc", "vs"]
            .iter()
            .any(|word| before.ends_with(word));
        if !is_abbreviation {
            return &doc[..=end];
        }
        from = end + 2;
    }
    doc
}

fn deprecated(all: &[Facts]) -> String {
    let mut lines: BTreeMap<&str, (String, String, String)> = BTreeMap::new();
    for facts in all {
        for entry in &facts.entries {
            for old in &entry.alternatives {
                lines.insert(old, (String::new(), entry.name.clone(), String::new()));
            }
        }
        for old in &facts.alternates {
            lines.insert(
                &old.name,
                (minor(&old.r#in), old.successor.clone(), String::new()),
            );
        }
        for old in &facts.deprecated {
            let advice = escaped(old.advice.trim());
            let line = lines.entry(&old.name).or_default();
            let mut successor = std::mem::take(&mut line.1);
            if successor.is_empty() {
                successor = named_in(&old.advice, facts).unwrap_or_default();
            }
            *line = (minor(&old.r#in), successor, advice);
        }
    }
    let mut text = head(
        "old name, version that deprecates it, name that has taken its place, Spark's advice",
        all,
    );
    for (name, (version, successor, advice)) in lines {
        let _ = writeln!(text, "{name}\t{version}\t{successor}\t{advice}");
    }
    text
}

/// The property that an advice says to use, if it names exactly one that is registered.
fn named_in(advice: &str, facts: &Facts) -> Option<String> {
    let lower = advice.to_lowercase();
    if !["use ", "replaced by", "please set"]
        .iter()
        .any(|words| lower.contains(words))
    {
        return None;
    }
    let end = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    let mut names: Vec<_> = advice
        .split(end)
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| facts.entries.iter().any(|entry| entry.name == *word))
        .collect();
    names.dedup();
    match names[..] {
        [name] => Some(name.to_owned()),
        _ => None,
    }
}

fn removed(all: &[Facts]) -> String {
    let mut lines = BTreeMap::new();
    for facts in all {
        for old in &facts.removed {
            let first = facts.minor();
            let advice = escaped(old.advice.trim());
            lines
                .entry(&old.name)
                .and_modify(|line: &mut (String, String, String, String)| {
                    line.3.clone_from(&advice)
                })
                .or_insert((first, minor(&old.r#in), escaped(&old.default), advice));
        }
    }
    let mut text = head(
        "name, first supported version that refuses it, version that removed it, the one value that is still taken, Spark's advice",
        all,
    );
    for (name, (first, version, default, advice)) in lines {
        let _ = writeln!(text, "{name}\t{first}\t{version}\t{default}\t{advice}");
    }
    text
}

/// What Spark's classes have as a whole text, but no Spark registers: read (or written) by name.
fn named(all: &[Facts]) -> String {
    let entries = || all.iter().flat_map(|facts| &facts.entries);
    let registered: BTreeSet<&str> = entries().map(|entry| entry.name.as_str()).collect();
    let mut old: BTreeSet<&str> = BTreeSet::new();
    old.extend(
        entries()
            .flat_map(|entry| &entry.alternatives)
            .map(String::as_str),
    );
    for facts in all {
        old.extend(facts.alternates.iter().map(|old| old.name.as_str()));
        old.extend(facts.deprecated.iter().map(|old| old.name.as_str()));
        old.extend(facts.removed.iter().map(|old| old.name.as_str()));
    }
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for facts in all {
        for (name, classes) in &facts.named {
            if registered.contains(name.as_str())
                || old.contains(name.as_str())
                || name.ends_with('.')
            {
                continue;
            }
            let whole = classes.iter().filter(|class| !class.ends_with('~'));
            let short = whole.map(|class| class.trim_start_matches("org.apache.spark."));
            names.entry(name).or_default().extend(short);
        }
    }
    names.retain(|name, classes| {
        // `spark.driver` is no name, but the begin of names; `spark.master` is both.
        let begin = format!("{name}.");
        let is_begin = registered.iter().any(|other| other.starts_with(&begin));
        // `spark.executorEnv.VAR1`: what an example happens to have.
        let is_free = prefixes().any(|free| name.starts_with(free.prefix));
        !classes.is_empty() && !is_free && (!is_begin || classes.contains("SparkContext"))
    });
    let mut text = head(
        "name, classes of org.apache.spark and modules of pyspark that have it as a text",
        all,
    );
    for (name, classes) in names {
        let classes: Vec<_> = classes.into_iter().take(3).collect();
        let _ = writeln!(text, "{name}\t{}", classes.join(","));
    }
    text
}

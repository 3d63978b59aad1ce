//! `pipeline.toml` as profiles, with every mistake in it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeString, DeTable, DeValue};
use toml::{Spanned, Value};

use super::keys::{CUSTOM, Keys, is_table, shape, split_table};
use super::place::Document;
use super::problem::{Mistake, Place, Problem};
use super::value::{value, words};
use crate::secret::is_secret_name;
use crate::suggest::nearest;
use crate::task::TaskSchema;

/// One profile, as the file has it.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) inherits: Option<(String, Place)>,
    /// Whether the compiler holds the crate's tasks to it, and where that is said.
    pub(crate) checked: Option<bool>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) tasks: Vec<TaskSection>,
}

/// The section of one task in a profile.
#[derive(Debug)]
pub(crate) struct TaskSection {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) entries: Vec<Entry>,
    /// Parameters: a name and the words of its value.
    pub(crate) params: Vec<(String, Vec<String>)>,
}

/// A setting; an entry of a table stands under its dotted key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) value: Value,
    /// Where its key stands; nothing for a default.
    pub(crate) place: Option<Arc<Place>>,
    /// Whether the author calls it their own, so that nobody looks it up.
    pub(crate) own: bool,
}

/// What a profile has beside settings.
pub(crate) const WORDS: &[&str] = &["checked", "inherits", "task"];

type Key<'i> = Spanned<DeString<'i>>;
type Node<'i> = Spanned<DeValue<'i>>;

/// Reads a document. What cannot be understood is left out and told in `problems`.
pub(crate) fn profiles(
    document: &Document,
    keys: &Keys,
    roots: &[&'static TaskSchema],
    problems: &mut Vec<Problem>,
) -> Vec<Profile> {
    let (table, errors) = DeTable::parse_recoverable(&document.text);
    let mut reader = Reader {
        document,
        keys,
        roots,
        problems,
    };
    for error in &errors {
        let mistake = Mistake::Syntax(error.message().to_owned());
        reader.report(error.span().unwrap_or_default(), mistake);
    }
    // What was recovered from a broken text would give mistakes that are not there.
    if !errors.is_empty() {
        return Vec::new();
    }
    let mut profiles = Vec::new();
    for (key, node) in table.get_ref() {
        if key.get_ref() != "profile" {
            if keys.allow(key.get_ref(), false, &[]).is_ok() {
                let mistake = Mistake::NoProfile(key.get_ref().to_string());
                reader.report(key.span(), mistake);
            } else {
                reader.unknown("section", key, &["profile"]);
            }
            continue;
        }
        for (name, node) in reader.table("profile", node).into_iter().flatten() {
            profiles.push(reader.profile(name, node));
        }
    }
    profiles
}

struct Reader<'a> {
    document: &'a Document,
    keys: &'a Keys,
    roots: &'a [&'static TaskSchema],
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn report(&mut self, span: Range<usize>, mistake: Mistake) {
        self.problems.push(Problem {
            place: self.document.place(span),
            mistake,
        });
    }

    fn unknown(&mut self, what: &'static str, key: &Key<'_>, known: &[&str]) {
        let mistake = Mistake::Unknown {
            what,
            word: key.get_ref().to_string(),
            nearest: nearest(key.get_ref(), known.iter().copied()).map(str::to_owned),
            known: known.iter().map(ToString::to_string).collect(),
        };
        self.report(key.span(), mistake);
    }

    /// The table that must stand here.
    fn table<'n, 'i>(&mut self, key: &str, node: &'n Node<'i>) -> Option<&'n DeTable<'i>> {
        let table = node.get_ref().as_table();
        if table.is_none() {
            let mistake = Mistake::Shape {
                key: key.to_owned(),
                found: shape(node.get_ref().type_str()),
                meant: "a table",
            };
            self.report(node.span(), mistake);
        }
        table
    }

    fn profile(&mut self, name: &Key<'_>, node: &Node<'_>) -> Profile {
        let mut profile = Profile {
            name: name.get_ref().to_string(),
            inherits: None,
            checked: None,
            entries: Vec::new(),
            tasks: Vec::new(),
        };
        for (key, node) in self.table(name.get_ref(), node).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "inherits" => match node.get_ref().as_str() {
                    Some(parent) => {
                        let place = self.document.place(node.span());
                        profile.inherits = Some((parent.to_owned(), place));
                    }
                    None => {
                        let mistake = Mistake::Shape {
                            key: "inherits".to_owned(),
                            found: shape(node.get_ref().type_str()),
                            meant: "the name of a profile",
                        };
                        self.report(node.span(), mistake);
                    }
                },
                "checked" => match node.get_ref().as_bool() {
                    Some(checked) => profile.checked = Some(checked),
                    None => {
                        let mistake = Mistake::Shape {
                            key: "checked".to_owned(),
                            found: shape(node.get_ref().type_str()),
                            meant: "true or false",
                        };
                        self.report(node.span(), mistake);
                    }
                },
                "task" => {
                    for (name, node) in self.table("task", node).into_iter().flatten() {
                        let section = self.task(name, node);
                        profile.tasks.push(section);
                    }
                }
                _ => self.setting(key, node, false, WORDS, &mut profile.entries),
            }
        }
        profile
    }

    fn task(&mut self, name: &Key<'_>, node: &Node<'_>) -> TaskSection {
        let mut section = TaskSection {
            name: name.get_ref().to_string(),
            place: self.document.place(name.span()),
            entries: Vec::new(),
            params: Vec::new(),
        };
        for (key, node) in self.table(name.get_ref(), node).into_iter().flatten() {
            if key.get_ref() == "params" {
                section.params = self.params(name, key, node);
            } else if WORDS.contains(&key.get_ref().as_ref()) {
                let mistake = Mistake::OfTheProfile(key.get_ref().to_string());
                self.report(key.span(), mistake);
            } else {
                self.setting(key, node, true, &["params"], &mut section.entries);
            }
        }
        section
    }

    fn params(
        &mut self,
        task: &Key<'_>,
        key: &Key<'_>,
        node: &Node<'_>,
    ) -> Vec<(String, Vec<String>)> {
        let roots = self.roots;
        let Some(root) = roots.iter().find(|root| root.name == task.get_ref()) else {
            let mistake = Mistake::NoRoot {
                task: task.get_ref().to_string(),
                roots: roots.iter().map(|root| root.name.to_owned()).collect(),
            };
            self.report(key.span(), mistake);
            return Vec::new();
        };
        let known: Vec<&str> = root.params.iter().map(|param| param.name).collect();
        let mut params = Vec::new();
        for (key, node) in self.table("params", node).into_iter().flatten() {
            if !known.contains(&key.get_ref().as_ref()) {
                self.unknown("parameter", key, &known);
            } else if let Some(value) = self.value(node) {
                params.push((key.get_ref().to_string(), words(&value)));
            }
        }
        params
    }

    fn setting(
        &mut self,
        key: &Key<'_>,
        node: &Node<'_>,
        in_task: bool,
        words: &[&'static str],
        entries: &mut Vec<Entry>,
    ) {
        if let Err(mistake) = self.keys.allow(key.get_ref(), in_task, words) {
            self.report(key.span(), mistake);
        } else if is_table(key.get_ref()) {
            if let Some(table) = self.table(key.get_ref(), node) {
                let mut seen = BTreeSet::new();
                self.flatten(key.get_ref(), table, false, &mut seen, entries);
            }
        } else {
            self.entry(key.get_ref().to_string(), key, node, false, entries);
        }
    }

    /// Adds the entries of a table under dotted keys: `"spark.a.b" = 1` and
    /// `spark = { a = { b = 1 } }` are the same.
    fn flatten(
        &mut self,
        prefix: &str,
        table: &DeTable<'_>,
        own: bool,
        seen: &mut BTreeSet<String>,
        entries: &mut Vec<Entry>,
    ) {
        for (key, node) in table {
            let dotted = format!("{prefix}.{}", key.get_ref());
            if let Some(table) = node.get_ref().as_table() {
                if prefix == "conf" && key.get_ref() == CUSTOM {
                    self.flatten(prefix, table, true, seen, entries);
                } else {
                    self.flatten(&dotted, table, own, seen, entries);
                }
            } else if seen.insert(dotted.clone()) {
                self.entry(dotted, key, node, own, entries);
            } else {
                self.report(key.span(), Mistake::Twice(dotted));
            }
        }
    }

    fn entry(
        &mut self,
        name: String,
        key: &Key<'_>,
        node: &Node<'_>,
        own: bool,
        entries: &mut Vec<Entry>,
    ) {
        let Some(value) = self.value(node) else {
            return;
        };
        let checked = match split_table(&name) {
            Some((table, entry)) if own => self.keys.check_entry(table, entry, &value),
            _ => self.keys.check(&name, &value),
        };
        let is_secret = is_secret_name(&name);
        match checked {
            Ok(()) => {
                let place = self.document.place(key.span());
                let place = if is_secret {
                    place.without_value()
                } else {
                    place
                };
                entries.push(Entry {
                    key: name,
                    value,
                    place: Some(Arc::new(place)),
                    own,
                });
            }
            Err(mistake @ Mistake::Name { .. }) if !is_secret => {
                self.report(key.span(), mistake);
            }
            Err(mistake) => {
                let place = self.document.place(node.span());
                let place = if is_secret { place.masked() } else { place };
                self.problems.push(Problem { place, mistake });
            }
        }
    }

    fn value(&mut self, node: &Node<'_>) -> Option<Value> {
        match value(node.get_ref()) {
            Ok(value) => Some(value),
            Err(message) => {
                self.report(node.span(), Mistake::Syntax(message));
                None
            }
        }
    }
}

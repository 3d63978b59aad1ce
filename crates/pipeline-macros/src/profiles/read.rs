//! `pipeline.toml`, as far as the compiler asks for it.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Layer, Profile, Setting, Value};

/// A profile as it is written.
#[derive(Default)]
struct Written {
    checked: Option<bool>,
    inherits: Option<String>,
    layers: Vec<Layer>,
}

/// The tables whose entries are settings themselves.
const TABLES: [&str; 2] = ["conf", "env"];
/// The table in `conf` whose properties are the author's own.
const CUSTOM: &str = "custom";

/// The checked profiles of a file, in the order of their names.
///
/// # Errors
/// It is no TOML.
pub(crate) fn profiles(text: &str, file: &str) -> Result<Vec<Profile>, String> {
    // Most files have none, and are not worth a parser.
    if !text.contains("checked") {
        return Ok(Vec::new());
    }
    let document = DeTable::parse(text).map_err(|error| error.message().to_owned())?;
    let reader = Reader { text, file };
    let mut written = BTreeMap::new();
    for (name, node) in table(document.get_ref(), "profile").into_iter().flatten() {
        if let Some(table) = node.get_ref().as_table() {
            let name = name.get_ref().to_string();
            written.insert(name.clone(), reader.profile(&name, table));
        }
    }
    let names = written.keys();
    Ok(names.filter_map(|name| resolved(name, &written)).collect())
}

/// A profile with what it inherits, if it is checked.
fn resolved(name: &str, written: &BTreeMap<String, Written>) -> Option<Profile> {
    let mut chain: Vec<&str> = Vec::new();
    let mut next = Some(name);
    // An end to circles, which are told at run time.
    while let Some(name) = next.filter(|name| !chain.contains(name)) {
        let Some(profile) = written.get(name) else {
            break;
        };
        chain.push(name);
        next = profile.inherits.as_deref();
    }
    let profiles = || chain.iter().filter_map(|name| written.get(*name));
    let checked = profiles().find_map(|profile| profile.checked);
    checked.filter(|checked| *checked)?;
    Some(Profile {
        name: name.to_owned(),
        layers: profiles()
            .flat_map(|profile| profile.layers.clone())
            .collect(),
    })
}

struct Reader<'t> {
    text: &'t str,
    file: &'t str,
}

impl Reader<'_> {
    fn profile(&self, name: &str, table: &DeTable<'_>) -> Written {
        let mut profile = Written::default();
        let section = format!("profile.{name}");
        let mut own = Layer {
            task: None,
            settings: Vec::new(),
        };
        for (key, node) in table {
            match (key.get_ref().as_ref(), node.get_ref()) {
                ("checked", DeValue::Boolean(checked)) => profile.checked = Some(*checked),
                ("inherits", DeValue::String(parent)) => {
                    profile.inherits = Some(parent.to_string());
                }
                ("task", DeValue::Table(tasks)) => {
                    for (task, node) in tasks {
                        let task = task.get_ref().to_string();
                        let section = format!("{section}.task.{task}");
                        let mut settings = Vec::new();
                        for (key, node) in node.get_ref().as_table().into_iter().flatten() {
                            if key.get_ref() != "params" {
                                self.setting(key, node, &section, &mut settings);
                            }
                        }
                        let task = Some(task);
                        profile.layers.push(Layer { task, settings });
                    }
                }
                ("checked" | "inherits" | "task", _) => {}
                _ => self.setting(key, node, &section, &mut own.settings),
            }
        }
        profile.layers.push(own);
        profile
    }

    fn setting(
        &self,
        key: &Spanned<impl AsRef<str>>,
        node: &Spanned<DeValue<'_>>,
        section: &str,
        settings: &mut Vec<Setting>,
    ) {
        let name = key.get_ref().as_ref();
        match node.get_ref().as_table() {
            Some(table) if TABLES.contains(&name) => {
                self.flatten(name, table, false, section, settings);
            }
            _ => self.add(name.to_owned(), key, node, false, section, settings),
        }
    }

    /// `"spark.a.b" = 1` and `spark = { a = { b = 1 } }` are the same.
    fn flatten(
        &self,
        prefix: &str,
        table: &DeTable<'_>,
        own: bool,
        section: &str,
        settings: &mut Vec<Setting>,
    ) {
        for (key, node) in table {
            let name = key.get_ref();
            let dotted = format!("{prefix}.{name}");
            match node.get_ref().as_table() {
                Some(table) if prefix == "conf" && name == CUSTOM => {
                    self.flatten(prefix, table, true, section, settings);
                }
                Some(table) => self.flatten(&dotted, table, own, section, settings),
                None => self.add(dotted, key, node, own, section, settings),
            }
        }
    }

    fn add(
        &self,
        name: String,
        key: &Spanned<impl AsRef<str>>,
        node: &Spanned<DeValue<'_>>,
        own: bool,
        section: &str,
        settings: &mut Vec<Setting>,
    ) {
        if let Some(value) = value(node.get_ref()) {
            let before = self.text.get(..key.span().start).unwrap_or_default();
            settings.push(Setting {
                key: name,
                value,
                own,
                section: section.to_owned(),
                file: self.file.to_owned(),
                line: before.matches('\n').count() + 1,
            });
        }
    }
}

fn table<'n, 'i>(table: &'n DeTable<'i>, name: &str) -> Option<&'n DeTable<'i>> {
    let mut entries = table.iter();
    let (_, node) = entries.find(|(key, _)| key.get_ref() == name)?;
    node.get_ref().as_table()
}

/// A value of a setting; none has a date or a table.
fn value(node: &DeValue<'_>) -> Option<Value> {
    Some(match node {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(switch) => Value::Switch(*switch),
        DeValue::Integer(number) => {
            Value::Number(i64::from_str_radix(number.as_str(), number.radix()).ok()?)
        }
        DeValue::Float(number) => Value::Fraction(number.as_str().to_owned()),
        DeValue::Array(elements) => {
            let texts = elements.iter().filter_map(|node| value(node.get_ref()));
            Value::List(texts.map(|value| value.text()).collect())
        }
        DeValue::Datetime(_) | DeValue::Table(_) => return None,
    })
}

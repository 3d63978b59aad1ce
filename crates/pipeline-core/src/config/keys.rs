//! Which settings there are: the core's own, as data, and those of the engines.

use std::sync::Arc;

use super::core::{CORE, OF_A_TASK, check_core, check_resource, core};
use super::problem::Mistake;
use crate::engine::{Engine, Objection};
use crate::finding::Verdict;
use crate::secret::is_secret_name;
use crate::suggest::nearest;

/// Tables whose entries are settings themselves, with what an entry is. Engines read all but
/// the last.
pub const TABLES: &[(&str, &str)] = &[
    ("conf", "properties of the engine, by their own names"),
    ("env", "variables for the environment of the task's program"),
    (
        RESOURCES,
        "named resources: in a profile how many of each the run has, in a task how many it takes",
    ),
];

/// The table of named resources, which no engine reads.
pub(crate) const RESOURCES: &str = "resources";

/// The settings that a program knows.
#[derive(Clone)]
pub struct Keys {
    engines: Vec<Arc<dyn Engine>>,
    /// The engine of each engine key.
    names: Vec<(&'static str, usize)>,
    /// The engine keys that are for the whole run.
    of_the_run: Vec<&'static str>,
}

impl Keys {
    /// The core's settings and those of these engines.
    #[must_use]
    pub fn new(engines: &[Arc<dyn Engine>]) -> Self {
        let names = engines.iter().enumerate();
        let names = names.flat_map(|(index, engine)| {
            engine.keys().into_iter().map(move |key| (key.name, index))
        });
        let of_the_run = engines.iter().flat_map(|engine| engine.keys_of_the_run());
        Self {
            names: names.filter(|(name, _)| !is_table(name)).collect(),
            of_the_run: of_the_run.collect(),
            engines: engines.to_vec(),
        }
    }

    /// The engines.
    #[must_use]
    pub fn engines(&self) -> &[Arc<dyn Engine>] {
        &self.engines
    }

    /// The keys that one task can have, tables included.
    pub fn of_a_task(&self) -> impl Iterator<Item = &'static str> + '_ {
        let core = OF_A_TASK.iter().map(|key| key.name);
        core.chain(self.of_engines().filter(|name| !self.is_of_the_run(name)))
    }

    /// Every key.
    pub fn all(&self) -> impl Iterator<Item = &'static str> + '_ {
        let core = CORE.iter().chain(OF_A_TASK).map(|key| key.name);
        core.chain(self.of_engines())
    }

    fn of_engines(&self) -> impl Iterator<Item = &'static str> + '_ {
        let tables = TABLES.iter().map(|(name, _)| *name);
        self.names.iter().map(|(name, _)| *name).chain(tables)
    }

    /// Whether a key says something of the whole run: one of the core, or one of an engine
    /// that is read once, before the first task.
    fn is_of_the_run(&self, key: &str) -> bool {
        CORE.iter().any(|core| core.name == key) || self.of_the_run.contains(&key)
    }

    /// Whether a key may stand here; `words` are what else may stand in the place.
    ///
    /// # Errors
    /// There is no such key, or it is one of the whole run.
    pub fn allow(&self, key: &str, in_task: bool, words: &[&'static str]) -> Result<(), Mistake> {
        if self.all().any(|name| name == key) {
            if in_task && self.is_of_the_run(key) {
                return Err(Mistake::OfTheRun(key.to_owned()));
            }
            return Ok(());
        }
        if key.contains('.') {
            return Err(Mistake::Property(key.to_owned()));
        }
        let candidates = self
            .all()
            .filter(|name| !in_task || !self.is_of_the_run(name));
        let mut known: Vec<&str> = candidates.chain(words.iter().copied()).collect();
        known.sort_unstable();
        known.dedup();
        Err(Mistake::Unknown {
            what: "setting",
            word: key.to_owned(),
            nearest: nearest(key, known.iter().copied()).map(str::to_owned),
            known: known.into_iter().map(str::to_owned).collect(),
        })
    }

    /// Whether a value fits its key, which [`Keys::allow`] has allowed. An entry of a table
    /// has a dotted key.
    ///
    /// # Errors
    /// It does not.
    pub fn check(&self, key: &str, value: &toml::Value) -> Result<(), Mistake> {
        let wrong = |objection: Objection| mistake(key, objection);
        if let Some(core) = core(key) {
            return check_core(core.kind, value).map_err(|it| wrong(it.into()));
        }
        if let Some((table, entry)) = split_table(key) {
            self.check_entry(table, entry, value)?;
            if table == RESOURCES {
                return Ok(());
            }
            for engine in &self.engines {
                engine.check(key, value).map_err(wrong)?;
            }
            return Ok(());
        }
        let engine = self.names.iter().find(|(name, _)| *name == key);
        match engine {
            Some((_, index)) => self.engines[*index].check(key, value).map_err(wrong),
            None => Ok(()),
        }
    }

    /// Whether this can be an entry of a table at all, whatever its name means: all that is
    /// asked of one that the author calls their own.
    ///
    /// # Errors
    /// It cannot.
    pub(crate) fn check_entry(
        &self,
        table: &str,
        entry: &str,
        value: &toml::Value,
    ) -> Result<(), Mistake> {
        let key = format!("{table}.{entry}");
        check_entry(table, entry, value).map_err(|message| mistake(&key, message.into()))
    }

    /// What is doubtful about a setting that [`Keys::check`] takes.
    pub(crate) fn doubts(&self, key: &str, value: &toml::Value) -> Vec<(Verdict, Mistake)> {
        if split_table(key).is_some_and(|(table, _)| table == RESOURCES) {
            return Vec::new();
        }
        let asked = self.engines.iter().enumerate().filter(|(index, _)| {
            let of_it = |(name, owner): &(&str, usize)| *name == key && owner == index;
            split_table(key).is_some() || self.names.iter().any(of_it)
        });
        asked
            .flat_map(|(_, engine)| engine.doubts(key, value))
            .map(|(verdict, objection)| (verdict, mistake(key, objection)))
            .collect()
    }

    /// The value that a text (of a variable, or of the command line) is for its key: the text
    /// itself if it fits, else what TOML makes of it.
    ///
    /// # Errors
    /// Neither fits.
    pub fn value(&self, key: &str, text: &str) -> Result<toml::Value, Mistake> {
        let plain = toml::Value::String(text.to_owned());
        if split_table(key).is_some_and(|(table, _)| table != RESOURCES) {
            return self.check(key, &plain).map(|()| plain);
        }
        let parsed = text.parse::<toml::Value>().ok();
        // What looks like a list or a table is meant as one, even where any text fits.
        let structured = text.starts_with(['[', '{']);
        let (first, second) = match parsed {
            Some(parsed) if structured => (parsed, Some(plain)),
            parsed => (plain, parsed),
        };
        let Err(mistake) = self.check(key, &first) else {
            return Ok(first);
        };
        match second {
            Some(second) if self.check(key, &second).is_ok() => Ok(second),
            _ => Err(mistake),
        }
    }
}

/// An objection as a mistake; what is secret is not quoted.
fn mistake(key: &str, objection: Objection) -> Mistake {
    let Objection {
        to_the_name,
        problem,
        help,
    } = objection;
    if to_the_name {
        let help = help.unwrap_or_default();
        return Mistake::Name { problem, help };
    }
    let is_secret = is_secret_name(key);
    Mistake::Value {
        key: key.to_owned(),
        message: if is_secret {
            "the value does not fit".to_owned()
        } else {
            problem
        },
        help: help.filter(|_| !is_secret),
    }
}

/// Whether this is the name of a table of settings.
#[must_use]
pub(crate) fn is_table(key: &str) -> bool {
    TABLES.iter().any(|(name, _)| *name == key)
}

/// The table in `conf` of entries that the author calls their own, which nobody looks up.
pub(crate) const CUSTOM: &str = "custom";

/// `conf.custom.spark.x` as `conf.spark.x`, if it is called the author's own.
#[must_use]
pub(crate) fn own_entry(key: &str) -> Option<String> {
    let (table, entry) = split_table(key)?;
    let name = entry.strip_prefix(CUSTOM)?.strip_prefix('.')?;
    (table == "conf" && !name.is_empty()).then(|| format!("{table}.{name}"))
}

/// `conf.spark.x` as `("conf", "spark.x")`, if the first part is a table's name.
#[must_use]
pub(crate) fn split_table(key: &str) -> Option<(&str, &str)> {
    key.split_once('.').filter(|(table, _)| is_table(table))
}

fn check_entry(table: &str, entry: &str, value: &toml::Value) -> Result<(), String> {
    use toml::Value::{Boolean, Float, Integer, String};
    if table == RESOURCES {
        return check_resource(entry, value);
    }
    if !matches!(value, String(_) | Integer(_) | Float(_) | Boolean(_)) {
        return Err(format!(
            "{} cannot be an entry of {table}; write a text, a number, true or false",
            shape(value.type_str())
        ));
    }
    if entry.is_empty() || (table == "env" && entry.contains('=')) {
        return Err(format!("`{entry}` is no name for an entry of {table}"));
    }
    Ok(())
}

/// What TOML calls a type, in the words of errors.
#[must_use]
pub(crate) fn shape(type_name: &str) -> &'static str {
    match type_name {
        "string" => "a text",
        "integer" => "a whole number",
        "float" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "table" => "a table",
        _ => "a date or time",
    }
}

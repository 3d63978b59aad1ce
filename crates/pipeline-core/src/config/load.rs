//! Puts the layers together.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use toml::Value;

use super::keys::{Keys, own_entry};
use super::overrides::Override;
use super::parse::{self, Entry, Profile};
use super::place::{Document, FILE_NAME, find, shown};
use super::problem::{ConfigError, Mistake, Place, Problem};
use super::profile::{chain, chosen, inheritance};
use super::value::words;
use super::{Config, Doubt, Layer, Origin, ParamWords, variables};
use crate::task::TaskSchema;

/// The profile that is used when none is named.
pub const DEFAULT_PROFILE: &str = "local";

/// Where a configuration is read from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The folder in which, or above which, `pipeline.toml` is.
    pub cwd: PathBuf,
    /// The file that the command line names.
    pub file: Option<PathBuf>,
    /// The profile that the command line names.
    pub profile: Option<String>,
    /// The settings of the command line, in its order.
    pub overrides: Vec<Override>,
    /// The environment.
    pub environment: BTreeMap<String, String>,
}

impl Sources {
    /// Sources that are a folder alone.
    #[must_use]
    pub fn of(cwd: impl Into<PathBuf>) -> Self {
        Self {
            cwd: cwd.into(),
            ..Self::default()
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        let text = self.environment.get(name)?;
        (!text.is_empty()).then_some(text.as_str())
    }
}

impl Config {
    /// Reads every layer. `roots` are the tasks of the program that can be asked for: profiles
    /// may give them parameters.
    ///
    /// # Errors
    /// Every mistake in the file (in all of its profiles), the variables and the command line.
    pub fn load(
        sources: &Sources,
        keys: &Keys,
        roots: &[&'static TaskSchema],
    ) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let document = read(sources)?;
        let mut layers = command_line(sources, keys, &mut problems);
        let from_file = problems.len();
        let variables = variables::settings(&sources.environment, keys, roots, &mut problems);
        layers.extend(variables.into_iter().map(|(key, value, name)| Layer {
            values: vec![Entry {
                key,
                value,
                place: Some(Arc::new(Place::Variable(name.clone()))),
                own: false,
            }],
            origin: Origin::Environment(name),
            task: None,
            place: None,
        }));
        // Told in the order file, variables, command line.
        problems.rotate_left(from_file);
        let mut config = Self {
            file: document.as_ref().map(|document| document.file.clone()),
            params: params(&sources.environment, roots),
            ..Self::default()
        };
        let mut in_file = Vec::new();
        let profiles = document
            .as_ref()
            .map(|document| parse::profiles(document, keys, roots, &mut in_file));
        let profiles = profiles.unwrap_or_default();
        // A file that cannot be read has no profiles that a name could be held against.
        let readable = in_file.is_empty() || !profiles.is_empty();
        let circles = inheritance(&profiles);
        in_file.extend(circles);
        match chosen(sources, &profiles, config.file.as_deref()) {
            Ok(name) => {
                for profile in chain(&profiles, &name) {
                    config.add(profile, &mut layers);
                }
                config.profile = name;
            }
            Err(problem) if readable => in_file.push(*problem),
            Err(_) => {}
        }
        in_file.append(&mut problems);
        if !in_file.is_empty() {
            return Err(ConfigError::Mistakes(in_file));
        }
        for engine in keys.engines() {
            let defaults = engine.defaults().into_iter();
            layers.push(Layer {
                origin: Origin::Default,
                task: None,
                values: defaults
                    .map(|(key, value)| Entry {
                        key: key.to_owned(),
                        value,
                        place: None,
                        own: false,
                    })
                    .collect(),
                place: None,
            });
        }
        config.doubts = doubts(&layers, keys);
        config.layers = layers;
        Ok(config)
    }

    /// Adds a profile below the layers there are.
    fn add(&mut self, profile: &Profile, layers: &mut Vec<Layer>) {
        let file = self.file.clone().unwrap_or_else(|| FILE_NAME.into());
        let section = format!("profile.{}", profile.name);
        if let (None, Some(checked)) = (&self.checked, profile.checked) {
            let (file, section) = (file.clone(), section.clone());
            self.checked = Some((checked, Origin::Profile { file, section }));
        }
        for task in &profile.tasks {
            let section = format!("{section}.task.{}", task.name);
            let origin = |section| Origin::ProfileTask {
                file: file.clone(),
                section,
            };
            for (param, words) in &task.params {
                self.params.push(ParamWords {
                    task: Some(task.name.clone()),
                    param: param.clone(),
                    words: words.clone(),
                    origin: origin(format!("{section}.params")),
                });
            }
            layers.push(Layer {
                origin: origin(section),
                task: Some(task.name.clone()),
                values: task.entries.clone(),
                place: Some(task.place.clone()),
            });
        }
        layers.push(Layer {
            origin: Origin::Profile { file, section },
            task: None,
            values: profile.entries.clone(),
            place: None,
        });
    }
}

/// What is doubtful in the layers that count, in the order of the file; each once, though a
/// profile may be in it twice.
fn doubts(layers: &[Layer], keys: &Keys) -> Vec<Doubt> {
    let mut found: Vec<Doubt> = Vec::new();
    for entry in layers.iter().rev().flat_map(|layer| &layer.values) {
        let Some(place) = entry.place.as_deref().filter(|_| !entry.own) else {
            continue;
        };
        for (verdict, mistake) in keys.doubts(&entry.key, &entry.value) {
            let problem = Problem {
                place: place.clone(),
                mistake,
            };
            if found.iter().all(|known| known.problem != problem) {
                found.push(Doubt { verdict, problem });
            }
        }
    }
    found
}

/// The text of the file, if there is one.
fn read(sources: &Sources) -> Result<Option<Document>, ConfigError> {
    let named = match (&sources.file, sources.variable(variables::CONFIG)) {
        (Some(file), _) => Some((file.clone(), "--config")),
        (None, Some(file)) => Some((PathBuf::from(file), variables::CONFIG)),
        (None, None) => None,
    };
    let file = match &named {
        Some((file, _)) => sources.cwd.join(file),
        None => match find(&sources.cwd) {
            Some(file) => file,
            None => return Ok(None),
        },
    };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(ConfigError::NoFile {
                file: shown(&file, &sources.cwd),
                named_by: named.map_or(FILE_NAME, |(_, by)| by).to_owned(),
            });
        }
        Err(source) => {
            return Err(ConfigError::Unreadable {
                file: shown(&file, &sources.cwd),
                source,
            });
        }
    };
    Ok(Some(Document {
        file: shown(&file, &sources.cwd),
        text,
    }))
}

/// The layers of `--set` and `--conf`: those for one task first, the last of a key first.
fn command_line(sources: &Sources, keys: &Keys, problems: &mut Vec<Problem>) -> Vec<Layer> {
    let mut layers = Vec::new();
    for setting in &sources.overrides {
        let place = Place::Argument(shown_override(setting));
        let own = own_entry(&setting.key);
        let key = own.as_ref().unwrap_or(&setting.key);
        let head = super::keys::split_table(key);
        let head = head.map_or(key.as_str(), |(table, _)| table);
        let in_task = setting.task.is_some();
        let value = keys
            .allow(head, in_task, &[])
            .map_err(|mistake| match mistake {
                // `spark.x.y` was read as the setting `x.y` of a task `spark`.
                Mistake::Property(_) => Mistake::Property(shown_override(setting)),
                mistake => mistake,
            });
        let value = value.and_then(|()| {
            if super::keys::is_table(key) {
                return Err(Mistake::Shape {
                    key: key.clone(),
                    found: "a table",
                    meant: "one of its entries, `TABLE.NAME=VALUE`,",
                });
            }
            match (&own, super::keys::split_table(key)) {
                (Some(_), Some((table, entry))) => {
                    let value = Value::String(setting.value.clone());
                    keys.check_entry(table, entry, &value).map(|()| value)
                }
                _ => keys.value(key, &setting.value),
            }
        });
        match value {
            Ok(value) => layers.push(Layer {
                origin: Origin::CommandLine,
                task: setting.task.clone(),
                values: vec![Entry {
                    key: key.clone(),
                    value,
                    place: Some(Arc::new(place.clone())),
                    own: own.is_some(),
                }],
                place: Some(place),
            }),
            Err(mistake) => problems.push(Problem { place, mistake }),
        }
    }
    layers.reverse();
    layers.sort_by_key(|layer| layer.task.is_none());
    layers
}

/// The setting without its value, which may be a secret by a name that nobody knows.
fn shown_override(setting: &Override) -> String {
    match &setting.task {
        Some(task) => format!("{task}.{}", setting.key),
        None => setting.key.clone(),
    }
}

/// The parameters that variables give, for any root that has one of the name.
fn params(
    environment: &BTreeMap<String, String>,
    roots: &[&'static TaskSchema],
) -> Vec<ParamWords> {
    let mut found: Vec<ParamWords> = Vec::new();
    for param in roots.iter().flat_map(|root| root.params) {
        let name = variables::of_param(param.name);
        let known = found.iter().any(|known| known.param == param.name);
        if let (Some(text), false) = (environment.get(&name), known) {
            // A list is written as TOML has it: `["a", "b"]`.
            let list = text.parse::<Value>().ok().filter(Value::is_array);
            let list = list.filter(|_| text.starts_with('['));
            found.push(ParamWords {
                task: None,
                param: param.name.to_owned(),
                words: list.map_or_else(|| vec![text.clone()], |list| words(&list)),
                origin: Origin::Environment(name),
            });
        }
    }
    found
}

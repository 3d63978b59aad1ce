//! The profiles of `pipeline.toml` that the compiler holds the crate's tasks to: those with
//! `checked = true`. A task may never be meant for any other.
//!
//! How a profile is found and inherits is as at run time (`pipeline_core::config`). What is wrong
//! with the file is told there too, well: here nothing is read from a broken one.

mod find;
mod read;
#[cfg(test)]
mod tests;

#[cfg(test)]
use find::FILE_NAME;
pub(crate) use find::find;
pub(crate) use read::profiles;

/// A profile that tasks are held to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Profile {
    /// Its name: `prod` of `[profile.prod]`.
    pub(crate) name: String,
    /// What it sets, and then what it inherits: of two that set the same, the first counts.
    layers: Vec<Layer>,
}

/// The settings of one section.
#[derive(Clone, Debug, PartialEq)]
struct Layer {
    /// The task that they are for, if they stand in `[profile.NAME.task.TASK]`.
    task: Option<String>,
    settings: Vec<Setting>,
}

/// A setting and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Setting {
    /// The key: `executor_memory`, `java_version`; of an entry of a table with its name,
    /// `conf.spark.x`.
    pub(crate) key: String,
    /// What it is set to.
    pub(crate) value: Value,
    /// Whether the author calls the property their own: it stands in `conf.custom`.
    pub(crate) own: bool,
    /// The section: `profile.prod`, `profile.base.task.Delays`.
    pub(crate) section: String,
    /// The file as a person names it from the crate: `pipeline.toml`, `../../pipeline.toml`.
    pub(crate) file: String,
    /// The line of its key in the file, from 1.
    pub(crate) line: usize,
}

/// What a setting is set to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A number with a fraction, as it is written.
    Fraction(String),
    /// `true` or `false`.
    Switch(bool),
    /// A list, its elements as texts.
    List(Vec<String>),
}

impl Profile {
    /// The settings that a task has under this profile, each key once.
    pub(crate) fn of_task(&self, task: &str) -> Vec<&Setting> {
        let layers = self.layers.iter();
        let layers = layers.filter(|layer| layer.task.as_deref().is_none_or(|name| name == task));
        let mut settings: Vec<&Setting> = Vec::new();
        for setting in layers.flat_map(|layer| &layer.settings) {
            if settings.iter().all(|known| known.key != setting.key) {
                settings.push(setting);
            }
        }
        settings
    }

    /// One setting of a task under this profile.
    #[cfg_attr(not(test), allow(dead_code))] // until a check asks for one
    pub(crate) fn get(&self, task: &str, key: &str) -> Option<&Setting> {
        let mut settings = self.of_task(task).into_iter();
        settings.find(|setting| setting.key == key)
    }
}

impl Setting {
    /// Where it stands, to stand in a message: `` `java_version` of [profile.prod]
    /// (pipeline.toml, line 7)``.
    pub(crate) fn place(&self) -> String {
        let Self {
            key,
            section,
            file,
            line,
            ..
        } = self;
        format!("`{key}` of [{section}] ({file}, line {line})")
    }
}

impl Value {
    /// The value as one text, as Spark is given it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Fraction(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Switch(switch) => switch.to_string(),
            Self::List(elements) => elements.join(","),
        }
    }
}

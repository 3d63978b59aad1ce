//! The settings of a job, and where each is written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pipeline_core::config::{Origin, Place};
use pipeline_core::secret::is_secret_name;
use pipeline_core::task::TaskSchema;
use spark_options::rules::{self, Name};
use spark_options::{by_other_property, by_property};

use super::is_secret;
use crate::command::mask_value;
use crate::settings::Source;

/// The settings of a job, and where each is written.
#[derive(Default)]
pub(super) struct Rows<'a> {
    pub(super) settings: Vec<rules::Setting<'a>>,
    pub(super) written: Vec<Written>,
    /// The number of each section of a profile.
    sections: BTreeMap<String, u32>,
    /// How many numbers are given out.
    places: u32,
}

/// Where a setting is written.
pub(super) enum Written {
    /// In the attribute of the task.
    Attribute,
    At(Place),
    Nowhere,
}

impl<'a> Rows<'a> {
    pub(super) fn add(
        &mut self,
        name: Name<'a>,
        value: Cow<'a, str>,
        source: &Source,
        marked: bool,
    ) {
        let place = match &source.origin {
            // The application's own attribute, which is one place.
            Origin::Attribute => 0,
            Origin::Profile { .. } | Origin::ProfileTask { .. } => {
                let next = self.places + 1;
                let section = self.sections.entry(source.origin.to_string());
                let number = *section.or_insert(next);
                self.places = self.places.max(number);
                number
            }
            // Who gives two on a command line overrides two profiles, and may know why.
            Origin::CommandLine | Origin::Environment(_) | Origin::Default => self.next(),
        };
        let is_secret = marked || is_secret(name.word(), &name, &value);
        self.settings.push(rules::Setting {
            name,
            value: (!is_secret).then_some(value),
            place,
            custom: source.own,
        });
        self.written.push(match (&source.origin, &source.place) {
            (_, Some(place)) => Written::At(place.clone()),
            (Origin::Attribute, None) => Written::Attribute,
            (origin, None) => Written::At(Place::Other(origin.to_string())),
        });
    }

    fn next(&mut self) -> u32 {
        self.places += 1;
        self.places
    }

    /// Adds what files of properties say, where nothing else says it.
    pub(super) fn inherit(&mut self, inherited: &'a BTreeMap<String, String>) {
        let place = self.next();
        for (name, value) in inherited {
            let option = by_property(name).or_else(|| by_other_property(name));
            let is_set = match option {
                Some(option) => self.sets(option.key),
                None => self.settings.iter().any(|set| set.name.word() == name),
            };
            if is_set {
                continue;
            }
            self.settings.push(rules::Setting {
                name: Name::Property(name),
                value: (!is_secret_name(name)).then_some(Cow::from(value)),
                place,
                custom: false,
            });
            let text = format!("{name}, in a file of properties that Spark reads");
            self.written.push(Written::At(Place::Other(text)));
        }
    }

    /// Whether an option is set, in whichever form.
    pub(super) fn sets(&self, key: &str) -> bool {
        self.settings.iter().any(|set| match set.name {
            Name::Option(option) => option.key == key,
            Name::Property(name) => by_property(name)
                .or_else(|| by_other_property(name))
                .is_some_and(|option| option.key == key),
            Name::Variable(_) => false,
        })
    }

    pub(super) fn add_default(&mut self, key: &str, value: &'static str) {
        let place = self.next();
        if let Some(setting) = rules::Setting::key(key, value) {
            self.settings.push(setting.at(place));
            self.written.push(Written::Nowhere);
        }
    }
}

impl Written {
    /// Whether it is a setting of the configuration.
    pub(super) const fn is_in_a_profile(&self) -> bool {
        matches!(
            self,
            Self::At(Place::File { .. } | Place::Variable(_) | Place::Argument(_))
        )
    }

    pub(super) fn place(&self, setting: &rules::Setting<'_>, task: &TaskSchema) -> Option<Place> {
        match self {
            Self::At(place) => Some(place.clone()),
            Self::Nowhere => None,
            Self::Attribute => {
                let value = setting.value.as_deref().map(mask_value);
                let value = value.map_or_else(|| "…".to_owned(), |value| format!("{value:?}"));
                let text = match setting.name {
                    Name::Option(option) => format!("{} = {value}", option.key),
                    Name::Property(name) => format!("conf({name:?} = {value})"),
                    Name::Variable(name) => format!("env({name:?} = {value})"),
                };
                Some(Place::Other(format!("#[spark({text})] of {}", task.name)))
            }
        }
    }
}

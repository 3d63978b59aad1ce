//! An application as the rules of `spark-options` are asked about it, and what they answer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pipeline_core::config::{Origin, Place, Settings};
use pipeline_core::engine::Objection;
use pipeline_core::failure::{Failure, FailureKind};
use pipeline_core::finding::{Finding, Verdict};
use pipeline_core::secret::is_secret_name;
use pipeline_core::task::TaskSchema;
use spark_options::rules::{self, Job, Name, Program, Severity, Target};
use spark_options::{Kind, SparkOption, by_key, by_other_property, by_property};
use toml::Value;

use super::facts::Facts;
use super::{Merged, Source};
use crate::SparkApplication;
use crate::application::{MainResource, OptionValue};
use crate::command::mask_value;
use crate::install::SparkVersion;

/// Spark's own default.
const LOCAL: &str = "local[*]";

/// What is known of where an application will run, beside its settings.
pub(crate) struct Known<'a> {
    /// The task, which attributes are shown with.
    pub(crate) task: &'static TaskSchema,
    /// The Spark that will run it, if one is found or asked for.
    pub(crate) spark: Option<&'a SparkVersion>,
    /// What files of properties say, below what is declared and configured.
    pub(crate) inherited: BTreeMap<String, String>,
}

/// What the rules say of an application with these settings, each finding with where what it is
/// about is written.
///
/// # Errors
/// As [`super::apply`].
pub(crate) fn findings(
    application: &SparkApplication,
    settings: &Settings,
    known: &Known<'_>,
) -> Result<Vec<Finding>, Failure> {
    let twins: Vec<_> = super::twins(settings).collect();
    if !twins.is_empty() {
        return Ok(twins);
    }
    let merged = Merged::new(application, settings)?;
    let facts = Facts::of(settings);
    let mut rows = Rows::default();
    for (key, (value, source)) in &merged.options {
        if let Some(option) = by_key(key) {
            let text = joined(value);
            let is_secret = merged.secret.contains(key);
            rows.add(Name::Option(option), text, source, is_secret);
        }
    }
    for (name, (value, source)) in &merged.conf {
        let is_secret = merged.secret.contains(name);
        rows.add(Name::Property(name), value.into(), source, is_secret);
    }
    for (name, (value, source)) in &merged.env {
        let is_secret = merged.secret.contains(name);
        rows.add(Name::Variable(name), value.into(), source, is_secret);
    }
    rows.inherit(&known.inherited);
    // Without a Spark it is not known what its files say.
    let whole = known.spark.is_some();
    if whole && !rows.sets("master") && !rows.sets("remote") {
        rows.add_default("master", LOCAL);
    }
    let job = Job {
        settings: rows.settings,
        target: Target {
            spark: known.spark.map(SparkVersion::options),
            max_container_memory_mib: facts.memory,
            max_container_cores: facts.cores.and_then(|cores| u32::try_from(cores).ok()),
        },
        whole,
        ..Job::new(program(&application.resource))
    };
    let mut found = Vec::new();
    for told in rules::check(&job) {
        if rows.written[told.about].is_in_a_profile() && is_told(&job.settings[told.about], &told) {
            continue;
        }
        let verdict = match told.severity {
            Severity::Note => Verdict::Note,
            Severity::Warning => Verdict::Warning,
            Severity::Error => Verdict::Wrong(FailureKind::Configuration),
        };
        let mut finding = Finding::new(verdict, told.problem).help(told.help);
        finding.rule = Some(told.rule);
        for index in [Some(told.about), told.other].into_iter().flatten() {
            let place = rows.written[index].place(&job.settings[index], known.task);
            finding.places.extend(place);
        }
        finding.places.dedup();
        found.push(finding);
    }
    Ok(found)
}

/// What the rules say of an application alone. Nobody knows where its settings are written, so
/// each may come from another place: what one makes another ignore is no error. Names of
/// properties are not looked up again: whoever wrote them has been told.
pub(crate) fn of_application(
    application: &SparkApplication,
    spark: Option<&SparkVersion>,
) -> Vec<rules::Finding> {
    let mut job = job_of(application);
    job.target.spark = spark.map(SparkVersion::options);
    job.whole = true;
    for setting in &mut job.settings {
        setting.custom = matches!(setting.name, Name::Property(_));
    }
    rules::check(&job)
}

/// What is to be said of one setting of a profile, whatever else is set: told when the
/// configuration is read, of profiles that are not used too.
pub(crate) fn alone(key: &str, value: &Value) -> impl Iterator<Item = (Severity, Objection)> {
    let property = key.strip_prefix("conf.");
    let text = match property {
        Some(_) => super::conf_text(value).ok(),
        None => by_key(key)
            .filter(|option| option.settable)
            .and_then(|option| super::option_value(option, value).ok())
            .map(|value| value.joined()),
    };
    let name = match property {
        Some(property) => Some(Name::Property(property)),
        None => by_key(key).map(Name::Option),
    };
    let mut found = Vec::new();
    if let (Some(name), Some(text)) = (name, text) {
        let twin = property
            .and_then(|name| by_property(name).or_else(|| by_other_property(name)))
            .filter(|option| option.settable);
        if let (Some(option), Some(property)) = (twin, property) {
            let objection = Objection {
                to_the_name: true,
                problem: format!(
                    "`{property}` is the option `{}`, and a setting has one form",
                    option.key
                ),
                help: Some(format!(
                    "write `{} = {}`",
                    option.key,
                    as_option(option, &text)
                )),
            };
            // It is folded into the option: here it does what it says.
            found.push((Severity::Note, objection));
        }
        found.extend(of_one(name, &text).into_iter().map(|told| {
            let objection = Objection {
                to_the_name: false,
                problem: told.problem,
                help: Some(told.help),
            };
            (told.severity, objection)
        }));
    }
    found.into_iter()
}

/// The text of a property as its option is written.
fn as_option(option: &SparkOption, text: &str) -> String {
    let text = super::shown(option, text).unwrap_or_else(|| "…".to_owned());
    match option.kind {
        Kind::Count | Kind::Switch => text,
        kind if kind.is_list() => {
            let parts: Vec<_> = text.split(',').map(|part| format!("{part:?}")).collect();
            format!("[{}]", parts.join(", "))
        }
        _ => format!("{text:?}"),
    }
}

/// What the rules say of one setting, of which nothing else is known.
fn of_one(name: Name<'_>, text: &str) -> Vec<rules::Finding> {
    let is_secret = is_secret(name.word(), &name, text);
    let setting = rules::Setting {
        name,
        value: (!is_secret).then_some(Cow::from(text)),
        place: 0,
        custom: false,
    };
    rules::check(&Job::new(Program::Unknown).with(setting))
}

/// What an application sets in two forms.
pub(crate) fn set_twice(application: &SparkApplication) -> Vec<rules::Finding> {
    rules::set_twice(&job_of(application))
}

/// An application as a job, each setting in a place of its own.
fn job_of(application: &SparkApplication) -> Job<'_> {
    let options = application.options.iter().filter_map(|(key, value)| {
        let name = Name::Option(by_key(key)?);
        Some((key, name, joined(value)))
    });
    let conf = application.conf.iter();
    let conf = conf.map(|(name, value)| (name, Name::Property(name), Cow::from(value)));
    let env = application.env.iter();
    let env = env.map(|(name, value)| (name, Name::Variable(name), Cow::from(value)));
    let all = options.chain(conf).chain(env);
    let settings = (0..).zip(all).map(|(place, (key, name, value))| {
        let is_secret = is_secret(key, &name, &value) || application.is_marked_secret(key);
        rules::Setting {
            name,
            value: (!is_secret).then_some(value),
            place,
            custom: false,
        }
    });
    Job {
        settings: settings.collect(),
        program_place: u32::MAX,
        ..Job::new(program(&application.resource))
    }
}

/// Whether it was told when the configuration was read.
fn is_told(setting: &rules::Setting<'_>, told: &rules::Finding) -> bool {
    let of_one = || of_one(setting.name, setting.value.as_deref().unwrap_or_default());
    told.other.is_none()
        && of_one()
            .iter()
            .any(|known| (known.rule, &known.problem) == (told.rule, &told.problem))
}

/// Whether the rules must not see a value, since they quote what they see.
fn is_secret(key: &str, name: &Name<'_>, value: &str) -> bool {
    let is_remote = matches!(name, Name::Option(option) if option.key == "remote");
    is_secret_name(key) || (is_remote && value.contains("token"))
}

fn program(resource: &MainResource) -> Program {
    match resource {
        MainResource::Jar { .. } => Program::Jar,
        MainResource::Python { .. } => Program::Python,
        MainResource::R { .. } => Program::R,
        MainResource::PythonModule { .. } => Program::PythonModule,
    }
}

fn joined(value: &OptionValue) -> Cow<'_, str> {
    match value {
        OptionValue::Text(text) => Cow::from(text),
        other => Cow::from(other.joined()),
    }
}

/// The settings of a job, and where each is written.
#[derive(Default)]
struct Rows<'a> {
    settings: Vec<rules::Setting<'a>>,
    written: Vec<Written>,
    /// The number of each section of a profile.
    sections: BTreeMap<String, u32>,
    /// How many numbers are given out.
    places: u32,
}

/// Where a setting is written.
enum Written {
    /// In the attribute of the task.
    Attribute,
    At(Place),
    Nowhere,
}

impl<'a> Rows<'a> {
    fn add(&mut self, name: Name<'a>, value: Cow<'a, str>, source: &Source, marked: bool) {
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
    fn inherit(&mut self, inherited: &'a BTreeMap<String, String>) {
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
    fn sets(&self, key: &str) -> bool {
        self.settings.iter().any(|set| match set.name {
            Name::Option(option) => option.key == key,
            Name::Property(name) => by_property(name)
                .or_else(|| by_other_property(name))
                .is_some_and(|option| option.key == key),
            Name::Variable(_) => false,
        })
    }

    fn add_default(&mut self, key: &str, value: &'static str) {
        let place = self.next();
        if let Some(setting) = rules::Setting::key(key, value) {
            self.settings.push(setting.at(place));
            self.written.push(Written::Nowhere);
        }
    }
}

impl Written {
    /// Whether it is a setting of the configuration.
    const fn is_in_a_profile(&self) -> bool {
        matches!(
            self,
            Self::At(Place::File { .. } | Place::Variable(_) | Place::Argument(_))
        )
    }

    fn place(&self, setting: &rules::Setting<'_>, task: &TaskSchema) -> Option<Place> {
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

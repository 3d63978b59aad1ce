//! A task under a profile with `checked = true`: what its attributes say, with what the profile
//! sets laid over it, held against the same rules.

use std::borrow::Cow;
use std::collections::HashSet;

use proc_macro2::Ident;
use spark_options::rules::{Finding, Job, Name, Setting, check};
use spark_options::{Kind, SparkOption, Version, by_key, by_other_property, by_property, grammar};

use super::rules::{Written, report};
use crate::errors::Errors;
use crate::profiles::{self, Profile, Value};

/// A task that is held to profiles.
pub(super) struct Held<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) written: &'a Written<'a>,
    /// What the rules found in the attributes alone, which is said once.
    pub(super) found: &'a [Finding],
    pub(super) ident: &'a Ident,
    /// The task's name in the configuration.
    pub(super) name: &'a str,
}

/// Where a setting of the whole comes from.
#[derive(Clone, Copy)]
enum Origin<'p> {
    /// The attributes' setting of this number.
    Attribute(usize),
    Profile(&'p profiles::Setting),
}

impl Held<'_> {
    /// Reports what does not go together under a profile: at the attribute's own word, or at
    /// the struct's name if it is about what the profile sets.
    pub(super) fn under(&self, profile: &Profile, errors: &mut Errors) {
        let settings = profile.of_task(self.name);
        let (job, origins) = self.laid_over(&settings, errors);
        for finding in check(&job) {
            let Some(origin) = origins.get(finding.about) else {
                continue;
            };
            match *origin {
                Origin::Attribute(about) => {
                    let is_said = self.found.iter().any(|known| {
                        known.about == about
                            && known.rule == finding.rule
                            && known.severity >= finding.severity
                    });
                    if !is_said {
                        let span = self.written.span(about, finding.part);
                        let problem =
                            format!("under the profile `{}`: {}", profile.name, finding.problem);
                        report(&finding, span, &problem, errors);
                    }
                }
                Origin::Profile(setting) => {
                    let problem = format!("{}: {}", setting.place(), finding.problem);
                    report(&finding, self.ident.span(), &problem, errors);
                }
            }
        }
    }

    /// The attributes with the profile laid over them, and where each setting is from.
    fn laid_over<'p>(
        &'p self,
        settings: &[&'p profiles::Setting],
        errors: &mut Errors,
    ) -> (Job<'p>, Vec<Origin<'p>>) {
        let mut job = Job::new(self.job.program);
        let mut origins = Vec::new();
        let mut sections: Vec<&str> = Vec::new();
        let mut set = HashSet::new();
        for setting in settings {
            target(&mut job, setting);
            let Some(mut one) = as_setting(setting) else {
                continue;
            };
            // Of two forms of one setting that of the nearer section counts.
            if !set.insert(identity(&one)) {
                continue;
            }
            if let (Name::Option(option), Some(problem)) = (one.name, wrong(&one, setting)) {
                errors.at(
                    self.ident,
                    format_args!(
                        "{}: {:?} is no value of `{}`: {}",
                        setting.place(),
                        setting.value.text(),
                        option.key,
                        problem.problem
                    ),
                    problem.remedy,
                );
                one.value = None;
            }
            let section = sections.iter().position(|name| *name == setting.section);
            let section = section.unwrap_or_else(|| {
                sections.push(&setting.section);
                sections.len() - 1
            });
            // The attributes are place 0.
            one.place = u32::try_from(section).unwrap_or(u32::MAX - 1) + 1;
            job.settings.push(one);
            origins.push(Origin::Profile(setting));
        }
        for (index, setting) in self.job.settings.iter().enumerate() {
            if !set.contains(&identity(setting)) {
                job.settings.push(setting.clone());
                origins.push(Origin::Attribute(index));
            }
        }
        (job, origins)
    }
}

/// What a setting of a profile sets of the application; nothing if it is about something else.
fn as_setting(setting: &profiles::Setting) -> Option<Setting<'_>> {
    let value = Some(Cow::Owned(setting.value.text()));
    if let Some(name) = setting.key.strip_prefix("conf.") {
        let mut property = Setting::property(name, value);
        property.custom = setting.own;
        return Some(property);
    }
    if let Some(name) = setting.key.strip_prefix("env.") {
        return Some(Setting::variable(name, value));
    }
    let option = by_key(&setting.key)?;
    let is_one = option.settable && option.kind != Kind::Property;
    is_one.then(|| Setting::option(option, value))
}

/// Why the value of an option is none.
fn wrong(one: &Setting<'_>, setting: &profiles::Setting) -> Option<grammar::Invalid> {
    let Name::Option(option) = one.name else {
        return None;
    };
    let text = setting.value.text();
    match &setting.value {
        Value::List(elements) if option.kind.is_list() => {
            let mut elements = elements.iter();
            elements.find_map(|element| option.kind.check(element).err())
        }
        _ => option.kind.check(&text).err(),
    }
}

/// The same for every form of one setting.
fn identity(setting: &Setting<'_>) -> String {
    let option = match setting.name {
        Name::Option(option) => Some(option),
        Name::Property(name) => option_of(name),
        Name::Variable(name) => return format!("env.{name}"),
    };
    option.map_or_else(
        || format!("conf.{}", setting.name.word()),
        |option| option.key.to_owned(),
    )
}

fn option_of(property: &str) -> Option<&'static SparkOption> {
    by_property(property)
        .or_else(|| by_other_property(property))
        .filter(|option| option.settable)
}

/// What a profile says of where its tasks run.
fn target(job: &mut Job<'_>, setting: &profiles::Setting) {
    match (setting.key.as_str(), &setting.value) {
        ("spark_version", Value::Text(text)) => job.target.spark = version(text),
        ("max_container_memory", Value::Text(text)) => {
            job.target.max_container_memory_mib = grammar::memory_mib(text).ok();
        }
        ("max_container_cores", Value::Number(cores)) => {
            job.target.max_container_cores = u32::try_from(*cores).ok();
        }
        _ => {}
    }
}

fn version(text: &str) -> Option<Version> {
    let mut parts = text.split('.').map(str::parse);
    match (parts.next(), parts.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => Some((major, minor)),
        _ => None,
    }
}

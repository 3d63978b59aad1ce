//! An application as the rules of `spark-options` are asked about it, and what they answer.

mod alone;
mod rows;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use pipeline_core::config::Settings;
use pipeline_core::failure::{Failure, FailureKind};
use pipeline_core::finding::{Finding, Verdict};
use pipeline_core::secret::is_secret_name;
use pipeline_core::task::TaskSchema;
use spark_options::by_key;
use spark_options::rules::{self, Job, Name, Program, Severity, Target};

use super::Merged;
use super::facts::Facts;
use crate::SparkApplication;
use crate::application::{MainResource, OptionValue};
use crate::install::SparkVersion;

pub(crate) use alone::alone;

use alone::is_told;
use rows::Rows;

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

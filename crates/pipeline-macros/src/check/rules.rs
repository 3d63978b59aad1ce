//! What an application sets, held against the rules of `spark-options`: each finding at the
//! word that it is about.

use std::borrow::Cow;

use proc_macro2::Span;
use spark_options::rules::{Finding, Job, Part, Program, Setting, Severity, check};

use crate::errors::Errors;
use crate::lints::Lint;
use crate::model::{OptionSetting, OptionValue, Property, PropertyValue};

/// Reports what the rules find in the literals of the attributes, all of which are one place.
pub(super) fn rules(job: &Job<'_>, written: &Written<'_>, errors: &mut Errors) -> Vec<Finding> {
    let findings = check(job);
    for finding in &findings {
        let span = written.span(finding.about, finding.part);
        report(finding, span, &finding.problem, errors);
    }
    findings
}

/// Reports a finding in these words.
pub(super) fn report(finding: &Finding, span: Span, problem: &str, errors: &mut Errors) {
    match finding.severity {
        Severity::Error => errors.at_span(span, problem, &finding.help),
        Severity::Warning => errors.warn(lint(finding), span, problem, &finding.help),
        // Somebody else may still set what makes it right; `plan` knows.
        Severity::Note => {}
    }
}

/// The settings of the attributes, in one row.
pub(super) struct Written<'a> {
    options: &'a [OptionSetting],
    conf: Vec<(String, &'a Property)>,
    env: Vec<(String, &'a Property)>,
}

impl<'a> Written<'a> {
    pub(super) fn new(
        options: &'a [OptionSetting],
        conf: &'a [Property],
        env: &'a [Property],
    ) -> Self {
        let named = |list: &'a [Property]| list.iter().map(|one| (one.name.value(), one)).collect();
        Self {
            options,
            conf: named(conf),
            env: named(env),
        }
    }

    /// What the rules are asked about.
    pub(super) fn job(&self, program: Program) -> Job<'_> {
        let mut job = Job::new(program);
        for setting in self.options {
            let value = option_text(&setting.value);
            job.settings.push(Setting::option(setting.option, value));
        }
        for (name, property) in &self.conf {
            let mut setting = Setting::property(name, property_text(&property.value));
            setting.custom = property.custom;
            job.settings.push(setting);
        }
        for (name, variable) in &self.env {
            let value = property_text(&variable.value);
            job.settings.push(Setting::variable(name, value));
        }
        job
    }

    /// Where a part of a setting stands.
    pub(super) fn span(&self, about: usize, part: Part) -> Span {
        if let Some(setting) = self.options.get(about) {
            return match part {
                Part::Name => setting.key,
                Part::Value => setting.at,
            };
        }
        let properties = self.conf.iter().chain(&self.env);
        let property = properties
            .map(|(_, one)| one)
            .nth(about - self.options.len());
        match (property, part) {
            (Some(property), Part::Name) => property.name.span(),
            (Some(property), Part::Value) => property.at,
            (None, _) => Span::call_site(),
        }
    }
}

/// The name under which an author switches a warning off.
fn lint(finding: &Finding) -> Lint {
    match finding.rule {
        "unknown_property" => Lint::UnknownProperty,
        "deprecated_property" => Lint::DeprecatedProperty,
        _ => Lint::DoubtfulSetting,
    }
}

/// The value of an option as a text, if it is a literal.
fn option_text(value: &OptionValue) -> Option<Cow<'_, str>> {
    match value {
        OptionValue::Switch(on) => Some(Cow::Borrowed(if *on { "true" } else { "false" })),
        OptionValue::Text(text) => Some(Cow::Borrowed(text)),
        OptionValue::List(elements) => Some(Cow::Owned(elements.join(","))),
        OptionValue::Expr(_) => None,
    }
}

fn property_text(value: &PropertyValue) -> Option<Cow<'_, str>> {
    match value {
        PropertyValue::Text(text) => Some(Cow::Borrowed(text)),
        PropertyValue::Expr(_) => None,
    }
}

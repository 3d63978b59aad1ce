//! What is to be said of one setting, whatever else is set.

use std::borrow::Cow;

use pipeline_core::engine::Objection;
use spark_options::rules::{self, Job, Name, Part, Program, Severity};
use spark_options::{Kind, SparkOption, by_key, by_other_property, by_property};
use toml::Value;

use super::is_secret;
use crate::settings::{conf_text, option_value, shown};

/// What is to be said of one setting of a profile, whatever else is set: told when the
/// configuration is read, of profiles that are not used too.
pub(crate) fn alone(key: &str, value: &Value) -> impl Iterator<Item = (Severity, Objection)> {
    let property = key.strip_prefix("conf.");
    let text = match property {
        Some(_) => conf_text(value).ok(),
        None => by_key(key)
            .filter(|option| option.settable)
            .and_then(|option| option_value(option, value).ok())
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
                problem: option.has_one_form(property),
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
                to_the_name: told.part == Part::Name,
                problem: told.problem,
                help: Some(in_a_profile(told.help)),
            };
            (told.severity, objection)
        }));
    }
    found.into_iter()
}

/// Advice for an attribute, for who writes a profile.
fn in_a_profile(help: String) -> String {
    if help.contains("conf(custom(") {
        format!("{help}, and in a profile below `[profile.NAME.conf.custom]`")
    } else {
        help
    }
}

/// The text of a property as its option is written.
fn as_option(option: &SparkOption, text: &str) -> String {
    let text = shown(option, text).unwrap_or_else(|| "…".to_owned());
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

/// Whether it was told when the configuration was read.
pub(super) fn is_told(setting: &rules::Setting<'_>, told: &rules::Finding) -> bool {
    let of_one = || of_one(setting.name, setting.value.as_deref().unwrap_or_default());
    told.other.is_none()
        && of_one()
            .iter()
            .any(|known| (known.rule, &known.problem) == (told.rule, &told.problem))
}

//! Each property by itself: its name, its value, and whether the chosen Spark has it.

use super::view::{At, View, WRONG_VALUE};
use super::{Name, Severity};
use crate::property::{Deprecated, Known, Property, Removed, VERSIONS, look_up};
use crate::{Kind, SparkOption, Version};

pub(super) fn properties(view: &mut View<'_, '_>) {
    for at in view.all() {
        if let Name::Option(option) = at.setting.name {
            units_of_the_version(view, at, option);
        }
        let Name::Property(name) = at.setting.name else {
            continue;
        };
        if !name.starts_with("spark.") {
            dropped(view, at, name);
            continue;
        }
        if at.setting.custom {
            continue;
        }
        match look_up(name) {
            Known::Registered(property) => registered(view, at, &property),
            Known::Old(old) => deprecated(view, at, &old),
            Known::Removed(removed) => refused(view, at, &removed),
            Known::Near(near) => unknown(view, at, Some(&near.instead_of(name))),
            Known::Unknown => unknown(view, at, None),
            Known::Foreign => hadoop_without_its_prefix(view, at, name),
            Known::Named(_) | Known::Prefix(_) => {}
        }
    }
}

/// Whether the Spark that runs it knows the unit of an amount: `1gib` is taken from 4.1 on.
/// What is wrong in every version is told where the option's value is read.
fn units_of_the_version(view: &mut View<'_, '_>, at: At<'_, '_>, option: &SparkOption) {
    let (Some(text), Some(spark)) = (at.text(), view.job.target.spark) else {
        return;
    };
    let Some(Known::Registered(property)) = option.property.map(look_up) else {
        return;
    };
    if option.kind != Kind::SparkMemory || option.kind.check(text).is_err() {
        return;
    }
    if let Err(invalid) = property.check_in(text, spark) {
        view.say(
            WRONG_VALUE,
            Severity::Error,
            at,
            None,
            format!("no value of {}: {}", at.name(), invalid.problem),
            invalid.remedy,
        );
    }
}

/// "Ignoring non-Spark config property".
///
/// Source: `SparkSubmitArguments.ignoreNonSparkProperties`.
fn dropped(view: &mut View<'_, '_>, at: At<'_, '_>, name: &str) {
    view.say(
        "property_without_spark",
        Severity::Error,
        at,
        None,
        format!("`{name}` does not begin with `spark.`, so spark-submit drops it"),
        with_spark(name),
    );
}

/// The first words of Hadoop's own properties that nobody else has.
const OF_HADOOP: [&str; 4] = ["fs.", "dfs.", "mapreduce.", "hadoop."];

/// What to write for a name that does not begin with `spark.`.
fn with_spark(name: &str) -> String {
    let capitals = name
        .get(..6)
        .filter(|begin| begin.eq_ignore_ascii_case("spark."));
    if capitals.is_some() {
        let small = format!("spark.{}", &name[6..]);
        let meant = match look_up(&small) {
            Known::Near(near) => near.instead_of(&small),
            _ => small,
        };
        return format!("write `{meant}`");
    }
    if OF_HADOOP.iter().any(|word| name.starts_with(word)) {
        return format!("write `spark.hadoop.{name}`: it is a property of Hadoop");
    }
    let meant = format!("spark.{name}");
    if let Some(option) = crate::by_property(&meant).filter(|option| option.settable) {
        return format!("write the option `{}`, which is `{meant}`", option.key);
    }
    match look_up(&meant) {
        Known::Registered(_) => format!("write `{meant}`"),
        Known::Near(near) => format!("write `{}`", near.instead_of(&meant)),
        _ => format!("write `{meant}`; a property of Hadoop is `spark.hadoop.{name}`"),
    }
}

/// `spark.fs.s3a.endpoint` for `spark.hadoop.fs.s3a.endpoint`. It may be somebody's own name.
fn hadoop_without_its_prefix(view: &mut View<'_, '_>, at: At<'_, '_>, name: &str) {
    let rest = name.trim_start_matches("spark.");
    if !OF_HADOOP.iter().any(|word| rest.starts_with(word)) {
        return;
    }
    view.say(
        "unknown_property",
        Severity::Warning,
        at,
        None,
        format!("no Spark knows `{name}`, and Hadoop is given only what begins with `spark.hadoop.`"),
        format!("write `spark.hadoop.{rest}`; a name of your own is written `conf(custom(\"{name}\" = …))`"),
    );
}

fn registered(view: &mut View<'_, '_>, at: At<'_, '_>, property: &Property) {
    let spark = view.job.target.spark;
    if let Some(text) = at.text() {
        let checked = match spark {
            Some(spark) => property.check_in(text, spark),
            None => property.check(text),
        };
        if let Err(invalid) = checked {
            view.say(
                WRONG_VALUE,
                Severity::Error,
                at,
                None,
                match crate::is_secret_name(property.name) {
                    true => format!("the value of {}, which is secret, does not fit", at.name()),
                    false => format!("no value of {}: {}", at.name(), invalid.problem),
                },
                invalid.remedy,
            );
        }
    }
    if let Some(old) = &property.deprecated {
        deprecated(view, at, old);
    }
    if let Some(spark) = spark.filter(|spark| !property.is_known_to(*spark)) {
        let (rule, since_or_until) = match property.until.filter(|until| *until < spark) {
            Some(until) => ("property_no_more", format!("had it last in {}", dot(until))),
            None => (
                "property_not_yet",
                format!("has it from {} on", dot(property.since)),
            ),
        };
        view.say(
            rule,
            Severity::Warning,
            at,
            None,
            format!(
                "Spark {} does not know {}, and ignores it: Spark {since_or_until}",
                dot(spark),
                at.name()
            ),
            "take it away, or choose another Spark",
        );
    }
    if let Some(daemon) = property.daemon {
        view.say(
            "property_of_a_daemon",
            Severity::Warning,
            at,
            None,
            format!(
                "only {daemon} reads {}, and from its own configuration",
                at.name()
            ),
            "take it away: an application cannot set it",
        );
    }
}

fn dot((major, minor): Version) -> String {
    format!("{major}.{minor}")
}

fn deprecated(view: &mut View<'_, '_>, at: At<'_, '_>, old: &Deprecated) {
    // What was not old yet in the chosen Spark may have no successor there.
    let then = view.job.target.spark.zip(old.in_version);
    if then.is_some_and(|(spark, since)| spark < since) {
        return;
    }
    let since = old.in_version.map_or_else(String::new, |version| {
        format!(" since Spark {}", dot(version))
    });
    let successor = old.successor.filter(|name| *name != at.setting.name.word());
    let help = match successor {
        Some(name) => crate::by_property(name)
            .filter(|option| option.settable)
            .map_or_else(
                || format!("write `{name}`"),
                |option| format!("write `{}`", option.key),
            ),
        None if old.advice.is_empty() => "take it away".to_owned(),
        None => format!("Spark says: {}", old.advice),
    };
    // Of the other names that it reads without a version Spark itself never warns, and an
    // author who may meet an older Spark cannot use a name that it does not have.
    let has_successor = |spark: &Version| {
        successor.is_none_or(|name| match look_up(name) {
            Known::Registered(property) => property.is_known_to(*spark),
            _ => true,
        })
    };
    let everywhere = match view.job.target.spark {
        Some(spark) => has_successor(&spark),
        None => VERSIONS.iter().all(has_successor),
    };
    view.say(
        "deprecated_property",
        if everywhere && old.in_version.is_some() {
            Severity::Warning
        } else {
            Severity::Note
        },
        at,
        None,
        format!("{} is deprecated{since}", at.name()),
        help,
    );
}

/// "The SQL config '…' was removed in the version …".
///
/// Source: `SQLConf.requireDefaultValueOfRemovedConf`.
fn refused(view: &mut View<'_, '_>, at: At<'_, '_>, removed: &Removed) {
    let Some(text) = at.text() else {
        return;
    };
    let refuses = match view.job.target.spark {
        Some(spark) => spark >= removed.refused_since,
        None => VERSIONS.iter().all(|spark| *spark >= removed.refused_since),
    };
    if text.trim().eq_ignore_ascii_case(removed.default) {
        return;
    }
    view.say(
        "removed_property",
        if refuses {
            Severity::Error
        } else {
            Severity::Note
        },
        at,
        None,
        format!(
            "{} was removed in Spark {}, and refuses any value but {}",
            at.name(),
            dot(removed.in_version),
            removed.default
        ),
        match removed.advice {
            "" => "take it away".to_owned(),
            advice => format!("take it away. Spark says: {advice}"),
        },
    );
}

/// A name where Spark's own stand. One that is nearly a known one is a mistake, unless the
/// author says otherwise; Spark itself takes both in silence.
fn unknown(view: &mut View<'_, '_>, at: At<'_, '_>, near: Option<&str>) {
    let newest = VERSIONS.iter().max();
    let is_newer = view.job.target.spark.as_ref() > newest;
    let custom = format!("`conf(custom({:?} = …))`", at.setting.name.word());
    match near {
        Some(near) => view.say(
            "unknown_property",
            // A newer Spark than the table's may have it.
            if is_newer {
                Severity::Warning
            } else {
                Severity::Error
            },
            at,
            None,
            format!("no Spark knows {}, and all would ignore it", at.name()),
            format!(
                "did you mean {}? A name of your own is written {custom}",
                crate::by_property(near)
                    .filter(|option| option.settable)
                    .map_or_else(
                        || format!("`{near}`"),
                        |option| format!("the option `{}`, which is `{near}`", option.key),
                    )
            ),
        ),
        None => view.say(
            "unknown_property",
            if is_newer {
                Severity::Note
            } else {
                Severity::Warning
            },
            at,
            None,
            format!("no Spark knows {}", at.name()),
            format!("a name of your own is written {custom}"),
        ),
    }
}

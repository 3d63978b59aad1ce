//! What Java options must not hold. Spark tests for bare text, so a longer word counts too.

use super::view::View;
use super::{Name, Severity};
use crate::{Kind, by_property, grammar};

pub(super) fn java(view: &mut View<'_, '_>) {
    driver(view);
    executors(view);
    application_master(view);
}

/// "Not allowed to specify max heap(Xmx) memory settings through java options", and a quote
/// without an end: the launcher builds the driver's command line of them.
///
/// Source: `SparkSubmitCommandBuilder.checkJavaOptions`, `CommandBuilderUtils.parseOptionString`.
fn driver(view: &mut View<'_, '_>) {
    for at in view.all() {
        let is_property = match at.setting.name {
            Name::Property("spark.driver.defaultJavaOptions") => true,
            // As an option its grammar is checked where it is read.
            Name::Property(name) => by_property(name).is_some_and(|o| o.kind == Kind::JavaOptions),
            _ => false,
        };
        let Some(text) = at.text().filter(|_| is_property) else {
            continue;
        };
        if let Err(invalid) = grammar::java_options(text) {
            view.say(
                "java_options_of_the_driver",
                Severity::Error,
                at,
                None,
                format!("{text:?} is no value of {}: {}", at.name(), invalid.problem),
                if text.contains("-Xmx") {
                    "set `driver_memory` instead"
                } else {
                    invalid.remedy
                },
            );
        }
    }
}

/// "… is not allowed to set Spark options", "… is not allowed to specify max heap memory
/// settings": the driver dies of them when its SparkContext starts.
///
/// Source: `SparkConf.validateSettings`. `spark.executor.defaultJavaOptions` is looked at by
/// 4.3 and not by 3.5; which version was the first is not known here.
fn executors(view: &mut View<'_, '_>) {
    let defaults = match view.job.target.spark {
        Some(spark) if spark >= (4, 3) => Severity::Error,
        Some(spark) if spark < (4, 0) => Severity::Note,
        _ => Severity::Warning,
    };
    for (name, severity) in [
        ("spark.executor.extraJavaOptions", Severity::Error),
        ("spark.executor.defaultJavaOptions", defaults),
    ] {
        let Some(at) = view.property(name) else {
            continue;
        };
        let text = at.text().unwrap_or_default();
        if text.contains("-Dspark") {
            view.say(
                "spark_settings_in_java_options",
                severity,
                at,
                None,
                format!(
                    "{} is not allowed to set properties of Spark (-Dspark…)",
                    at.name()
                ),
                "write the property itself: `conf(\"spark.…\" = …)`",
            );
        }
        if text.contains("-Xmx") {
            view.say(
                "heap_in_java_options",
                severity,
                at,
                None,
                format!("{} is not allowed to set the heap (-Xmx)", at.name()),
                "write `executor_memory = \"…\"`",
            );
        }
    }
}

/// The same for YARN's application master in client mode.
///
/// Source: `deploy.yarn.Client.createContainerLaunchContext`.
fn application_master(view: &mut View<'_, '_>) {
    let Some(at) = view.property("spark.yarn.am.extraJavaOptions") else {
        return;
    };
    let text = at.text().unwrap_or_default();
    if text.contains("-Dspark") {
        view.say(
            "spark_settings_in_java_options",
            Severity::Error,
            at,
            None,
            format!(
                "{} is not allowed to set properties of Spark (-Dspark…)",
                at.name()
            ),
            "write the property itself: `conf(\"spark.…\" = …)`",
        );
    }
    if text.contains("-Xmx") {
        view.say(
            "heap_in_java_options",
            Severity::Error,
            at,
            None,
            format!("{} is not allowed to set the heap (-Xmx)", at.name()),
            "write `conf(\"spark.yarn.am.memory\" = \"…\")`",
        );
    }
}

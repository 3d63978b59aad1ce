//! What Java options must not hold. Spark tests for bare text, so a longer word counts too.

use super::view::View;
use super::{Name, Severity};
use crate::{DeployMode, Kind, Manager, by_property, grammar};

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
/// settings": the driver dies of them when its SparkContext starts, which a client of a Spark
/// Connect server has not.
///
/// Source: `SparkConf.validateSettings`. `spark.executor.defaultJavaOptions` is looked at by
/// 4.3 and not by 3.5; which version was the first is not known here.
fn executors(view: &mut View<'_, '_>) {
    if view.is_remote() {
        return;
    }
    let defaults = match view.job.target.spark {
        Some(spark) if spark >= (4, 3) => Severity::Error,
        Some(spark) if spark < (4, 0) => Severity::Note,
        _ => Severity::Warning,
    };
    let heap = "write `executor_memory = \"…\"`";
    let own = "spark.executor.extraJavaOptions";
    no_settings_of_spark(view, own, Severity::Error, heap);
    no_settings_of_spark(view, "spark.executor.defaultJavaOptions", defaults, heap);
}

/// The same for YARN's application master, which only client mode has.
///
/// Source: `deploy.yarn.Client.createContainerLaunchContext`.
fn application_master(view: &mut View<'_, '_>) {
    let is_certain = view.manager_is(Manager::Yarn) && view.runs_in(DeployMode::Client);
    let elsewhere = view.is_remote()
        || view.runs_in(DeployMode::Cluster)
        || (view.manager().is_some() && !view.manager_is(Manager::Yarn));
    let severity = match (is_certain, elsewhere) {
        (true, _) => Severity::Error,
        (false, false) => Severity::Warning,
        (false, true) => Severity::Note,
    };
    let heap = "write `conf(\"spark.yarn.am.memory\" = \"…\")`";
    no_settings_of_spark(view, "spark.yarn.am.extraJavaOptions", severity, heap);
}

fn no_settings_of_spark(
    view: &mut View<'_, '_>,
    name: &'static str,
    severity: Severity,
    heap: &'static str,
) {
    let Some(at) = view.property(name) else {
        return;
    };
    let text = at.text().unwrap_or_default();
    for (part, rule, what, help) in [
        (
            "-Dspark",
            "spark_settings_in_java_options",
            "properties of Spark (-Dspark…)",
            "write the property itself: `conf(\"spark.…\" = …)`",
        ),
        ("-Xmx", "heap_in_java_options", "the heap (-Xmx)", heap),
    ] {
        if text.contains(part) {
            let problem = format!("{} is not allowed to set {what}", at.name());
            view.say(rule, severity, at, None, problem, help);
        }
    }
}

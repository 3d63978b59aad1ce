//! What is known of an application before it runs.

mod cluster;
mod machine;

use std::collections::BTreeMap;

use pipeline_core::config::Settings;
use pipeline_core::failure::FailureKind;
use pipeline_core::finding::{Finding, Thoroughness};

use super::preview::made_before;
use super::{SparkTask, likely, preview};
use crate::SparkApplication;
use crate::command::{self, Surroundings};
use crate::install::Spark;
use crate::settings::{self, Known};

/// Holds an application against the rules of Spark, as it is declared and configured; if it is
/// looked at thoroughly, also against this machine and its cluster.
pub fn verify<T: SparkTask>(task: &T, settings: &Settings, how: Thoroughness) -> Vec<Finding> {
    let declared = task.application();
    let surroundings = Surroundings::of_process();
    let likely = match how {
        Thoroughness::Declared => None,
        Thoroughness::Rules | Thoroughness::Everything => likely::look(settings).ok(),
    };
    let spark = likely.map(|likely| likely.spark(settings));
    // A setting that cannot be laid over the application is told by the rules.
    let applied = settings::apply(declared.clone(), settings).ok();
    let known = Known {
        task: T::SCHEMA,
        spark: spark.as_ref().map(|spark| &spark.version),
        inherited: inherited(applied.as_ref(), spark.as_ref(), &surroundings),
    };
    let rules = settings::findings(&declared, settings, &known);
    let mut findings = rules.unwrap_or_else(|failure| vec![Finding::from(&failure)]);
    let Some(application) = applied.filter(|_| how == Thoroughness::Everything) else {
        return findings;
    };
    let is_right = !findings.iter().any(Finding::is_wrong);
    let place = cluster::Place::of(&application, &known.inherited);
    if is_right {
        let version = known.spark.map_or_else(String::new, |it| format!(" {it}"));
        let text = format!("the rules of Spark{version} on {place}");
        findings.insert(0, Finding::right(text));
    }
    let spark = spark.unwrap_or_else(|| {
        let version = crate::install::SparkVersion::default_version();
        likely::assumed(settings, version)
    });
    let files = command::files(&application, &spark, &surroundings, &made_before(task));
    let files = files.unwrap_or_default();
    let all_there = files.iter().all(|file| file.found.is_ok());
    findings.extend(machine::files(&files));
    // What is left of what would keep spark-submit from being started.
    if is_right
        && all_there
        && let Err(failure) = preview(task, settings)
        && failure.kind == FailureKind::Configuration
    {
        findings.push(Finding::from(&failure));
    }
    findings.extend(machine::versions(&place, settings, &spark));
    findings.extend(cluster::reach(&place, &application, &surroundings));
    findings
}

/// What Spark would read from files.
fn inherited(
    application: Option<&SparkApplication>,
    spark: Option<&Spark>,
    surroundings: &Surroundings,
) -> BTreeMap<String, String> {
    let found = spark.filter(|spark| !spark.home.as_os_str().is_empty());
    match (found, application) {
        (Some(spark), Some(application)) => command::inherited(application, spark, surroundings),
        _ => BTreeMap::new(),
    }
}

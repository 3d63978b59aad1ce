//! What is known of an application before it runs.

mod cluster;
mod judged;
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
use crate::settings;

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
    let judged = judged::judge(
        T::SCHEMA,
        &declared,
        settings,
        spark.as_ref(),
        &surroundings,
    );
    let mut findings = judged.findings.clone();
    if how != Thoroughness::Everything {
        return findings;
    }
    let Ok(application) = settings::apply(declared, settings) else {
        return findings;
    };
    let is_right = !findings.iter().any(Finding::is_wrong);
    let place = cluster::Place::of(&application, &judged.inherited);
    if is_right {
        let version = spark
            .as_ref()
            .map_or_else(String::new, |it| format!(" {}", it.version));
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

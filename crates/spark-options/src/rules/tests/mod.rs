#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

mod ignored;
mod java;
mod late;
mod memory;
mod properties;
mod rejected;

use super::*;
use crate::OPTIONS;

/// A job of these settings, `key=value` or `spark.name=value`; a `?` is a value that is not
/// known, a number and `:` before it is another place.
fn job<'a>(program: Program, settings: &[&'a str]) -> Job<'a> {
    let mut job = Job::new(program);
    for text in settings {
        let (place, text) = match text.split_once(':') {
            Some((place, rest)) if place.parse::<u32>().is_ok() => (place.parse().unwrap(), rest),
            _ => (0, *text),
        };
        let (name, value) = text.split_once('=').unwrap();
        let value = (value != "?").then_some(value.into());
        let setting = if name.starts_with("spark.") {
            Setting::property(name, value)
        } else if name.starts_with(|c: char| c.is_uppercase()) {
            Setting::variable(name, value)
        } else {
            Setting::option(crate::by_key(name).unwrap(), value)
        };
        job.settings.push(setting.at(place));
    }
    job
}

/// `rule severity name` of each finding.
fn found(job: &Job<'_>) -> Vec<String> {
    let line = |finding: Finding| {
        assert!(!finding.problem.is_empty() && !finding.help.is_empty());
        format!(
            "{} {:?} {}",
            finding.rule,
            finding.severity,
            job.settings[finding.about].name.word()
        )
    };
    check(job).into_iter().map(line).collect()
}

fn of_jar(settings: &[&str]) -> Vec<String> {
    found(&job(Program::Jar, settings))
}

fn of_python(settings: &[&str]) -> Vec<String> {
    found(&job(Program::Python, settings))
}

fn whole(program: Program, settings: &[&str]) -> Vec<String> {
    let mut job = job(program, settings);
    job.whole = true;
    found(&job)
}

proptest! {
    #[test]
    fn no_text_makes_a_rule_panic(
        settings in proptest::collection::vec((0usize..60, any::<String>(), 0u32..2), 0..8),
        numbers in proptest::collection::vec((0usize..60, "[0-9]{0,20}[a-z]{0,2}", 0u32..2), 0..8),
        program in 0usize..5,
        cap in any::<Option<u64>>(),
        whole in any::<bool>(),
    ) {
        const PROPERTIES: [&str; 12] = [
            "spark.network.timeout", "spark.executor.heartbeatInterval", "spark.task.cpus",
            "spark.executor.memoryOverhead", "spark.executor.memoryOverheadFactor",
            "spark.memory.fraction", "spark.memory.offHeap.size", "spark.memory.offHeap.enabled",
            "spark.dynamicAllocation.enabled", "spark.dynamicAllocation.maxExecutors",
            "spark.executor.extraJavaOptions", "spark.yarn.am.memory",
        ];
        let programs = [Program::Jar, Program::Python, Program::PythonModule, Program::R, Program::Unknown];
        let mut job = Job::new(programs[program]);
        job.whole = whole;
        job.target.max_container_memory_mib = cap;
        job.target.spark = whole.then_some((4, 1));
        for (which, text, place) in settings.iter().chain(&numbers) {
            let setting = match which.checked_sub(48) {
                Some(which) => Setting::property(PROPERTIES[which], Some(text.as_str().into())),
                None => Setting::option(&OPTIONS[which % OPTIONS.len()], Some(text.as_str().into())),
            };
            job.settings.push(setting.at(*place));
        }
        for master in ["yarn", "k8s://h"] {
            let mut job = job.clone();
            job.settings.push(Setting::key("master", master).unwrap());
            for finding in check(&job) {
                prop_assert!(finding.about < job.settings.len());
            }
        }
        let _ = check(&job);
    }
}

//! What is found in the settings of one application, and where.

use pipeline_core::config::{Config, Keys, Override, Place, Sources};
use pipeline_core::task::TaskKind;
use std::sync::Arc;

use toml::Value;

use super::*;
use crate::application::OptionValue;
use crate::engine::SparkEngine;

static DELAYS: TaskSchema = TaskSchema {
    name: "Delays",
    path: "test::Delays",
    doc: "",
    kind: TaskKind::Engine("spark"),
    params: &[],
    inputs: &[],
    outputs: &[],
    unverified: &[],
};

fn application() -> SparkApplication {
    SparkApplication::new(MainResource::Python {
        path: "a.py".into(),
    })
}

/// What is found with this file and these `--set`.
fn found(application: &SparkApplication, toml: &str, overrides: &[&str]) -> Vec<Finding> {
    found_with(application, toml, overrides, BTreeMap::new())
}

fn found_with(
    application: &SparkApplication,
    toml: &str,
    overrides: &[&str],
    inherited: BTreeMap<String, String>,
) -> Vec<Finding> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("pipeline.toml"), toml).expect("a file");
    let overrides = overrides.iter();
    let sources = Sources {
        overrides: overrides
            .map(|text| Override::parse(text).expect("a setting"))
            .collect(),
        ..Sources::of(folder.path())
    };
    let keys = Keys::new(&[Arc::new(SparkEngine)]);
    let config = Config::load(&sources, &keys, &[&DELAYS]);
    let config = config.unwrap_or_else(|error| panic!("{error}"));
    let version = SparkVersion::default_version();
    let known = Known {
        task: &DELAYS,
        spark: Some(&version),
        inherited,
    };
    findings(application, &config.settings_for("Delays"), &known).expect("findings")
}

fn rule<'f>(findings: &'f [Finding], rule: &str) -> &'f Finding {
    let found = findings.iter().find(|finding| finding.rule == Some(rule));
    found.unwrap_or_else(|| panic!("no {rule} in {findings:#?}"))
}

fn places(finding: &Finding) -> Vec<String> {
    let places = finding.places.iter();
    let first = |place: &Place| {
        place
            .to_string()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    places.map(first).collect()
}

#[test]
fn what_a_profile_makes_its_own_setting_ignore_is_wrong_and_told_at_both_lines() {
    let toml = "[profile.local]\nmaster = 'local[2]'\nnum_executors = 4\n";
    let findings = found(&application(), toml, &[]);
    let finding = rule(&findings, "ignored_by_manager");
    assert!(finding.is_wrong(), "{finding:?}");
    assert_eq!(
        places(finding),
        [" --> pipeline.toml:3:1", " --> pipeline.toml:2:1"]
    );
}

#[test]
fn what_another_place_makes_an_attribute_ignore_is_noted_and_runs() {
    let declared = application().option("num_executors", OptionValue::count(4));
    for (toml, overrides) in [
        ("[profile.local]\nmaster = 'local[2]'\n", &[][..]),
        // Spark's default master is nobody's mistake either.
        ("", &[]),
        ("", &["master=local[1]"]),
        // Nor are two `--set` one place: who overrides two profiles may know why.
        ("", &["master=local[1]", "num_executors=3"]),
        // A profile and the one that it inherits from are two places.
        (
            "[profile.base]\nnum_executors = 3\n[profile.local]\ninherits = 'base'\nmaster = 'local'\n",
            &[],
        ),
    ] {
        let findings = found(&declared, toml, overrides);
        let finding = rule(&findings, "ignored_by_manager");
        assert_eq!(finding.verdict, Verdict::Note, "{toml} {overrides:?}");
    }
    let findings = found(&declared, "", &[]);
    let finding = rule(&findings, "ignored_by_manager");
    assert_eq!(
        places(finding),
        [" --> #[spark(num_executors = \"4\")] of Delays"]
    );
}

#[test]
fn two_forms_in_one_section_are_told_at_both_lines() {
    let toml =
        "[profile.local]\nexecutor_memory = '2g'\nconf = { 'spark.executor.memory' = '3g' }\n";
    let findings = found(&application(), toml, &[]);
    let finding = rule(&findings, "set_twice");
    assert!(finding.is_wrong());
    assert_eq!(finding.places.len(), 2, "{finding:?}");
}

#[test]
fn what_files_of_properties_say_counts_where_nobody_says_it() {
    let says = |name: &str, value: &str| BTreeMap::from([(name.to_owned(), value.to_owned())]);
    let cluster = application().option("deploy_mode", OptionValue::text("cluster"));
    let alone = found(&cluster, "", &[]);
    assert!(rule(&alone, "cluster_mode_on_a_local_master").is_wrong());
    let on_yarn = found_with(&cluster, "", &[], says("spark.master", "yarn"));
    assert!(!on_yarn.iter().any(Finding::is_wrong), "{on_yarn:#?}");
    let toml = "[profile.local]\nmaster = 'local[1]'\n";
    let over = found_with(&cluster, toml, &[], says("spark.master", "yarn"));
    assert!(rule(&over, "cluster_mode_on_a_local_master").is_wrong());
}

#[test]
fn more_than_a_profile_s_cluster_gives_is_wrong() {
    let toml = "
        [profile.local]
        master = 'yarn'
        max_container_memory = '4g'
        max_container_cores = 2
    ";
    let declared = application()
        .option("executor_memory", OptionValue::text("4g"))
        .option("executor_cores", OptionValue::count(4));
    let findings = found(&declared, toml, &[]);
    assert!(rule(&findings, "memory_above_the_cap").is_wrong());
    assert!(rule(&findings, "cores_above_the_cap").is_wrong());
    let fits = application().option("executor_memory", OptionValue::text("2g"));
    assert!(!found(&fits, toml, &[]).iter().any(Finding::is_wrong));
}

#[test]
fn no_secret_is_in_a_finding() {
    let declared = application()
        .option("proxy_user", OptionValue::text("me"))
        .option("principal", OptionValue::text("hunter2"))
        .conf("spark.yarn.password", "hunter2")
        .secret("principal");
    let findings = found(&declared, "[profile.local]\nmaster = 'local'\n", &[]);
    assert!(!findings.is_empty());
    assert!(!format!("{findings:?}").contains("hunter2"), "{findings:?}");
}

#[test]
fn a_property_that_an_option_sets_is_noted_with_the_option_to_write() {
    let value = Value::from("a.jar,b.jar");
    let told: Vec<_> = alone("conf.spark.jars", &value).collect();
    let (severity, objection) = &told[0];
    assert_eq!(*severity, Severity::Note);
    assert!(objection.to_the_name);
    assert_eq!(
        objection.help.as_deref(),
        Some("write `jars = [\"a.jar\", \"b.jar\"]`")
    );
}

#[test]
fn a_misspelt_property_is_refused_at_its_name_and_ones_own_is_not_looked_up() {
    let value = Value::from("3g");
    let told: Vec<_> = alone("conf.spark.executor.memmory", &value).collect();
    let (severity, objection) = &told[0];
    assert_eq!(*severity, Severity::Error);
    assert!(objection.to_the_name, "{objection:?}");
    let help = objection.help.as_deref().unwrap_or_default();
    assert!(
        help.contains("executor_memory") || help.contains("spark.executor.memory"),
        "{help}"
    );
    assert!(help.contains("[profile.NAME.conf.custom]"), "{help}");
    let toml = "[profile.local.conf.custom]\n'spark.executor.memmory' = '3g'\n";
    let findings = found(&application(), toml, &[]);
    assert!(!findings.iter().any(Finding::is_wrong), "{findings:?}");
    // A value that does not fit is told at the value.
    let value = Value::from("many");
    let told: Vec<_> = alone("conf.spark.sql.shuffle.partitions", &value).collect();
    assert!(
        !told[0].1.to_the_name && told[0].0 == Severity::Error,
        "{told:?}"
    );
}

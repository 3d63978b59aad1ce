//! How tasks are run, as settings say it.

use super::*;
use crate::param::Param as _;
use crate::task::Control;

const TOML: &str = r#"
[profile.local]
retries = 1
timeout = "1h"
resources = { cluster = 4, db = 1 }

[profile.local.task.Delays]
retries = 2
backoff = "30s"
resources = { cluster = 2 }
"#;

fn attributes() -> Control {
    Control {
        priority: Some(7),
        retries: Some(9),
        timeout: Some(std::time::Duration::from_secs(60)),
        resources: vec![("cluster".into(), 1), ("licence".into(), 1)],
        ..Control::default()
    }
}

#[test]
fn what_a_task_says_by_its_attributes_gives_way_to_settings() {
    let config = load_fine(TOML, |sources| {
        sources.environment = variables([("SPARK_PIPELINE_RETRIES", "3")]);
        sources.overrides = ["Delays.timeout=5m", "priority=-1"]
            .map(|text| Override::parse(text).expect("a setting"))
            .to_vec();
    });
    let control = config.settings_for("Delays").control(attributes());
    let minutes = |count: u64| Some(std::time::Duration::from_secs(60 * count));
    assert_eq!(control.priority, Some(-1));
    assert_eq!(
        control.retries,
        Some(3),
        "a variable comes before a profile's task"
    );
    assert_eq!(control.timeout, minutes(5));
    assert_eq!(control.backoff, Some(std::time::Duration::from_secs(30)));
    let other = config.settings_for("Report").control(Control::default());
    assert_eq!((other.retries, other.timeout), (Some(3), minutes(60)));
}

#[test]
fn resources_are_those_of_the_run_in_a_profile_and_what_is_taken_in_a_task() {
    let config = load_fine(TOML, |sources| {
        sources.overrides = ["resources.cluster=8", "Delays.resources.db=1"]
            .map(|text| Override::parse(text).expect("a setting"))
            .to_vec();
    });
    let run = RunSettings::of(&config.settings());
    let capacities: Vec<_> = run.resources.into_iter().collect();
    assert_eq!(capacities, [("cluster".into(), 8), ("db".into(), 1)]);
    let taken = |task, declared| config.settings_for(task).control(declared).resources;
    assert_eq!(taken("Report", Control::default()), []);
    let pairs = |pairs: &[(&str, u32)]| -> Vec<(String, u32)> {
        pairs
            .iter()
            .map(|(name, taken)| ((*name).to_owned(), *taken))
            .collect()
    };
    let all = [("cluster", 2), ("db", 1), ("licence", 1)];
    assert_eq!(taken("Delays", attributes()), pairs(&all));
}

#[test]
fn a_setting_can_take_a_limit_or_a_resource_away() {
    let toml = "[profile.local.task.Delays]\ntimeout = 'none'\nresources = { cluster = 0 }";
    let config = load_fine(toml, |_| ());
    let control = config.settings_for("Delays").control(attributes());
    assert_eq!(control.timeout, None);
    assert_eq!(control.resources, [("licence".to_owned(), 1)]);
}

#[test]
fn every_value_is_explained_with_its_origin() {
    let config = load_fine(TOML, |_| ());
    let rows = config.settings_for("Delays").explain_control(&attributes());
    let rows: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {} ({})", row.key, row.value, row.origin))
        .collect();
    assert_eq!(
        rows,
        [
            "priority 7 (attribute)",
            "retries 2 (pipeline.toml, [profile.local.task.Delays])",
            "backoff 30s (pipeline.toml, [profile.local.task.Delays])",
            "timeout 1h (pipeline.toml, [profile.local])",
            "resources.cluster 2 (pipeline.toml, [profile.local.task.Delays])",
            "resources.licence 1 (attribute)",
        ]
    );
    let rows = config.explain_run();
    let found = |key: &str| {
        let row = rows.iter().find(|row| row.key == key).expect("a row");
        (row.value.clone(), row.origin.to_string())
    };
    assert_eq!(found("resources.cluster").0, "4");
    assert_eq!(found("deadline"), ("none".into(), "default".into()));
}

#[test]
fn the_default_wait_that_is_shown_is_the_one_that_is_taken() {
    let rows = Settings::default().explain_control(&Control::default());
    let shown = rows.iter().find(|row| row.key == "backoff").expect("a row");
    assert_eq!(shown.value, crate::run::FIRST_BACKOFF.print());
}

#[test]
fn what_does_not_fit_is_refused_where_it_is_written() {
    for (toml, expected) in [
        ("retries = -1", "-1 is no whole number from 0 up"),
        ("retries = 'many'", "\"many\" is no whole number from 0 up"),
        ("priority = 1.5", "1.5 is no whole number"),
        ("timeout = '0s'", "write \"30m\", \"2h\", or \"none\""),
        ("backoff = 5", "5 is no length of time"),
        (
            "run_timeout = 'soon'",
            "is no length of time that something may take",
        ),
        ("deadline = 'tomorrow'", "tomorrow is no moment"),
        (
            "resources = { cluster = 'all' }",
            "\"all\" is no whole number from 0 up",
        ),
        (
            "resources = 4",
            "`resources` is a whole number; a table is meant",
        ),
        ("retires = 1", "did you mean `retries`?"),
        ("time_out = '1h'", "did you mean `timeout`?"),
    ] {
        let told = mistakes(&format!("[profile.local]\n{toml}"), |_| ());
        assert!(told.contains(expected), "{toml}: {told}");
    }
    let told = mistakes("[profile.local.task.Delays]\ndeadline = '06:00'", |_| ());
    assert!(
        told.contains("`deadline` is a setting of the whole run"),
        "{told}"
    );
}

#[test]
fn the_next_time_may_be_written_as_toml_has_times() {
    let toml = "[profile.local]\ndeadline = 06:00:00\nrun_timeout = '8h'";
    let run = RunSettings::of(&load_fine(toml, |_| ()).settings());
    assert_eq!(run.deadline, "06:00".parse().ok());
    assert_eq!(
        run.run_timeout,
        Some(std::time::Duration::from_secs(8 * 3600))
    );
}

//! The table is consistent in itself, and says what Spark was seen to do.

use std::collections::BTreeSet;

use spark_options::{DeployMode, Effect, Kind, Manager, OPTIONS, by_flag, by_property};

#[test]
fn keys_flags_and_properties_stand_once() {
    let mut seen = BTreeSet::new();
    for option in OPTIONS {
        let names = [option.key, option.flag].into_iter();
        let names = names
            .chain(option.aliases.iter().copied())
            .chain(option.property)
            .chain(option.other_properties.iter().copied());
        for name in names {
            assert!(seen.insert(name), "{name} stands twice");
        }
    }
}

#[test]
fn a_key_is_its_flag_in_snake_case() {
    for option in OPTIONS {
        assert_eq!(option.flag, format!("--{}", option.key.replace('_', "-")));
    }
}

#[test]
fn every_option_says_what_it_does_in_one_line() {
    for option in OPTIONS {
        assert!(option.doc.ends_with('.'), "{}", option.key);
        assert!(
            !option.doc.contains('\n') && option.doc.len() <= 120,
            "{}",
            option.key
        );
    }
}

#[test]
fn examples_fit_their_kind() {
    for option in OPTIONS {
        let example = option.kind.example().trim_matches(['[', ']']);
        for element in example.split(", ") {
            let element = element.trim_matches('"');
            assert_eq!(
                option.kind.check(element),
                Ok(()),
                "{}: {element}",
                option.key
            );
        }
    }
}

#[test]
fn a_nul_is_a_value_of_no_kind() {
    for option in OPTIONS {
        assert!(option.kind.check("a\0b").is_err(), "{}", option.key);
    }
}

fn manager(word: &str) -> Manager {
    match word {
        "local" => Manager::Local,
        "standalone" => Manager::Standalone,
        "yarn" => Manager::Yarn,
        "k8s" => Manager::Kubernetes,
        other => panic!("no manager: {other}"),
    }
}

/// What stands in the table is what Spark was seen to do: a flag that sets nothing under a
/// manager and mode is ignored there, and no other is.
#[test]
fn effects_are_what_spark_was_seen_to_do() {
    // These work otherwise than by a property that SparkSubmit sets from the flag.
    let by_other_means = [
        "--proxy-user",      // a change of user
        "--properties-file", // the properties in it
        "--conf",            // the property itself
        "--packages",        // resolved to jars
        "--exclude-packages",
        "--repositories",
    ];
    let mut checked = BTreeSet::new();
    for line in include_str!("data/properties-set-by-flags.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        let mut words = line.split(' ');
        let (Some(flag), Some(at), Some(mode)) = (words.next(), words.next(), words.next()) else {
            panic!("a line without flag, manager and mode: {line}");
        };
        let option = by_flag(flag).unwrap_or_else(|| panic!("{flag} is not in the table"));
        let mode = DeployMode::of(mode).unwrap_or_else(|| panic!("no mode: {mode}"));
        let effect = option.effect(manager(at), mode);
        let properties: Vec<_> = words.collect();
        checked.insert(flag);
        if properties == ["ERR"] {
            assert_eq!(effect, Effect::Rejected, "{line}");
        } else if by_other_means.contains(&flag) {
            assert_eq!(effect, Effect::Applies, "{line}");
        } else if properties.is_empty() {
            assert_eq!(effect, Effect::Ignored, "{line}");
        } else {
            assert_eq!(effect, Effect::Applies, "{line}");
            let known = option
                .property
                .into_iter()
                .chain(option.other_properties.iter().copied());
            assert!(
                known.into_iter().any(|name| properties.contains(&name)),
                "{line}"
            );
        }
    }
    assert!(
        checked.len() >= 20,
        "only {} flags were checked",
        checked.len()
    );
}

#[test]
fn a_property_finds_its_option() {
    assert_eq!(
        by_property("spark.executor.memory").map(|option| option.key),
        Some("executor_memory")
    );
    assert!(by_property("spark.sql.shuffle.partitions").is_none());
}

#[test]
fn what_is_asked_of_spark_submit_is_no_key() {
    for option in OPTIONS
        .iter()
        .filter(|option| option.kind == Kind::SubmissionId)
    {
        assert!(!option.settable, "{}", option.key);
    }
}

#[test]
fn local_masters_in_cluster_mode_reject_everything() {
    for option in OPTIONS {
        assert_eq!(
            option.effect(Manager::Local, DeployMode::Cluster),
            Effect::Rejected
        );
    }
}

#[test]
fn variables_that_change_a_job_are_listed_once() {
    let variables = spark_options::variables();
    for name in [
        "MASTER",
        "DEPLOY_MODE",
        "SPARK_REMOTE",
        "SPARK_DRIVER_MEMORY",
        "SPARK_EXECUTOR_MEMORY",
        "SPARK_EXECUTOR_CORES",
        "SPARK_YARN_APP_NAME",
    ] {
        assert_eq!(
            variables.iter().filter(|other| **other == name).count(),
            1,
            "{name}"
        );
    }
}

#[test]
fn a_default_is_a_value_and_stands_in_the_description() {
    for option in OPTIONS {
        if let Some(default) = option.default {
            assert_eq!(option.kind.check(default), Ok(()), "{}", option.key);
            let is_told = option.doc.contains(default) || option.doc.contains("default");
            assert!(is_told, "{}", option.key);
        }
    }
}

#[test]
fn every_example_is_a_value_of_its_option() {
    for option in OPTIONS {
        let example = option.example();
        let element = |text: &str| text.trim().trim_matches('"').to_owned();
        let elements: Vec<String> = match example.strip_prefix('[') {
            Some(list) => list.trim_end_matches(']').split(',').map(element).collect(),
            None => vec![element(example)],
        };
        assert_eq!(
            example.starts_with('['),
            option.kind.is_list(),
            "{}",
            option.key
        );
        for element in elements {
            assert_eq!(
                option.kind.check(&element),
                Ok(()),
                "{}: {element}",
                option.key
            );
        }
    }
}

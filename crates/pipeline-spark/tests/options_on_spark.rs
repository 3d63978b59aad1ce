//! The table of options against real Sparks: the oldest, the first of 4.x, and the default.

#[path = "../examples/extract_properties/sparks.rs"]
mod sparks;

use std::collections::BTreeSet;
use std::process::Command;

use pipeline_spark::install::Spark;
use spark_options::{OPTIONS, by_flag};

const VERSIONS: [&str; 3] = ["3.5", "4.0", "4.3"];

/// Options that spark-submit takes but does not tell about.
const HIDDEN: &[&str] = &[
    "--driver-default-class-path",
    "--extra-properties-file",
    "--usage-error",
];

/// What `spark-submit --help` prints.
fn help(spark: &Spark) -> String {
    let mut command = Command::new(spark.spark_submit());
    command.arg("--help").env("SPARK_HOME", &spark.home);
    if let Some(java_home) = &spark.java_home {
        command.env("JAVA_HOME", java_home);
    }
    let output = command.output().expect("spark-submit starts");
    // It prints to stderr, with whatever Java has to say.
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The flags at the begin of the lines that describe options.
fn flags(help: &str) -> BTreeSet<String> {
    let options = help.split_once("Options:").expect("a list of options").1;
    options
        .lines()
        .filter(|line| line.trim_start().starts_with("--") && line.starts_with("  "))
        // Continuations of a description stand further to the right.
        .filter(|line| line.len() - line.trim_start().len() < 8)
        .flat_map(|line| {
            let names = line
                .split_whitespace()
                .take_while(|word| word.starts_with('-'));
            names.map(|word| word.trim_end_matches(',').to_owned())
        })
        .collect()
}

#[test]
fn every_flag_of_spark_submit_is_in_the_table_and_the_other_way_round() {
    for version in VERSIONS {
        let spark = sparks::of(version).expect("a Spark");
        told_and_listed(&spark);
    }
}

fn told_and_listed(spark: &Spark) {
    let version = spark.version.options();
    let told = flags(&help(spark));
    assert!(told.len() > 25, "{told:?}");
    for flag in &told {
        let option = by_flag(flag).unwrap_or_else(|| panic!("{flag} is not in the table"));
        assert!(
            option.is_known_to(version),
            "{flag} is there since {:?}, it says",
            option.since
        );
    }
    for option in OPTIONS {
        let is_told = told.contains(option.flag);
        let expected = option.is_known_to(version) && !HIDDEN.contains(&option.flag);
        assert_eq!(is_told, expected, "{}", option.flag);
        for alias in option.aliases {
            assert!(told.contains(*alias), "{alias}");
        }
    }
}

/// Asks spark-submit about every option at once: each is known, with the right number of
/// values, or it would be taken for the application.
#[test]
fn spark_submit_takes_every_option_of_the_table() {
    for version in VERSIONS {
        let spark = sparks::of(version).expect("a Spark");
        takes_every_option(&spark);
    }
}

fn takes_every_option(spark: &Spark) {
    let version = spark.version.options();
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("empty.conf");
    std::fs::write(&file, "").expect("a file");
    let mut command = Command::new(spark.spark_submit());
    command.env("SPARK_HOME", &spark.home);
    if let Some(java_home) = &spark.java_home {
        command.env("JAVA_HOME", java_home);
    }
    for option in OPTIONS
        .iter()
        .filter(|option| option.settable && option.is_known_to(version))
    {
        if matches!(option.key, "remote" | "proxy_user") {
            continue; // they exclude `master` and `principal`
        }
        command.arg(option.flag);
        match option.key {
            _ if option.kind == spark_options::Kind::Switch => {}
            "properties_file" | "extra_properties_file" => {
                command.arg(&file);
            }
            "packages" => {
                command.arg(""); // nothing to resolve
            }
            _ => {
                let example = option.kind.example().trim_matches(['[', ']', '"']);
                command.arg(example.split("\", \"").next().unwrap_or(example));
            }
        }
    }
    let missing = dir.path().join("not-there.py");
    let output = command.arg(&missing).output().expect("spark-submit starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    // It got as far as to run the application, which is not there.
    assert!(stderr.contains("not-there.py"), "{stderr}");
    assert!(!stderr.contains("Unrecognized option"), "{stderr}");
}

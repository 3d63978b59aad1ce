//! What the rules call refused, spark-submit refuses, in the words that the rules cite.

use std::process::Command;

use pipeline_spark::install::for_tests;
use spark_options::by_key;
use spark_options::rules::{Job, Program, Setting, Severity, check};

/// The program, what is set, the rule that finds it, and what Spark says.
type Refused = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

const REFUSED: &[Refused] = &[
    (
        "a.py",
        &[("master", "local[2]"), ("deploy_mode", "cluster")],
        "cluster_mode_on_a_local_master",
        "Cluster deploy mode is not compatible with master \"local\"",
    ),
    (
        "a.py",
        &[("master", "spark://h:7077"), ("deploy_mode", "cluster")],
        "cluster_mode_of_a_script_on_standalone",
        "currently not supported for python applications on standalone clusters",
    ),
    (
        "a.R",
        &[("master", "spark://h:7077"), ("deploy_mode", "cluster")],
        "cluster_mode_of_a_script_on_standalone",
        "currently not supported for R applications on standalone clusters",
    ),
    (
        "a.py",
        &[("remote", "sc://h:15002"), ("master", "local[2]")],
        "remote_with_master",
        "Remote cannot be specified with master and/or deploy mode",
    ),
    (
        "a.py",
        &[
            ("master", "local[2]"),
            ("proxy_user", "a"),
            ("principal", "b"),
            ("keytab", "c"),
        ],
        "proxy_user_with_principal",
        "Only one of --proxy-user or --principal can be provided",
    ),
    (
        "a.py",
        &[
            ("master", "local[2]"),
            ("proxy_user", "a"),
            ("spark.kerberos.principal", "b"),
            ("keytab", "c"),
        ],
        "proxy_user_with_principal",
        "Only one of --proxy-user or --principal can be provided",
    ),
    (
        "a.jar",
        &[
            ("master", "spark://h:7077"),
            ("deploy_mode", "cluster"),
            (
                "class",
                "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver",
            ),
        ],
        "shell_in_cluster_mode",
        "Cluster deploy mode is not applicable to Spark SQL shell",
    ),
    (
        "a.jar",
        &[
            ("master", "spark://h:7077"),
            ("deploy_mode", "cluster"),
            (
                "class",
                "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
            ),
        ],
        "shell_in_cluster_mode",
        "Cluster deploy mode is not applicable to Spark Thrift server",
    ),
    (
        "a.py",
        &[
            ("master", "local[2]"),
            ("spark.driver.defaultJavaOptions", "-Xmx1g"),
        ],
        "java_options_of_the_driver",
        "Not allowed to specify max heap(Xmx) memory settings through java options",
    ),
    (
        "a.py",
        &[
            ("master", "local[2]"),
            ("spark.driver.defaultJavaOptions", "-Da=\"b"),
        ],
        "java_options_of_the_driver",
        "Invalid option string",
    ),
];

/// What spark-submit says of the settings, and whether it succeeds.
fn submitted(program: &str, settings: &[(&str, &str)]) -> (bool, String) {
    let spark = for_tests();
    let mut command = Command::new(spark.spark_submit());
    for name in spark_options::variables() {
        command.env_remove(name);
    }
    command.env("SPARK_HOME", &spark.home);
    if let Some(java_home) = &spark.java_home {
        command.env("JAVA_HOME", java_home);
    }
    for (name, value) in settings {
        match by_key(name) {
            Some(option) => command.args([option.flag, value]),
            None => command.arg("--conf").arg(format!("{name}={value}")),
        };
    }
    let output = command.arg(program).output().expect("spark-submit starts");
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    (output.status.success(), text)
}

#[test]
fn what_the_rules_call_refused_spark_submit_refuses() {
    for (program, settings, rule, says) in REFUSED {
        let kind = match *program {
            "a.py" => Program::Python,
            "a.R" => Program::R,
            _ => Program::Jar,
        };
        let mut job = Job::new(kind);
        for (name, value) in *settings {
            job.settings.push(match by_key(name) {
                Some(option) => Setting::option(option, Some((*value).into())),
                None => Setting::property(name, Some((*value).into())),
            });
        }
        let found = check(&job);
        let is_found = found
            .iter()
            .any(|finding| finding.rule == *rule && finding.severity == Severity::Error);
        assert!(is_found, "{settings:?}: {found:?}");
        let (succeeded, text) = submitted(program, settings);
        assert!(!succeeded && text.contains(says), "{settings:?}: {text}");
    }
}

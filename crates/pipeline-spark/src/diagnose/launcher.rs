//! What Spark's launcher and the JVM say when they do not come to run the program.

use super::RootCause;

/// What a line begins with, what to do about it, and whether the environment is to blame.
const RULES: &[(&str, &str, bool)] = &[
    (
        "Error: Failed to load class",
        "check `class` against the jar: `jar tf JAR | grep NAME`",
        false,
    ),
    (
        "Error: Failed to load ",
        "check `class` against the jar, and that the jars it needs are in `jars` or `packages`",
        false,
    ),
    (
        "Error: Unrecognized option",
        "this version of Spark does not know the option: leave it out, or use another `spark_version`",
        false,
    ),
    (
        "Error: No main class set in JAR",
        "name the class: `class = \"…\"`",
        false,
    ),
    (
        "Error: Could not find or load main class",
        "this Spark is not whole (its `jars` folder): install it again, or set `spark_home`",
        true,
    ),
    (
        "Error occurred during initialization of VM",
        "the JVM did not start: check `driver_memory` and `driver_java_options`",
        false,
    ),
    (
        "Invalid maximum heap size",
        "`driver_memory` is a whole number and one of k, m, g, t: `1536m` instead of `1.5g`",
        false,
    ),
    (
        "Unrecognized VM option",
        "check `driver_java_options` against the Java that runs Spark",
        false,
    ),
    (
        "JAVA_HOME is not set",
        "install Java 17 or newer, or set `java_home`",
        true,
    ),
    ("Error: ", "", false),
    ("sh: 1: ", "", true),
    ("/bin/sh: ", "", true),
];

/// The cause that a line of the launcher gives.
pub(super) fn find(line: &str) -> Option<RootCause> {
    if line.contains(": can't open file ") {
        return Some(RootCause {
            cause: line.to_owned(),
            hint: Some("check the path of the app; it is looked up from the current folder".into()),
            ..RootCause::default()
        });
    }
    let (_, hint, environment) = RULES.iter().find(|(start, ..)| line.starts_with(start))?;
    let cause = line.strip_prefix("Error: ").unwrap_or(line);
    Some(RootCause {
        cause: cause.trim_end().to_owned(),
        hint: (!hint.is_empty()).then(|| (*hint).to_owned()),
        environment: *environment,
        ..RootCause::default()
    })
}

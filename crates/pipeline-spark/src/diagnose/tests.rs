//! One test a rule, over logs of jobs that were really run with the oldest and the newest Spark.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use super::*;
use crate::watch::scan::Scanner;

const VERSIONS: [&str; 2] = ["3.5", "4.3"];

fn stream(path: PathBuf) -> StreamSummary {
    let text = std::fs::read(&path).unwrap();
    let mut scanner = Scanner::default();
    for piece in text.chunks(1000) {
        scanner.space()[..piece.len()].copy_from_slice(piece);
        scanner.scan(piece.len(), &mut |_| {});
    }
    StreamSummary {
        path,
        bytes: text.len() as u64,
        marks: scanner.finish(&mut |_| {}),
        trouble: None,
    }
}

fn explain_log(name: &str, version: &str, exit: Exit, python: bool) -> Failure {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/logs")
        .join(format!("{name}-{version}"));
    let output = OutputSummary {
        stdout: stream(dir.join("stdout.log")),
        stderr: stream(dir.join("stderr.log")),
    };
    explain(&Evidence {
        exit,
        output: &output,
        python,
    })
}

fn python(name: &str, code: i32) -> [Failure; 2] {
    VERSIONS.map(|version| explain_log(name, version, Exit::Code(code), true))
}

fn java(name: &str, code: i32) -> [Failure; 2] {
    VERSIONS.map(|version| explain_log(name, version, Exit::Code(code), false))
}

#[test]
fn a_python_exception_is_its_last_line_and_the_authors_own_frame() {
    for failure in python("value_error", 1) {
        assert_eq!(failure.cause, "ValueError: no such month: 13");
        assert_eq!(
            failure.context,
            [
                "at /home/ada/jobs/value_error.py:7, in delays: raise ValueError(f\"no such month: {month}\")"
            ]
        );
        assert!(failure.log.unwrap().ends_with("stdout.log"));
        assert_eq!(failure.exit_code, Some(1));
        assert_eq!(
            failure.last_lines.last().unwrap(),
            "ValueError: no such month: 13"
        );
    }
}

#[test]
fn an_error_in_a_python_worker_is_the_inner_one_with_both_places() {
    for failure in python("udf_error", 1) {
        assert_eq!(
            failure.cause,
            "ValueError: invalid literal for int() with base 10: 'NA'"
        );
        assert_eq!(
            failure.context[0],
            "at /home/ada/jobs/udf_error.py:9, in minutes: return int(text) // 60"
        );
        assert!(failure.context[1].starts_with("called from /home/ada/jobs/udf_error.py:"));
    }
}

#[test]
fn an_sql_error_keeps_its_class_and_sqlstate_and_the_authors_line() {
    let [old, new] = python("missing_column", 1);
    for failure in [&old, &new] {
        assert!(
            failure
                .cause
                .starts_with("AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column"),
            "{}",
            failure.cause
        );
        assert!(failure.cause.contains("`dep_dely`"));
        assert_eq!(
            failure.context,
            ["at /home/ada/jobs/missing_column.py:5: flights.select(\"dep_dely\").show()"]
        );
    }
    assert!(new.cause.contains("SQLSTATE: 42703"), "{}", new.cause);
}

#[test]
fn a_missing_file_is_named() {
    for failure in python("missing_file", 1) {
        assert!(
            failure.cause.starts_with(
                "AnalysisException: [PATH_NOT_FOUND] Path does not exist: file:/nowhere/flights.csv."
            ),
            "{}",
            failure.cause
        );
    }
}

#[test]
fn a_syntax_error_has_no_traceback_and_is_found_all_the_same() {
    for failure in python("syntax_error", 1) {
        assert_eq!(failure.cause, "SyntaxError: '(' was never closed");
        assert_eq!(
            failure.context,
            ["at /home/ada/jobs/syntax_error.py:3: spark = SparkSession.builder.getOrCreate("]
        );
    }
}

#[test]
fn an_exit_code_that_the_program_chose_is_said_with_its_last_words() {
    for failure in python("sys_exit", 3) {
        assert_eq!(failure.cause, "exited with code 3");
        assert_eq!(failure.last_lines, ["the input is empty"]);
    }
    for failure in java("java_exit", 7) {
        assert_eq!(failure.cause, "exited with code 7");
    }
}

#[test]
fn an_exception_raised_from_another_is_explained_by_the_other() {
    for failure in python("chained", 1) {
        assert!(
            failure
                .cause
                .starts_with("json.decoder.JSONDecodeError: Expecting property")
        );
        assert_eq!(
            failure.context,
            [
                "at /home/ada/jobs/chained.py:6: json.loads(\"{\")",
                "led to RuntimeError: settings.json cannot be read"
            ]
        );
    }
}

#[test]
fn a_missing_module_is_named() {
    for failure in python("import_error", 1) {
        assert_eq!(
            failure.cause,
            "ModuleNotFoundError: No module named 'no_such_package'"
        );
    }
}

#[test]
fn a_failure_that_was_caught_is_not_the_cause() {
    for failure in python("caught", 1) {
        assert_eq!(failure.cause, "KeyError: 'carrier'");
    }
}

#[test]
fn a_java_exception_is_its_deepest_cause_with_the_authors_frame() {
    for failure in java("java_throw", 1) {
        assert_eq!(
            failure.cause,
            "java.io.FileNotFoundException: /nowhere/settings.json"
        );
        assert_eq!(
            failure.context,
            [
                "at jobs.Driver.load(Driver.java:30)",
                "led to java.lang.IllegalStateException: the settings cannot be loaded"
            ]
        );
        assert!(failure.log.unwrap().ends_with("stderr.log"));
    }
}

#[test]
fn a_heap_that_is_too_small_comes_with_advice() {
    for failure in java("java_oom", 1) {
        assert_eq!(failure.cause, "java.lang.OutOfMemoryError: Java heap space");
        assert!(failure.hint.unwrap().contains("driver_memory"));
    }
}

#[test]
fn what_comes_after_the_root_cause_is_not_taken_for_it() {
    for failure in java("low_memory", 1) {
        assert!(
            failure.cause.contains("[INVALID_DRIVER_MEMORY"),
            "{}",
            failure.cause
        );
        assert!(failure.hint.unwrap().contains("512m"));
    }
}

#[test]
fn a_java_exception_inside_a_python_one_is_the_cause() {
    for failure in python("bad_master", 1) {
        assert_eq!(
            failure.cause,
            "org.apache.spark.SparkException: Could not parse Master URL: 'local[abc]'"
        );
        assert!(
            failure
                .context
                .iter()
                .any(|line| line.contains("/home/ada/jobs/ok.py:3")),
            "{:?}",
            failure.context
        );
    }
}

#[test]
fn a_class_that_is_not_there_names_also_the_jar_that_is_not() {
    for failure in java("java_missing_class", 101) {
        assert_eq!(failure.cause, "Failed to load class jobs.Nope.");
        assert!(failure.hint.unwrap().contains("`class`"));
    }
    for failure in java("no_jar", 101) {
        assert_eq!(failure.cause, "Failed to load class jobs.Driver.");
        assert_eq!(failure.context, ["jar /nowhere/x.jar does not exist"]);
    }
}

#[test]
fn a_python_file_that_is_not_there_is_named() {
    for failure in python("no_py", 2) {
        assert!(
            failure.cause.contains("can't open file '/nowhere/x.py'"),
            "{}",
            failure.cause
        );
    }
}

#[test]
fn what_the_jvm_says_before_spark_is_the_cause() {
    for failure in java("bad_memory", 1) {
        assert_eq!(failure.cause, "Invalid maximum heap size: -Xmx1.5g");
        assert!(failure.hint.unwrap().contains("1536m"));
    }
}

#[test]
fn an_option_that_this_spark_does_not_know_is_named() {
    for failure in java("bad_option", 1) {
        assert_eq!(failure.cause, "Unrecognized option: --foo");
    }
}

#[test]
fn a_master_that_is_not_there_is_the_cause_and_not_the_context_it_stopped() {
    for failure in java("dead_master", 1) {
        assert_eq!(
            failure.cause,
            "Spark ended the application: All masters are unresponsive! Giving up."
        );
        assert_eq!(failure.kind, FailureKind::Environment);
    }
}

#[test]
fn arguments_that_argparse_refuses_are_told_with_its_usage() {
    for failure in python("usage_error", 2) {
        assert_eq!(
            failure.cause,
            "the program refuses its arguments: argument --month: invalid int value: 'x'"
        );
        assert_eq!(
            failure.context,
            ["usage: usage_error.py [-h] --month MONTH"]
        );
        assert!(failure.permanent);
    }
}

#[test]
fn what_follows_from_the_program_is_not_worth_another_try() {
    for (name, code) in [
        ("missing_column", 1),
        ("parse_error", 1),
        ("syntax_error", 1),
        ("import_error", 1),
        ("no_py", 2),
        ("bad_master", 1),
    ] {
        for failure in python(name, code) {
            assert!(failure.permanent, "{name}: {}", failure.cause);
            assert!(!failure.may_pass());
        }
    }
    for (name, code) in [
        ("java_missing_class", 101),
        ("no_jar", 101),
        ("bad_memory", 1),
        ("bad_option", 1),
        ("low_memory", 1),
    ] {
        for failure in java(name, code) {
            assert!(failure.permanent, "{name}: {}", failure.cause);
        }
    }
    for (name, code) in [
        ("value_error", 1),
        ("udf_error", 1),
        ("missing_file", 1),
        ("sys_exit", 3),
        ("chained", 1),
    ] {
        for failure in python(name, code) {
            assert!(failure.may_pass(), "{name}: {}", failure.cause);
        }
    }
    for (name, code) in [
        ("java_oom", 1),
        ("dead_master", 1),
        ("java_exit", 7),
        ("java_throw", 1),
    ] {
        for failure in java(name, code) {
            assert!(failure.may_pass(), "{name}: {}", failure.cause);
        }
    }
    let killed = explain_log("missing_column", "4.3", Exit::Signal(9), true);
    assert!(killed.may_pass(), "{}", killed.cause);
}

#[test]
fn a_signal_says_more_than_what_was_printed_before() {
    let failure = explain_log("value_error", "4.3", Exit::Signal(9), true);
    assert!(failure.cause.contains("SIGKILL"));
    assert_eq!(failure.exit_code, Some(137));
}

#[test]
fn secrets_are_masked_wherever_they_stand() {
    let mut failure = explain_log("value_error", "4.3", Exit::Code(1), true);
    failure.rerun = Some("spark-submit --conf x=13".into());
    let shown = masked(failure, &|text| text.replace("13", "*****"));
    let all = serde_json::to_string(&shown).unwrap();
    assert!(
        !all.contains("13") && all.contains("no such month: *****"),
        "{all}"
    );
}

#[test]
fn a_secret_is_masked_before_its_line_is_cut() {
    let dir = tempfile::tempdir().unwrap();
    let (stdout, stderr) = (dir.path().join("stdout.log"), dir.path().join("stderr.log"));
    // The cut of a long line falls into the secret, and into a tab that is shown as blanks.
    let line = format!("ValueError: {}hun\tter2 and so on", "x".repeat(384));
    let text = format!(
        "Traceback (most recent call last):\n  File \"/a.py\", line 1, in <module>\n    {line}\n{line}\n"
    );
    std::fs::write(&stdout, text).unwrap();
    std::fs::write(&stderr, "").unwrap();
    let output = OutputSummary {
        stdout: stream(stdout),
        stderr: stream(stderr),
    };
    let failure = explain(&Evidence {
        exit: Exit::Code(1),
        output: &output,
        python: true,
    });
    let failure = masked(failure, &|text| text.replace("hun\tter2", "*****"));
    // Another masker comes after the first, and must see whole lines too.
    let failure = bounded(masked(failure, &str::to_owned));
    let all = serde_json::to_string(&failure).unwrap();
    assert!(all.contains('x') && !all.contains("hun"), "{all}");
    assert!(failure.cause.chars().count() <= 401, "{}", failure.cause);
}

#[test]
fn the_log_of_a_driver_on_a_worker_is_read_as_text() {
    let log = "Launch Command: \"java\" \"-cp\"\n\
        ========================================\n\n\
        Exception in thread \"main\" java.lang.ClassNotFoundException: Nope\n\
        \tat java.base/java.net.URLClassLoader.findClass(URLClassLoader.java:445)\n";
    assert_eq!(
        in_text(log).unwrap().cause,
        "java.lang.ClassNotFoundException: Nope"
    );
    assert!(in_text(log).unwrap().permanent);
    assert_eq!(in_text("all is well\n"), None);
}

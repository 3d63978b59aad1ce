//! Jars that can be started, and jars that cannot.

#![allow(clippy::unwrap_used)]

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::derive::Derive;
use crate::syntax::Item;

use pipeline_jar::making::{ARGUMENTS, ClassFile, MAIN, PRIVATE, PUBLIC, STATIC, manifest, write};

/// A crate whose `job.jar` and `lib.jar` have these classes.
fn crate_with(job: &[ClassFile<'_>], lib: &[ClassFile<'_>], manifest_lines: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut entries = vec![manifest(manifest_lines)];
    entries.extend(job.iter().map(ClassFile::entry));
    write(&dir.path().join("job.jar"), &entries);
    let entries: Vec<_> = lib.iter().map(ClassFile::entry).collect();
    write(&dir.path().join("lib.jar"), &entries);
    dir
}

/// The mistakes, and what is not verified.
fn checked(dir: &TempDir, attributes: &str) -> (Vec<String>, Vec<String>) {
    let item = format!("#[spark({attributes})] struct Job;");
    let mut errors = Errors::default();
    let item = Item::parse(item.parse().unwrap(), &mut errors).unwrap();
    let surroundings = Surroundings::of(dir.path());
    let task = crate::check::task(Derive::SparkTask, &item, &surroundings, &mut errors);
    (errors.messages(), task.unverified)
}

#[track_caller]
fn right(dir: &TempDir, attributes: &str) {
    assert_eq!(checked(dir, attributes), (vec![], vec![]), "{attributes}");
}

#[track_caller]
fn unverified(dir: &TempDir, attributes: &str) -> String {
    let (mistakes, unverified) = checked(dir, attributes);
    assert_eq!(
        (mistakes, unverified.len()),
        (vec![], 1),
        "{attributes}: {unverified:#?}"
    );
    unverified.concat()
}

#[track_caller]
fn told(dir: &TempDir, attributes: &str, problem: &str, help: &str) {
    let (mistakes, _) = checked(dir, attributes);
    assert_eq!(mistakes.len(), 1, "{attributes}: {mistakes:#?}");
    let (said, helped) = mistakes[0].split_once("\nhelp: ").unwrap();
    assert!(said.contains(problem), "{said}");
    assert!(helped.contains(help), "{helped}");
}

const JOB: &str = r#"app = "job.jar", class = "org.example.Main""#;

fn with(methods: &'static [(u16, &'static str, &'static str)]) -> ClassFile<'static> {
    ClassFile { methods, ..MAIN }
}

#[test]
fn a_class_of_the_jar_with_a_main_is_right() {
    let dir = crate_with(&[MAIN], &[], "");
    right(&dir, JOB);
    right(
        &dir,
        r#"app = "job.jar", class = "org.example.Main", jars = ["lib.jar"]"#,
    );
    let named = crate_with(&[MAIN], &[], "Main-Class: org.example.Main\r\n");
    right(&named, r#"app = "job.jar""#);
}

#[test]
fn a_class_that_the_jar_lacks_is_told_with_the_one_that_was_meant() {
    let dir = crate_with(&[MAIN], &[], "");
    let class = |class: &str| format!(r#"app = "job.jar", class = "{class}""#);
    let problem = |name: &str| format!("the class `{name}` is not in `job.jar`");
    for (name, help) in [
        ("org.example.Mian", "did you mean \"org.example.Main\"?"),
        ("Main", "did you mean \"org.example.Main\"?"),
        ("org.exmaple.main", "did you mean \"org.example.Main\"?"),
        (
            "com.acme.etl.Delays",
            "that have a `main`, such as `org.example.Main`",
        ),
    ] {
        told(&dir, &class(name), &problem(name), help);
    }
    let both = r#"app = "job.jar", class = "a.B", jars = ["lib.jar"]"#;
    told(&dir, both, "is in none of `job.jar` and `lib.jar`", "name");
    let named = crate_with(&[MAIN], &[], "Main-Class: org.example.Old\r\n");
    told(
        &named,
        r#"app = "job.jar""#,
        "`org.example.Old`, which the manifest names as Main-Class, is not in `job.jar`",
        "",
    );
}

#[test]
fn a_class_that_may_come_from_elsewhere_is_not_verified() {
    let dir = crate_with(&[], &[MAIN], "");
    right(&dir, &format!(r#"{JOB}, jars = ["lib.jar"]"#));
    right(&dir, &format!(r#"{JOB}, jars = ["*.jar"]"#));
    for more in [
        r#"packages = ["org.example:job:1.0"]"#,
        r#"jars = ["s3a://b/x.jar"]"#,
        r#"jars = [later("target/x.jar")]"#,
        r#"jars = jars_of(1)"#,
        r#"driver_class_path = "/opt/x.jar""#,
        r#"conf("spark.executor.extraClassPath" = "/opt/x.jar")"#,
    ] {
        let text = unverified(&dir, &format!("{JOB}, {more}"));
        assert!(text.contains("it may come from elsewhere"), "{text}");
    }
    let of_spark = r#"app = "job.jar", class = "org.apache.spark.examples.SparkPi""#;
    unverified(&dir, of_spark);
    let with_path = crate_with(&[], &[], "Class-Path: other.jar\r\n");
    unverified(&with_path, JOB);
}

#[test]
fn a_jar_that_is_not_at_hand_is_not_verified() {
    let dir = crate_with(&[], &[], "");
    for app in [
        "later(\"target/job.jar\")",
        "\"s3a://b/job.jar\"",
        "\"/opt/job.jar\"",
    ] {
        let text = unverified(&dir, &format!(r#"app = {app}, class = "a.B""#));
        assert!(text.contains("not at hand while compiling"), "{text}");
    }
    unverified(&dir, r#"app = "job.jar", class = chosen(1)"#);
    // One that is missing is one mistake.
    told(&dir, r#"app = "none.jar""#, "is not there", "later");
}

#[test]
fn without_a_class_the_manifest_must_name_one() {
    let dir = crate_with(&[MAIN], &[], "");
    told(
        &dir,
        r#"app = "job.jar""#,
        "there is no `class`, and its manifest has no Main-Class",
        "write `class = \"org.example.Main\"`",
    );
}

#[test]
fn a_main_that_spark_cannot_call_is_told() {
    let write = "make it `public static void main(String[] args)`";
    for (methods, problem, help) in [
        (
            &[(PUBLIC, "main", ARGUMENTS)] as &[_],
            "is not static",
            write,
        ),
        (
            &[(PRIVATE | STATIC, "main", ARGUMENTS)],
            "is not public",
            write,
        ),
        (
            &[(PUBLIC | STATIC, "main", "()V")],
            "does not take `String[]`",
            write,
        ),
        (
            &[(PUBLIC | STATIC, "run", ARGUMENTS)],
            "has no `main`",
            "public static void main",
        ),
    ] {
        let dir = crate_with(&[with(methods)], &[], "");
        told(&dir, JOB, problem, help);
    }
    let hidden = ClassFile { access: 0, ..MAIN };
    let dir = crate_with(&[hidden], &[], "");
    told(
        &dir,
        JOB,
        "is not public, so Spark cannot call its `main`",
        "make the class public",
    );
}

#[test]
fn a_scala_object_is_started_by_its_name_without_the_dollar() {
    let object = ClassFile {
        name: "org.example.Main$",
        methods: &[(PUBLIC, "main", ARGUMENTS)],
        ..MAIN
    };
    let dir = crate_with(&[MAIN, object], &[], "");
    right(&dir, JOB);
    told(
        &dir,
        r#"app = "job.jar", class = "org.example.Main$""#,
        "is not static",
        "a Scala object is started by its name alone: write \"org.example.Main\"",
    );
}

#[test]
fn an_inherited_main_is_right_and_one_from_beyond_is_not_verified() {
    let child = ClassFile {
        superclass: "org.example.Base",
        methods: &[],
        ..MAIN
    };
    let base = ClassFile {
        name: "org.example.Base",
        ..MAIN
    };
    right(&crate_with(&[child, base], &[], ""), JOB);
    let child = || ClassFile {
        superclass: "org.example.Base",
        methods: &[],
        ..MAIN
    };
    let base = ClassFile {
        name: "org.example.Base",
        ..MAIN
    };
    let dir = crate_with(&[child()], &[base], "");
    right(&dir, &format!(r#"{JOB}, jars = ["lib.jar"]"#));
    let text = unverified(&dir, JOB);
    assert!(
        text.contains("its superclass `org.example.Base` is not in `job.jar`"),
        "{text}"
    );
    let own = ClassFile {
        interfaces: &["org.apache.spark.deploy.SparkApplication"],
        methods: &[],
        ..MAIN
    };
    right(&crate_with(&[own], &[], ""), JOB);
}

#[test]
fn a_class_for_a_newer_java_than_a_checked_profile_runs_is_told_with_the_line() {
    let of_21 = ClassFile { java: 21, ..MAIN };
    let dir = crate_with(&[of_21], &[], "");
    let profile = |text: &str| fs::write(dir.path().join("pipeline.toml"), text).unwrap();
    right(&dir, JOB);
    for java in ["21", "\"21\"", "25"] {
        profile(&format!(
            "[profile.prod]\nchecked = true\njava_version = {java}\n"
        ));
        right(&dir, JOB);
    }
    profile("[profile.prod]\njava_version = 17\n");
    right(&dir, JOB);
    profile(
        "[profile.prod]\nchecked = true\njava_version = 21\n\n[profile.prod.task.Job]\njava_version = 17\n",
    );
    told(
        &dir,
        JOB,
        "`org.example.Main` is compiled for Java 21, and the profile `prod` runs Java 17: `java_version` of [profile.prod.task.Job] (pipeline.toml, line 6)",
        "`javac --release 17`",
    );
}

#[test]
fn what_is_no_archive_is_told() {
    let dir = crate_with(&[], &[], "");
    fs::write(
        dir.path().join("job.jar"),
        "version https://git-lfs.github.com/spec/v1\n",
    )
    .unwrap();
    told(&dir, JOB, "`job.jar` is no jar", "git lfs pull");
    fs::write(dir.path().join("job.jar"), "<html>404</html>").unwrap();
    told(&dir, JOB, "it is no zip archive", "build it again");
    // A jar beside it Java passes over.
    let dir = crate_with(&[MAIN], &[], "");
    fs::write(dir.path().join("lib.jar"), "x").unwrap();
    let text = unverified(&dir, &format!(r#"{JOB}, jars = ["lib.jar"]"#));
    assert!(text.contains("`lib.jar`"), "{text}");
}

//! What is there, what is not, and what is said of it.

#![allow(clippy::unwrap_used)]

use std::fs;

use quote::quote;
use tempfile::TempDir;

use super::*;
use crate::syntax::{Entries, Item};

/// A crate with these files.
fn crate_with(files: &[&str]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in files {
        let path = dir.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    dir
}

fn entries(attributes: &str) -> Entries {
    let attributes: proc_macro2::TokenStream = attributes.parse().unwrap();
    let item = quote!(
        #[spark(#attributes)]
        struct Job;
    );
    Item::parse(item, &mut Errors::default()).unwrap().entries
}

/// The files that are there, the messages, and what is not verified.
fn looked(dir: &TempDir, attributes: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let entries = entries(attributes);
    let entries: Vec<&Entry> = entries.list.iter().collect();
    let mut errors = Errors::default();
    let found = files(&entries, &Surroundings::of(dir.path()), &mut errors);
    let paths = found.into_iter().map(|found| found.path).collect();
    (paths, errors.messages(), errors.take_unverified())
}

#[track_caller]
fn there(dir: &TempDir, attributes: &str, paths: &[&str]) {
    let (found, messages, unverified) = looked(dir, attributes);
    assert_eq!((messages, unverified), (vec![], vec![]), "{attributes}");
    assert_eq!(found, paths, "{attributes}");
}

#[track_caller]
fn told(dir: &TempDir, attributes: &str) -> String {
    let (_, messages, _) = looked(dir, attributes);
    assert_eq!(messages.len(), 1, "{attributes}: {messages:#?}");
    messages.into_iter().next().unwrap()
}

#[test]
fn a_file_that_is_there_is_found_under_every_key() {
    let dir = crate_with(&["jobs/a.py", "lib/b.jar", "c.csv", "e.zip", "f.conf"]);
    there(&dir, r#"app = "jobs/a.py""#, &["jobs/a.py"]);
    there(&dir, r#"python_file = "jobs/a.py""#, &["jobs/a.py"]);
    there(
        &dir,
        r#"jars = ["lib/b.jar"], files = "c.csv#data.csv", archives = ["e.zip#lib"]"#,
        &["lib/b.jar", "c.csv", "e.zip"],
    );
    there(&dir, r#"properties_file = "f.conf""#, &["f.conf"]);
}

#[test]
fn what_is_no_path_of_the_crate_is_not_looked_for() {
    let dir = crate_with(&[]);
    for attributes in [
        r#"app = "s3a://b/job.py""#,
        r#"app = "/opt/job.jar""#,
        r#"app = "$SPARK_HOME/examples/src/main/python/pi.py""#,
        r#"app = "local:/opt/job.jar""#,
        r#"app = later("target/job.jar")"#,
        r#"app = spark_pipeline::prelude::later("target/job.jar")"#,
        r#"jars = [later("target/a.jar"), "hdfs:///b.jar", other(x)]"#,
        r#"app = chosen(month)"#,
        r#"app = format!("jobs/{name}.py")"#,
        r#"keytab = "etl.keytab", driver_class_path = "lib/a.jar", repositories = ["m2"]"#,
    ] {
        there(&dir, attributes, &[]);
    }
}

#[test]
fn a_file_that_is_missing_is_told_with_the_nearest_name_and_the_ways_out() {
    let dir = crate_with(&["jobs/delays.py", "jobs/delays.jar", "jobs/year.py"]);
    let text = told(&dir, r#"app = "jobs/dealys.py""#);
    assert!(
        text.starts_with(
            "\"jobs/dealys.py\" is not there: the folder `jobs` has no such file\n\
             help: did you mean \"jobs/delays.py\"? "
        ),
        "{text}"
    );
    for way in ["`later(\"jobs/dealys.py\")`", "a URI or an absolute path"] {
        assert!(text.contains(way), "{text}");
    }
    // Every missing element, each at its own place.
    let (_, messages, _) = looked(&dir, r#"jars = ["a.jar", "jobs/delays.jar", "b.jar"]"#);
    assert_eq!(messages.len(), 2, "{messages:#?}");
}

#[test]
fn a_folder_that_is_missing_is_told_and_a_near_one_suggested_if_it_has_the_file() {
    let dir = crate_with(&["jobs/a.py"]);
    let text = told(&dir, r#"app = "job/a.py""#);
    assert!(
        text.contains("the crate's folder has no folder `job`"),
        "{text}"
    );
    assert!(text.contains("did you mean \"jobs/a.py\"?"), "{text}");
    let text = told(&dir, r#"app = "job/b.py""#);
    assert!(!text.contains("did you mean"), "{text}");
    let text = told(&dir, r#"app = "jobs/a.py/b.py""#);
    assert!(
        text.contains("`jobs/a.py` is a file, not a folder"),
        "{text}"
    );
}

#[test]
fn a_file_of_that_name_elsewhere_is_suggested() {
    let dir = crate_with(&["src/jobs/deep/delays.py", "target/delays.py"]);
    let text = told(&dir, r#"app = "delays.py""#);
    assert!(
        text.contains("did you mean \"src/jobs/deep/delays.py\"?"),
        "{text}"
    );
}

#[test]
fn a_path_of_the_workspace_is_shown_from_the_crate() {
    let dir = crate_with(&["Cargo.toml", "jobs/a.py", "crates/etl/Cargo.toml"]);
    let inner = Surroundings::of(dir.path().join("crates/etl"));
    let entries = entries(r#"app = "jobs/a.py""#);
    let entries: Vec<&Entry> = entries.list.iter().collect();
    let mut errors = Errors::default();
    assert_eq!(files(&entries, &inner, &mut errors), []);
    let text = errors.messages().concat();
    assert!(text.contains("did you mean \"../../jobs/a.py\"?"), "{text}");
    there_from(&inner, r#"app = "../../jobs/a.py""#);
}

fn there_from(surroundings: &Surroundings, attributes: &str) {
    let entries = entries(attributes);
    let entries: Vec<&Entry> = entries.list.iter().collect();
    let mut errors = Errors::default();
    assert_eq!(files(&entries, surroundings, &mut errors).len(), 1);
    assert!(errors.is_empty());
}

#[test]
fn what_else_is_suggested_is_of_the_kind_that_the_key_takes() {
    let dir = crate_with(&[
        "conf/spark.conf",
        "tools/__init__.py",
        "job.py",
        "data/a.csv",
    ]);
    let near = |attributes: &str| {
        let text = told(&dir, attributes);
        let (_, rest) = text.split_once("did you mean \"")?;
        rest.split('"').next().map(str::to_owned)
    };
    let found = |path: &str| Some(path.to_owned());
    assert_eq!(
        near(r#"properties_file = "conf/spark.cnf""#),
        found("conf/spark.conf")
    );
    assert_eq!(near(r#"py_files = ["tols"]"#), found("tools"));
    assert_eq!(near(r#"app = "job.R""#), None);
    let text = told(&dir, r#"files = ["data/b.csv#c.csv"]"#);
    assert!(text.contains("`later(\"data/b.csv#c.csv\")`"), "{text}");
}

#[test]
fn capital_letters_are_told_apart() {
    let dir = crate_with(&["jobs/Delays.py"]);
    let text = told(&dir, r#"app = "jobs/delays.py""#);
    assert!(
        text.contains("has `Delays.py`, which differs in capital letters"),
        "{text}"
    );
    assert!(text.contains("did you mean \"jobs/Delays.py\"?"), "{text}");
}

#[test]
fn a_folder_is_python_code_or_an_archive_but_no_program_and_no_jar() {
    let dir = crate_with(&[
        "tools/__init__.py",
        "src/a/b.py",
        "src/z.py",
        "lib/a.jar",
        "x.py/y",
    ]);
    there(
        &dir,
        r#"py_files = ["tools", "src/"]"#,
        &["tools/__init__.py", "src/z.py"],
    );
    there(&dir, r#"archives = ["lib"]"#, &[]);
    assert!(told(&dir, r#"jars = ["lib"]"#).contains("write `jars = [\"lib/*.jar\"]`"));
    assert!(told(&dir, r#"app = "x.py""#).contains("`x.py` is a folder, not a file"));
    let (_, messages, unverified) = looked(&dir, r#"jars = ["tools"], files = ["src"]"#);
    assert_eq!(
        (messages.len(), unverified.len()),
        (0, 2),
        "{unverified:#?}"
    );
}

#[test]
fn a_pattern_matches_at_least_one_file() {
    let dir = crate_with(&[
        "lib/a-1.jar",
        "lib/b-2.jar",
        "lib/notes.txt",
        "lib2/a-1.jar",
    ]);
    there(
        &dir,
        r#"jars = ["lib/*.jar"]"#,
        &["lib/a-1.jar", "lib/b-2.jar"],
    );
    there(&dir, r#"jars = ["lib/a-?.jar"]"#, &["lib/a-1.jar"]);
    there(&dir, r#"jars = ["lib/[bc]-2.jar"]"#, &["lib/b-2.jar"]);
    there(&dir, r#"jars = ["lib/[^a]-2.jar"]"#, &["lib/b-2.jar"]);
    there(
        &dir,
        r#"jars = ["*/a-1.jar"]"#,
        &["lib/a-1.jar", "lib2/a-1.jar"],
    );
    let text = told(&dir, r#"jars = ["lib/*.zip"]"#);
    assert!(
        text.starts_with("nothing matches \"lib/*.zip\": the folder `lib` has no such file"),
        "{text}"
    );
    let text = told(&dir, r#"jars = ["libs/*.jar"]"#);
    assert!(
        text.contains("the crate's folder has no folder `libs`"),
        "{text}"
    );
    let (_, messages, unverified) = looked(&dir, r#"jars = ["{lib/a.jar"]"#);
    assert_eq!((messages.len(), unverified.len()), (0, 1));
}

#[test]
fn a_program_is_no_pattern() {
    let dir = crate_with(&["jobs/a.py", "jobs/[x].py"]);
    assert!(told(&dir, r#"python_file = "jobs/*.py""#).contains("is not there"));
    there(&dir, r#"python_file = "jobs/[x].py""#, &["jobs/[x].py"]);
}

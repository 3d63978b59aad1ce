//! What is known before anything runs: `check`, and what `plan` and `run` refuse.

use serde_json::Value;

use crate::support::Folder;

fn with_profile(toml: &str) -> Folder {
    let folder = Folder::new();
    std::fs::write(folder.path("pipeline.toml"), toml).expect("a file");
    folder
}

#[test]
fn check_lists_what_it_has_looked_at_and_changes_nothing() {
    let folder = Folder::new();
    let checked = folder.run("flights", &["check"]);
    checked
        .code(0)
        .says("no plan without --month")
        .says("ok            its outputs are there")
        .says("ok            the rules of Spark ")
        .says("ok            `app`, examples/flights/delays.py is there")
        .says("ok            its outputs can be written")
        .says("ok            Spark ");
    assert!(!folder.exists("out") && !folder.exists(".spark-pipeline"));
}

#[test]
fn what_is_only_known_from_the_profile_is_refused_before_anything_runs() {
    let folder = with_profile(
        "[profile.local]\nmaster = \"spark://127.0.0.1:1\"\ndeploy_mode = \"cluster\"\n",
    );
    for command in ["run", "plan", "check"] {
        let done = folder.run("flights", &[command, "--month", "1"]);
        done.code(2)
            .says("a standalone cluster runs a Python application in client mode only")
            .says("pipeline.toml:3:1")
            .says("| deploy_mode = \"cluster\"")
            .says("| ^^^^^^^^^^^")
            .says("pipeline.toml:2:1")
            .says("help: write `deploy_mode = \"client\"`");
    }
    assert!(!folder.exists(".spark-pipeline"), "nothing was begun");
    // Once for all of a year's tasks.
    let year = folder.run("flights", &["run", "Report"]);
    year.code(2).says("13 tasks, such as Delays(month=1): ");
}

#[test]
fn more_than_the_profile_s_cluster_gives_is_refused_in_the_words_of_the_attribute() {
    let folder = with_profile(
        "[profile.local]\nmaster = \"yarn\"\nmax_container_memory = \"2g\"\nexecutor_memory = \"2g\"\n",
    );
    let done = folder.run("flights", &["plan", "--month", "1"]);
    done.code(2)
        .says("`max_container_memory` is 2048 MiB")
        .says("| executor_memory = \"2g\"");
}

#[test]
fn an_attribute_that_a_profile_s_master_ignores_is_noted_and_stops_nothing() {
    let folder = Folder::new();
    let ignored = ["plan", "--month", "1", "--set", "num_executors=4"];
    let done = folder.run("flights", &ignored);
    done.code(0)
        .says("note: Delays(month=1): `num_executors` has no effect")
        .says(" --> command line, num_executors");
    let json = ["plan", "--month", "1", "--json", "--set", "num_executors=4"];
    let planned = folder.run("flights", &json);
    let planned: Value = serde_json::from_str(&planned.code(0).stdout).expect("JSON");
    let tasks = planned["tasks"].as_array().expect("tasks");
    let delays = tasks.iter().find(|task| task["type"] == "Delays");
    let finding = &delays.expect("it")["findings"][0];
    assert_eq!(finding["rule"], "ignored_by_manager");
    assert_eq!(finding["verdict"], "note");
}

#[test]
fn a_master_that_does_not_answer_is_found_by_check() {
    let folder = with_profile("[profile.local]\nmaster = \"spark://127.0.0.1:1\"\n");
    let done = folder.run("flights", &["check", "Delays", "--month", "1"]);
    done.code(5)
        .says("wrong         the master does not answer: 127.0.0.1:1: ");
}

#[test]
fn what_is_missing_is_found_by_check_all_at_once() {
    let folder = Folder::new();
    std::fs::remove_file(folder.path("examples")).expect("the link");
    std::fs::write(folder.path("out"), "in the way").expect("a file");
    let arguments = [
        "check",
        "Delays",
        "--month",
        "1",
        "--set",
        "py_files=lib.zip",
    ];
    let done = folder.run("flights", &arguments);
    done.says("examples/data/flights-2013-01.csv.gz")
        .says("`out/delays/01` cannot be written: out is no folder")
        .says("the element of `py_files` `lib.zip` is not there");
    done.code(2);
}

#[test]
fn facts_of_a_profile_are_checked_and_explained() {
    let folder = with_profile("[profile.local]\npython_version = 3.9\njava_version = \"1.8\"\n");
    let done = folder.run("flights", &["plan", "--month", "1"]);
    done.code(2)
        .says("write python_version = \"3.9\"")
        .says("write java_version = 8");
    let folder = with_profile(
        "[profile.local]\nchecked = true\npython_version = \"2.7\"\nmax_container_cores = 8\n",
    );
    let done = folder.run("flights", &["explain", "Delays", "--month", "1"]);
    done.code(0)
        .says("checked")
        .says("python_version")
        .says("max_container_cores");
    // Both are shown, and neither is called wrong: executors may have their own.
    let done = folder.run("flights", &["check", "Delays", "--month", "1"]);
    done.code(0)
        .says("note          the profile says Python 2.7, and the driver here would run on ");
}

#[test]
fn a_property_of_a_profile_is_checked_when_it_is_read_unless_it_is_ones_own() {
    // Of a profile that is not used, too.
    let folder = with_profile(
        "[profile.other.conf]\n\"spark.memory.fraction\" = 1.5\n[profile.other.conf.custom]\n\"spark.memory.storageFraction\" = 7\n",
    );
    let done = folder.run("flights", &["plan", "--month", "1"]);
    done.code(2).says("pipeline.toml:2:");
    assert_eq!(done.stderr.matches("error: ").count(), 1, "{}", done.all());
}

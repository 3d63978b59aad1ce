//! What would run, and why as it would: `plan` and `explain`.

use std::process::Command;

use serde_json::Value;

use crate::support::{Folder, finish};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in:\n{text}"))
}

#[test]
fn the_planned_command_runs_when_it_is_pasted() {
    let folder = Folder::new();
    let readable = folder.run("flights", &["plan", "--month", "1"]);
    readable.code(0);
    for words in ["spark-submit", "delays.py", "--month 1", "--driver-memory"] {
        readable.says(words);
    }
    assert!(!folder.exists("out"), "a plan changes nothing");

    let planned = folder.run("flights", &["plan", "--month", "1", "--json"]);
    let planned = json(&planned.code(0).stdout);
    let tasks = planned["tasks"].as_array().expect("tasks");
    let delays = tasks
        .iter()
        .find(|task| task["type"] == "Delays")
        .expect("it");
    let shell = delays["command"]["shell"].as_str().expect("a line");
    assert_eq!(shell.lines().count(), 1, "{shell}");

    let mut pasted = Command::new("sh");
    pasted.args(["-c", shell]).current_dir(folder.path(""));
    finish(pasted).code(0);
    assert!(folder.exists("out/delays/01/_SUCCESS"));

    // And what was run by hand is done.
    let planned = folder.run("flights", &["plan", "--month", "1", "--json"]);
    for task in json(&planned.code(0).stdout)["tasks"]
        .as_array()
        .expect("tasks")
    {
        assert_ne!(task["need"], "run", "{task}");
    }
}

#[test]
fn a_plan_says_what_would_stop_the_run_and_ends_as_it_would() {
    let folder = Folder::new();
    let nowhere = ["plan", "--month", "1", "--set", "spark_home=/nowhere"];
    let done = folder.run("flights", &nowhere);
    done.code(5)
        .says("spark_home = /nowhere is no Spark: it is not there")
        .says("nothing to paste");
    let old = [
        "plan",
        "--month",
        "1",
        "--set",
        "spark_version=3.4.1",
        "--set",
        "spark_install=false",
    ];
    let done = folder.run("flights", &old);
    done.code(5).says("Spark 3.4.1");
    done.says("is not supported");
    assert!(!done.all().contains("leave `"), "{}", done.all());
    // Without the examples there is no application, and no data either.
    std::fs::remove_file(folder.path("examples")).expect("the link");
    folder.run("flights", &["plan", "--month", "1"]).code(4);
    assert!(!folder.exists("out"), "a plan changes nothing");
}

#[test]
fn every_value_is_explained_with_its_origin() {
    let folder = Folder::new();
    std::fs::write(
        folder.path("pipeline.toml"),
        "[profile.local]\nmaster = \"local[1]\"\n[profile.local.task.Delays]\ndriver_memory = \"2g\"\n",
    )
    .expect("a file");
    let arguments = [
        "explain",
        "Delays",
        "--month",
        "3",
        "--json",
        "--set",
        "name=mine",
    ];
    let explained = folder.run("flights", &arguments);
    let explained = json(&explained.code(0).stdout);
    let task = &explained["tasks"][0];
    let row = |rows: &str, key: &str| {
        let rows = task[rows].as_array().expect("rows");
        let row = rows.iter().find(|row| row["key"] == key);
        let row = row.unwrap_or_else(|| panic!("no {key} in {task:#}"));
        let text = |name: &str| row[name].as_str().expect("a text").to_owned();
        (text("value"), text("origin"))
    };
    assert_eq!(row("params", "month").0, "3");
    let (value, origin) = row("settings", "driver_memory");
    assert_eq!(value, "2g", "the profile's task wins over the attribute");
    assert!(origin.contains("pipeline.toml"), "{origin}");
    let (value, origin) = row("settings", "master");
    assert_eq!(value, "local[1]");
    assert!(origin.contains("pipeline.toml"), "{origin}");
    let (value, origin) = row("settings", "name");
    assert_eq!(value, "mine");
    assert!(
        origin.contains("--set") || origin.contains("command line"),
        "{origin}"
    );
    let (value, origin) = row("settings", "conf.spark.sql.shuffle.partitions");
    assert_eq!(value, "8");
    assert!(origin.contains("attribute"), "{origin}");
}

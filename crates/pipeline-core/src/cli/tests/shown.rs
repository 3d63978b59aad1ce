//! Help, `plan` and `explain`.

use super::tasks::{Delays, Report};
use super::{Stage, out, refused};
use crate::cli::ExitKind;

#[test]
fn help_shows_every_parameter_and_every_option() {
    insta::assert_snapshot!(out::<Delays>(&Stage::new(), "--help"));
}

#[test]
fn help_of_several_roots_is_about_the_one_that_is_named() {
    insta::assert_snapshot!(out::<(Report, Delays)>(&Stage::new(), "plan delays --help"));
}

#[test]
fn the_version_is_the_program_s() {
    assert_eq!(out::<Delays>(&Stage::new(), "--version"), "flights 1.2.3\n");
}

#[test]
fn plan_shows_the_graph_and_each_command() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    insta::assert_snapshot!(out::<Report>(&stage, "plan --out OUT --set memory=2g"));
    assert!(!stage.path().join("report.md").exists());
    assert!(!stage.path().join(".spark-pipeline").exists());
}

#[test]
fn plan_as_json_is_one_value() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let text = out::<Delays>(&stage, "plan --month 1 --out OUT --token hunter2 --json");
    assert!(!text.contains("hunter2"), "{text}");
    // Ids cover the folder, which is another each time.
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let ids = json["tasks"].as_array().expect("tasks").iter();
    let ids = ids.map(|task| task["id"].as_str().expect("an id"));
    let text = ids.zip(1..).fold(text.clone(), |text, (id, number)| {
        text.replace(id, &format!("ID{number}"))
    });
    insta::assert_snapshot!(text);
}

#[test]
fn a_command_that_cannot_be_made_is_a_mistake() {
    let shown = Stage::new().show::<Delays>("plan --month 1 --set memory=0g");
    assert_eq!(shown.exit, ExitKind::Usage);
    assert!(shown.out.contains("0g is too little"), "{}", shown.out);
    assert!(
        shown.out.contains("help: give it more memory"),
        "{}",
        shown.out
    );
}

#[test]
fn explain_shows_every_value_with_its_origin() {
    let toml = "
[profile.local]
workers = 3
conf = { a.b = \"1\" }
[profile.local.task.Delays]
memory = '2g'
params = { min_flights = 5, carriers = ['UA', 'AA'] }
";
    let stage = Stage::with(toml).variable("SPARK_PIPELINE_PARAM_TOKEN", "hunter2");
    let text = out::<Delays>(&stage, "explain --month 1");
    assert!(!text.contains("hunter2"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn explain_finds_a_task_by_type_label_or_id() {
    let stage = Stage::new();
    let by_type = out::<Report>(&stage, "explain Flights");
    assert!(by_type.contains("Flights(month=1") && by_type.contains("Flights(month=2"));
    assert!(by_type.contains("input of Delays"), "{by_type}");
    let json = out::<Report>(&stage, "explain flights --json");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let first = &json["tasks"][0];
    let id = first["id"].as_str().expect("an id");
    let label = first["label"].as_str().expect("a label").to_owned();
    let by_id = out::<Report>(&stage, &format!("explain {}", &id[..8]));
    assert!(
        by_id.contains(&label) && !by_id.contains("Flights(month=2"),
        "{by_id}"
    );
    let told = refused::<Report>(&stage, "explain Flihts");
    assert!(told.contains("did you mean `Flights`?"), "{told}");
}

#[test]
fn explain_of_a_root_is_about_that_root() {
    let stage = Stage::new();
    let text = out::<(Report, Delays)>(&stage, "explain Delays --month 7");
    assert!(text.contains("Delays(month=7"), "{text}");
    let text = out::<(Report, Delays)>(&stage, "explain Report Delays");
    assert!(
        text.contains("Delays(month=1") && text.contains("Delays(month=2"),
        "{text}"
    );
}

#[test]
fn colors_are_for_terminals_unless_asked_for() {
    let stage = Stage::new();
    assert!(!out::<Delays>(&stage, "--help").contains('\u{1b}'));
    assert!(out::<Delays>(&stage, "--help --color always").contains('\u{1b}'));
    let told = refused::<Delays>(&stage, "--color=always --nonsense");
    assert!(told.contains('\u{1b}'), "{told}");
    let told = refused::<Delays>(&stage, "--color sometimes --month 1");
    assert!(told.contains("auto, always, never"), "{told}");
}

#[test]
fn a_value_that_looks_like_a_command_is_a_value() {
    let text = out::<Delays>(
        &Stage::new(),
        "plan --month 1 --carriers run --carriers Delays",
    );
    assert!(text.contains(r#"carriers=["run","Delays"]"#), "{text}");
}

#[test]
fn a_secret_setting_is_shown_nowhere() {
    let stage = Stage::new();
    let line = "--month 1 --conf db.password=hunter2 --carriers hunter2";
    for command in ["plan", "plan --json", "explain", "explain --json"] {
        let text = out::<Delays>(&stage, &format!("{command} {line}"));
        assert!(!text.contains("hunter2"), "{command}: {text}");
    }
}

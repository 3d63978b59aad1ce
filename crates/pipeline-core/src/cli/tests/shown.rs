//! Help, `plan` and `explain`.

use super::tasks::{Delays, Report};
use super::{Stage, out, planned, refused};
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
    let line = "plan --out OUT --set memory=2g";
    insta::assert_snapshot!(planned::<Report>(&stage, line, ExitKind::ExternalMissing));
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
fn plan_is_written_in_the_form_that_is_asked_for_and_no_other_command_is() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let line = |rest: &str| format!("plan --month 1 --out OUT --token hunter2 {rest}");
    let text = out::<Delays>(&stage, &line(""));
    assert_eq!(out::<Delays>(&stage, &line("--as text")), text);
    let json = out::<Delays>(&stage, &line("--json"));
    assert_eq!(out::<Delays>(&stage, &line("--as json")), json);
    assert_eq!(out::<Delays>(&stage, &line("--as=json --json")), json);
    for (form, begins, edge) in [
        ("mermaid", "flowchart LR\n", "n0 --> n1"),
        ("dot", "digraph plan {\n", "n0 -> n1;"),
    ] {
        let text = out::<Delays>(&stage, &line(&format!("--as {form}")));
        assert!(text.starts_with(begins) && text.contains(edge), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }
    let wrong = refused::<Delays>(&stage, &line("--as svg"));
    assert!(wrong.contains("mermaid"), "{wrong}");
    let twice = refused::<Delays>(&stage, &line("--as dot --json"));
    assert!(twice.contains("two forms"), "{twice}");
    let other = refused::<Delays>(&stage, "run --month 1 --as dot");
    assert!(other.contains("`plan` writes one"), "{other}");
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
fn plan_ends_with_what_would_stop_the_run_and_its_exit_code() {
    let stage = Stage::new();
    let line = "plan --out OUT --set env.NO_PRESS=1";
    stage.put("flights-01.csv");
    stage.put("flights-02.csv");
    let text = planned::<Report>(&stage, line, ExitKind::Environment);
    let end = "\nerror: press: there is no press\nhelp: buy one\n";
    assert!(text.ends_with(end), "{text}");
    let json = planned::<Report>(&stage, &format!("{line} --json"), ExitKind::Environment);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["engines"][0]["failure"]["cause"], "there is no press");
    // A mistake keeps the run from beginning at all, and is told once for all tasks.
    let text = planned::<Report>(&stage, &format!("{line} --set memory=0g"), ExitKind::Usage);
    assert_eq!(text.matches("0g is too little").count(), 1, "{text}");
}

#[test]
fn plan_shows_no_command_of_what_is_done_and_asks_no_engine_that_nothing_needs() {
    let stage = Stage::new();
    for name in ["flights-01.csv", "flights-02.csv", "report.md"] {
        stage.put(name);
    }
    std::fs::create_dir(stage.path().join("delays")).expect("a folder");
    stage.put("delays/01");
    stage.put("delays/02");
    let text = out::<Report>(&stage, "plan --out OUT --set env.NO_PRESS=1");
    assert!(
        text.contains("done") && !text.contains("to paste"),
        "{text}"
    );
    assert!(!text.contains("press"), "{text}");
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
    let line = "plan --month 1 --carriers run --carriers Delays";
    let text = planned::<Delays>(&Stage::new(), line, ExitKind::ExternalMissing);
    assert!(text.contains(r#"carriers=["run","Delays"]"#), "{text}");
}

#[test]
fn a_secret_setting_is_shown_nowhere() {
    let stage = Stage::new();
    let line = "--month 1 --conf db.password=hunter2 --carriers hunter2";
    for command in ["plan", "plan --json", "explain", "explain --json"] {
        let text = stage.show::<Delays>(&format!("{command} {line}")).out;
        assert!(text.contains("Delays"), "{text}");
        assert!(!text.contains("hunter2"), "{command}: {text}");
    }
}

//! The command line over three tasks, without a process: what is printed and what it ends
//! with.

mod tasks;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use tasks::{Delays, Flights, Loop, Press, Report};

use super::{ExitKind, Program, Roots, Stream, Surroundings};

/// A writer whose text can be read.
#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no poison").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Text {
    fn read(&self) -> String {
        String::from_utf8(self.0.lock().expect("no poison").clone()).expect("UTF-8")
    }
}

/// A program in a folder of its own.
struct Stage {
    folder: tempfile::TempDir,
    environment: BTreeMap<String, String>,
}

/// What a program printed and how it ended.
struct Shown {
    out: String,
    err: String,
    exit: ExitKind,
}

impl Stage {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            environment: BTreeMap::new(),
        }
    }

    fn with(toml: &str) -> Self {
        let stage = Self::new();
        std::fs::write(stage.path().join("pipeline.toml"), toml).expect("a file");
        stage
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn put(&self, name: &str) {
        std::fs::write(self.path().join(name), "").expect("a file");
    }

    /// Runs a program over these roots. `OUT` is the folder, in arguments and in what is shown.
    fn show<R: Roots>(&self, line: &str) -> Shown {
        let folder = self.path().to_str().expect("UTF-8");
        let words = std::iter::once("/bin/flights").chain(line.split_whitespace());
        let (out, err) = (Text::default(), Text::default());
        let surroundings = Surroundings {
            arguments: words
                .map(|word| OsString::from(word.replace("OUT", folder)))
                .collect(),
            environment: self.environment.clone(),
            cwd: self.path().to_owned(),
            out: Stream::new(out.clone(), false),
            err: Stream::new(err.clone(), false),
            signals: false,
        };
        let program = Program::new().engine(Press).roots::<R>().version("1.2.3");
        let exit = program.main_in(&surroundings);
        Shown {
            out: out.read().replace(folder, "OUT"),
            err: err.read().replace(folder, "OUT"),
            exit,
        }
    }
}

/// What is shown on standard output by a program that ends well.
fn out<R: Roots>(stage: &Stage, line: &str) -> String {
    let shown = stage.show::<R>(line);
    assert_eq!(
        (shown.err.as_str(), shown.exit),
        ("", ExitKind::Success),
        "{}",
        shown.out
    );
    shown.out
}

/// What is shown on standard error by a program that refuses, which prints nothing else.
fn refused<R: Roots>(stage: &Stage, line: &str) -> String {
    let shown = stage.show::<R>(line);
    assert_eq!(
        (shown.out.as_str(), shown.exit),
        ("", ExitKind::Usage),
        "{}",
        shown.err
    );
    shown.err
}

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
fn all_mistakes_in_parameters_are_told_at_once() {
    let stage = Stage::new().variable("SPARK_PIPELINE_PARAM_MIN_FLIGHTS", "many");
    insta::assert_snapshot!(refused::<Delays>(
        &stage,
        "--month 300 --month 2 --exact=maybe"
    ));
    let told = refused::<Delays>(&stage, "--month 1");
    assert!(told.starts_with("error: --min-flights: "), "{told}");
    assert!(
        told.contains("(environment, SPARK_PIPELINE_PARAM_MIN_FLIGHTS)"),
        "{told}"
    );
}

#[test]
fn a_parameter_that_is_required_says_so() {
    let told = refused::<Delays>(&Stage::new(), "plan");
    assert!(
        told.starts_with("error: --month: it is required\n"),
        "{told}"
    );
}

#[test]
fn words_and_flags_that_are_unknown_get_a_suggestion() {
    let stage = Stage::new();
    let cases = [
        ("plna --month 1", "did you mean `plan`?"),
        ("--mnth 1", "did you mean `--month`?"),
        ("--profle x --month 1", "did you mean `--profile`?"),
        ("plan Delay --month 1", "did you mean `Delays`?"),
        ("--nonsense", "`flights --help` shows every flag"),
    ];
    for (line, help) in cases {
        let told = refused::<Delays>(&stage, line);
        assert!(told.contains(&format!("help: {help}\n")), "{line}: {told}");
    }
    let told = refused::<Delays>(&stage, "--month 1 --carriers -x");
    assert!(
        told.starts_with("error: `--carriers` has no value\n"),
        "{told}"
    );
    let told = refused::<(Report, Delays)>(&stage, "--carriers UA");
    assert!(told.contains("it is a parameter of Delays"), "{told}");
}

#[test]
fn mistakes_in_configuration_and_parameters_come_together() {
    let stage = Stage::with("[profile.local]\nmemry = '1g'\nworkers = 0\n");
    insta::assert_snapshot!(refused::<Delays>(
        &stage,
        "--month 300 --set memory=lots --workers x"
    ));
}

#[test]
fn a_setting_without_a_value_is_refused() {
    let told = refused::<Delays>(&Stage::new(), "--month 1 --set memory --conf x");
    assert_eq!(told.matches("error: ").count(), 2, "{told}");
}

#[test]
fn a_task_that_the_program_does_not_have_is_a_mistake() {
    let stage = Stage::with("[profile.local.task.Something]\nmemory = '1g'\n");
    let told = refused::<Delays>(&stage, "plan --month 1");
    assert!(told.contains("error: unknown task `Something`"), "{told}");
    assert!(told.contains("help: known are: Delays, Flights"), "{told}");
}

#[test]
fn a_task_that_another_plan_may_have_is_only_doubtful() {
    let stage = Stage::with("[profile.local.task.Something]\nmemory = '1g'\n");
    let shown = stage.show::<(Delays, Report)>("plan --month 1");
    assert_eq!(shown.exit, ExitKind::Success);
    assert!(
        shown.err.starts_with("warning: unknown task `Something`"),
        "{}",
        shown.err
    );
    let near = Stage::with("[profile.local.task.Delay]\nmemory = '1g'\n");
    let told = refused::<(Delays, Report)>(&near, "plan --month 1");
    assert!(told.contains("help: did you mean `Delays`?"), "{told}");
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
fn a_run_does_what_is_missing_and_then_nothing() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    stage.put("flights-02.csv");
    let line = "--out OUT --set state_dir=OUT/state --workers 1";
    let first = out::<Report>(&stage, line);
    assert!(first.contains("report.md"), "{first}");
    assert!(stage.path().join("report.md").exists());
    assert!(stage.path().join("state/runs").exists());
    let second = out::<Report>(&stage, &format!("run {line}"));
    assert!(second.contains("report.md"), "{second}");
    assert!(!second.contains("error"), "{second}");
}

#[test]
fn how_a_run_ends_is_told_by_the_exit_code() {
    let stage = Stage::new();
    let line = "--month 1 --out OUT --set state_dir=OUT/state --quiet";
    let missing = stage.show::<Delays>(line);
    assert_eq!(missing.exit, ExitKind::ExternalMissing, "{}", missing.out);
    stage.put("flights-01.csv");
    let no_engine = stage.show::<Delays>(&format!("{line} --set env.NO_PRESS=1"));
    assert_eq!(no_engine.exit, ExitKind::Environment, "{}", no_engine.out);
    let failed = stage.show::<Delays>(&format!("{line} --carriers broken --token hunter2"));
    assert_eq!(failed.exit, ExitKind::TaskFailed, "{}", failed.out);
    assert!(failed.out.contains("no carrier `broken`"), "{}", failed.out);
    assert!(!failed.out.contains("hunter2"), "{}", failed.out);
    assert_eq!(stage.show::<Delays>(line).exit, ExitKind::Success);
}

#[test]
fn a_run_that_is_configured_wrongly_does_not_begin() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let line = "--month 1 --out OUT --set state_dir=OUT/state --set memory=0g";
    let told = refused::<Delays>(&stage, line);
    assert!(
        told.contains("0g is too little\nhelp: give it more memory"),
        "{told}"
    );
    assert!(!stage.path().join("state").exists());
}

#[test]
fn a_task_that_needs_itself_is_no_plan() {
    let shown = Stage::new().show::<Loop>("run");
    assert_eq!(
        (shown.exit, shown.out.as_str()),
        (ExitKind::Plan, ""),
        "{}",
        shown.err
    );
    assert!(shown.err.starts_with("error: "), "{}", shown.err);
    assert!(shown.err.contains("\nhelp: "), "{}", shown.err);
}

#[test]
fn events_as_json_are_one_a_line() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let text = out::<Delays>(
        &stage,
        "--month 1 --out OUT --set state_dir=OUT/state --json",
    );
    let events: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(
        events.first().map(|it| it["event"].clone()),
        Some("run_started".into())
    );
    assert_eq!(
        events.last().map(|it| it["event"].clone()),
        Some("run_finished".into())
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
fn a_root_with_no_parameters_of_that_name_ignores_their_variables() {
    let stage = Stage::new().variable("SPARK_PIPELINE_PARAM_MONTH", "1");
    let shown = stage.show::<(Report, Flights)>("plan");
    assert_eq!(shown.exit, ExitKind::Success, "{}", shown.err);
    let told = refused::<Report>(&stage, "plan");
    assert!(
        told.contains("unknown variable `SPARK_PIPELINE_PARAM_MONTH`"),
        "{told}"
    );
}

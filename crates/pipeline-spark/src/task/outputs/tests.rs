mod names;

use std::fs;

use pipeline_core::FailureKind;
use pipeline_core::param::AnyParam;
use pipeline_core::run::Context;
use pipeline_core::target::partial::Notes;
use pipeline_core::target::{AnyTarget, File, Output, Text};
use pipeline_core::task::{
    AnyTask, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved, TaskKind,
    TaskSchema,
};

use super::*;
use crate::application::{Entry, OptionValue, PythonSource};

const REPORT: OutputSchema = OutputSchema {
    name: "report",
    doc: "",
};
const WORDS: OutputSchema = OutputSchema {
    name: "words",
    doc: "",
};

/// A file and a dataset in one folder.
struct Two {
    temp: tempfile::TempDir,
    words: Output<Text>,
    report: Output<File>,
}

impl Task for Two {
    const SCHEMA: &'static TaskSchema = &TaskSchema {
        name: "Two",
        path: "outputs::Two",
        doc: "",
        kind: TaskKind::Engine(crate::engine::NAME),
        params: &[],
        inputs: &[],
        outputs: &[WORDS, REPORT],
        unverified: &[],
    };

    fn visit_params(&self, _: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {}
    fn from_params(_: &mut ParamValues) -> Option<Self> {
        None
    }
    fn dependencies(&self, _: &mut Dependencies) {}
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        visit(&WORDS, self.words.as_any());
        visit(&REPORT, self.report.as_any());
    }
    async fn run(&self, _: &Context) -> pipeline_core::Result<()> {
        Ok(())
    }
}

impl Two {
    fn new() -> Self {
        let temp = tempfile::tempdir().expect("a folder");
        let at = |name: &str| temp.path().join("out").join(name).display().to_string();
        Self {
            words: Output::at(at("words")),
            report: Output::at(at("it's a report.txt")),
            temp,
        }
    }

    fn state(&self) -> std::path::PathBuf {
        self.temp.path().join("state")
    }

    fn application(&self) -> SparkApplication {
        SparkApplication::new(MainResource::Python {
            path: "jobs/two.py".into(),
        })
        .output(Some("--report"), self.report.as_any())
    }

    fn prepare(&self, application: &mut SparkApplication) -> Result<Outputs, Failure> {
        Outputs::prepare(self, application, &self.state().join("runs/r1/Two"))
    }

    /// What Spark leaves of a dataset that it has written.
    fn write_words(&self) {
        fs::create_dir_all(self.words.path()).expect("made");
        for name in ["part-00000", "_SUCCESS"] {
            fs::write(self.words.path().join(name), "x").expect("written");
        }
    }

    fn is_doubted(&self) -> bool {
        let notes = Notes::list(&self.state()).expect("listed");
        notes.doubt(self.words.as_any()).is_some()
    }

    fn notes(&self) -> usize {
        fs::read_dir(self.state().join("partial"))
            .expect("listed")
            .count()
    }
}

fn handed(application: &SparkApplication) -> String {
    let handed = application.arguments.iter().find_map(|it| match it {
        Argument::Output { location, .. } => Some(location.clone()),
        _ => None,
    });
    handed.expect("an output")
}

#[test]
fn the_state_of_all_runs_is_three_folders_up() {
    let state = |dir: &str| state_dir(Path::new(dir)).display().to_string();
    assert_eq!(state(".spark-pipeline/runs/r1/Delays"), ".spark-pipeline");
    assert_eq!(state("/tmp/alone"), "/tmp/alone");
}

#[test]
fn a_success_names_what_was_staged_and_removes_the_notes() {
    let task = Two::new();
    let mut application = task.application();
    let outputs = task.prepare(&mut application).expect("ready");
    assert_ne!(handed(&application), task.report.location());
    fs::write(handed(&application), "done").expect("written");
    task.write_words();
    outputs.commit().expect("named");
    assert!(task.report.path().exists() && !task.is_doubted());
    assert_eq!(task.notes(), 0);
}

#[test]
fn an_output_that_was_not_written_fails_the_dataset_beside_it_too() {
    let task = Two::new();
    let outputs = task.prepare(&mut task.application()).expect("ready");
    task.write_words();
    let failure = outputs.commit().expect_err("no report");
    assert_eq!(failure.kind, FailureKind::OutputMissing);
    assert!(!task.words.path().join("_SUCCESS").exists());
    // And the next run takes away what is left, so that Spark can write.
    let outputs = task.prepare(&mut task.application()).expect("ready");
    assert_eq!(outputs.cleared, [task.words.location()]);
    assert!(!task.words.path().exists());
}

#[test]
fn a_second_output_that_is_refused_leaves_no_claim_of_the_first() {
    let task = Two::new();
    // A live run holds the second.
    let writing = Writing {
        completion: Completion::Exists,
        staged: None,
        outlives: false,
    };
    let held = Marker::start(&task.state(), task.report.location(), writing).expect("held");
    task.prepare(&mut task.application())
        .expect_err("another run writes the report");
    drop(held);
    assert_eq!(task.notes(), 1, "only that of the other run");
    // What somebody writes there now is not ours.
    task.write_words();
    fs::remove_file(task.words.path().join("_SUCCESS")).expect("removed");
    let outputs = task.prepare(&mut task.application()).expect("ready");
    assert!(outputs.cleared.is_empty());
    assert!(task.words.path().join("part-00000").exists());
}

#[test]
fn what_a_killed_run_left_under_a_temporary_name_goes() {
    let task = Two::new();
    let mut application = task.application();
    let outputs = task.prepare(&mut application).expect("ready");
    let stale = handed(&application);
    fs::write(&stale, "half").expect("written");
    for mut open in outputs.open {
        // As when the process is killed: nothing is done when it ends.
        if let Some(staging) = &mut open.staging {
            staging.keep();
        }
    }
    assert!(Path::new(&stale).exists());
    task.prepare(&mut task.application())
        .expect("ready")
        .abandon();
    assert!(!Path::new(&stale).exists());
}

#[test]
fn what_a_driver_in_a_cluster_may_still_write_is_left_to_a_person() {
    for lost in [true, false] {
        let task = Two::new();
        let cluster = || {
            let application = task.application();
            application.option("deploy_mode", OptionValue::text("cluster"))
        };
        let mut application = cluster();
        let mut outputs = task.prepare(&mut application).expect("ready");
        outputs.name_driver("driver-7");
        fs::write(handed(&application), "half").expect("written");
        task.write_words();
        if lost {
            let failure = outputs.leave(Failure::new(FailureKind::Lost, "gone"));
            let told = failure.context.join("\n");
            assert!(
                told.contains("rm ") && told.contains(task.words.location()),
                "{told}"
            );
        } else {
            // As when we are killed, or give up.
            drop(outputs);
        }
        assert!(Path::new(&handed(&application)).exists());
        let failure = task.prepare(&mut cluster()).expect_err("it may be at work");
        assert_eq!(failure.kind, FailureKind::Lost);
        assert!(failure.cause.contains("driver-7"), "{failure:?}");
        assert!(task.words.path().join("part-00000").exists() && task.is_doubted());
    }
}

#[test]
fn the_command_to_run_it_again_names_the_final_places() {
    let task = Two::new();
    let declared = task.application();
    let mut application = declared.clone();
    let outputs = task.prepare(&mut application).expect("ready");
    let words = |location: &str| quote::line(["spark-submit", "two.py", "--report", location]);
    let again = outputs.rerun(&words(&handed(&application)), &declared, task.temp.path());
    assert_eq!(again, Some(words(task.report.location())));
}

#[test]
fn a_module_finds_the_final_places_when_it_is_run_again() {
    let task = Two::new();
    let declared = SparkApplication::new(MainResource::PythonModule {
        source: PythonSource::Inline {
            text: "def main(spark, task):\n    pass\n".into(),
            file: "src/main.rs".into(),
            line: 3,
        },
        entry: Entry::Session,
        task: python::task_value(&task),
    });
    let mut application = declared.clone();
    let outputs = task.prepare(&mut application).expect("ready");
    let dir = task.temp.path().join("run");
    let file = || {
        let text = fs::read_to_string(dir.join("spark_pipeline_task.json")).expect("read");
        text.contains(".tmp-")
    };
    python::materialise(application, &dir).expect("written");
    assert!(file());
    let again = outputs.rerun("spark-submit", &declared, &dir);
    assert_eq!(again.as_deref(), Some("spark-submit"));
    assert!(!file());
}

#[test]
fn a_driver_that_only_its_handle_tells_of_may_outlive_us_too() {
    let task = Two::new();
    let mut outputs = task.prepare(&mut task.application()).expect("ready");
    outputs.name_application("app-1");
    outputs.name_driver("driver-7");
    drop(outputs);
    let failure = task.prepare(&mut task.application()).expect_err("at work");
    assert!(failure.cause.contains("driver-7"), "{failure:?}");
}

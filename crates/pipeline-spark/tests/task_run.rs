//! A Spark task from its settings to its outputs, with real Spark.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;

use common::spark::{alone, fixture, spark};
use pipeline_core::FailureKind;
use pipeline_core::config::{Origin, Settings};
use pipeline_core::engine::Extensions;
use pipeline_core::param::{AnyParam, Param};
use pipeline_core::run::{Context, EventKind, Stop};
use pipeline_core::target::{AnyTarget, File, Output};
use pipeline_core::task::{
    AnyTask, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved, Task,
    TaskKind, TaskSchema,
};
use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::{SparkApplication, SparkTask};

const fn param(name: &'static str, secret: bool) -> ParamSchema {
    ParamSchema {
        name,
        doc: "",
        kind: <String as Param>::KIND,
        type_name: "String",
        default: None,
        significant: true,
        secret,
    }
}

const PARAMS: &[ParamSchema] = &[param("what", false), param("word", true)];
const REPORT: OutputSchema = OutputSchema {
    name: "report",
    doc: "",
};

/// Does `what` with its output and a word that is nobody's business.
struct Reported {
    what: String,
    word: String,
    report: Output<File>,
}

impl Task for Reported {
    const SCHEMA: &'static TaskSchema = &TaskSchema {
        name: "Reported",
        path: "task_run::Reported",
        doc: "",
        kind: TaskKind::Engine(pipeline_spark::engine::NAME),
        params: PARAMS,
        inputs: &[],
        outputs: &[REPORT],
        unverified: &[],
    };

    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        visit(&PARAMS[0], &self.what);
        visit(&PARAMS[1], &self.word);
    }
    fn from_params(_: &mut ParamValues) -> Option<Self> {
        None
    }
    fn dependencies(&self, _: &mut Dependencies) {}
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        visit(&REPORT, self.report.as_any());
    }
    async fn run(&self, cx: &Context) -> pipeline_core::Result<()> {
        pipeline_spark::task::run(self, cx).await
    }
}

impl SparkTask for Reported {
    fn application(&self) -> SparkApplication {
        let application = SparkApplication::new(MainResource::Python {
            path: fixture("driver/driver.py"),
        })
        .option("master", OptionValue::text("yarn"))
        .option("driver_memory", OptionValue::text("600m"))
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .argument(&self.what);
        if self.what == "throw" {
            application.argument(&self.word)
        } else {
            application
                .output(None, self.report.as_any())
                .argument(&self.word)
        }
    }
}

fn task(what: &str, dir: &Path) -> Reported {
    Reported {
        what: what.into(),
        word: "open-sesame".into(),
        report: Output::at(dir.join("out/report.txt").display().to_string()),
    }
}

fn context(task: &Reported, dir: &Path) -> (Context, pipeline_core::run::Detached) {
    let mut settings = Settings::default();
    // The profile wins over the attribute: there is no YARN here.
    settings.set("master", "local[1]", Origin::CommandLine);
    let mut extensions = Extensions::default();
    extensions.insert(spark());
    Context::detached(
        task,
        dir.join("state/runs/r1/Reported"),
        settings,
        extensions,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_output_has_its_name_only_when_the_program_has_succeeded() {
    let _alone = alone().await;
    let dir = tempfile::tempdir().unwrap();
    let task = task("report", dir.path());
    let (cx, mut detached) = context(&task, dir.path());
    Task::run(&task, &cx).await.unwrap();
    let out = dir.path().join("out");
    assert_eq!(
        std::fs::read(out.join("report.txt")).unwrap(),
        b"open-sesame\0"
    );
    assert_eq!(
        std::fs::read_dir(&out).unwrap().count(),
        1,
        "no temporary name is left"
    );
    let first = detached.events.recv().await.unwrap();
    assert!(matches!(first, EventKind::Submitted { .. }), "{first:?}");
    assert!(cx.dir().join("stderr.log").is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_leaves_no_output_and_tells_no_secret() {
    let _alone = alone().await;
    let dir = tempfile::tempdir().unwrap();
    let task = task("throw", dir.path());
    let (cx, _detached) = context(&task, dir.path());
    let failure = Task::run(&task, &cx).await.unwrap_err().into_failure();
    assert_eq!(failure.cause, "ValueError: *****");
    assert_eq!(failure.kind, FailureKind::Program);
    assert!(!format!("{failure:?}").contains("sesame"), "{failure:?}");
    assert!(!dir.path().join("out/report.txt").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_of_the_run_stops_the_application_and_removes_what_it_began() {
    let _alone = alone().await;
    let dir = tempfile::tempdir().unwrap();
    // It makes its output and then runs for an hour.
    let task = task("run", dir.path());
    let (cx, detached) = context(&task, dir.path());
    let out = dir.path().join("out");
    let stop = async {
        let began = || std::fs::read_dir(&out).is_ok_and(|entries| entries.count() == 1);
        common::eventually_async("it runs", began).await;
        assert!(
            !out.join("report.txt").exists(),
            "what is not done has no name yet"
        );
        detached.stop.send_replace(Stop::Gracefully);
    };
    let (ran, ()) = tokio::join!(Task::run(&task, &cx), stop);
    assert_eq!(ran.unwrap_err().failure().kind, FailureKind::Stopped);
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
}

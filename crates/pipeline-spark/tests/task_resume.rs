//! What becomes of a task that a run which died had begun: a script stands in for
//! `spark-submit`, and a small server for the master.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;

use common::stand_in::{serve, spark};
use pipeline_core::config::Settings;
use pipeline_core::engine::Extensions;
use pipeline_core::param::AnyParam;
use pipeline_core::run::{Context, Detached, EventKind, Resume, Submitted};
use pipeline_core::target::partial::{Marker, Writing};
use pipeline_core::target::staging::Staging;
use pipeline_core::target::{AnyTarget, File, Output, Parquet, Target, Undeclared};
use pipeline_core::task::{
    AnyTask, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved, Task,
    TaskKind, TaskSchema,
};
use pipeline_core::{Failure, FailureKind};
use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::{SparkApplication, SparkTask};
use serde_json::json;

const OUTPUTS: &[OutputSchema] = &[
    OutputSchema {
        name: "rows",
        doc: "",
    },
    OutputSchema {
        name: "report",
        doc: "",
    },
];

/// Writes a dataset and a file, or nothing at all.
struct Job {
    mode: &'static str,
    /// The port of the master.
    port: String,
    outputs: Option<(Output<Parquet<Undeclared>>, Output<File>)>,
}

impl Task for Job {
    const SCHEMA: &'static TaskSchema = &TaskSchema {
        name: "Job",
        path: "task_resume::Job",
        doc: "",
        kind: TaskKind::Engine(pipeline_spark::engine::NAME),
        params: &[],
        inputs: &[],
        outputs: OUTPUTS,
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
        if let Some((rows, report)) = &self.outputs {
            visit(&OUTPUTS[0], rows.as_any());
            visit(&OUTPUTS[1], report.as_any());
        }
    }
    async fn run(&self, cx: &Context) -> pipeline_core::Result<()> {
        pipeline_spark::task::run(self, cx).await
    }
}

impl SparkTask for Job {
    fn application(&self) -> SparkApplication {
        let mut application = SparkApplication::new(MainResource::Jar {
            path: "s3://b/a.jar".into(),
        })
        .option("master", OptionValue::text("spark://127.0.0.1:1"))
        .option("deploy_mode", OptionValue::text(self.mode))
        .conf("spark.master.rest.port", &*self.port)
        .conf("spark.master.ui.port", &*self.port);
        if let Some((rows, report)) = &self.outputs {
            application = application.output(None, rows.as_any());
            application = application.output(None, report.as_any());
        }
        application
    }
}

/// A task of which a run that died had written a part, and the master that may know its driver.
struct Left {
    dir: tempfile::TempDir,
    job: Job,
    /// Where the report is written before it has its name.
    staged: Option<String>,
}

impl Left {
    fn new(mode: &'static str, state: &str, with_outputs: bool) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let answer = match state {
            "" => r#"{"action":"SubmissionStatusResponse","success":false}"#.to_owned(),
            state => format!(
                r#"{{"action":"SubmissionStatusResponse","driverState":"{state}","success":true}}"#
            ),
        };
        let master = serve(move |request| {
            if request.contains("/v1/submissions/status/driver-7") {
                answer.clone()
            } else {
                String::new()
            }
        });
        let at = |name: &str| dir.path().join(name).display().to_string();
        let outputs = with_outputs.then(|| (Output::at(at("out/rows")), Output::at(at("out/r"))));
        let job = Job {
            mode,
            port: master.rsplit(':').next().unwrap().to_owned(),
            outputs,
        };
        let mut left = Self {
            dir,
            job,
            staged: None,
        };
        if with_outputs && mode == "cluster" {
            left.begin();
        }
        left
    }

    /// What the run did before it died.
    fn begin(&mut self) {
        let (rows, report) = self.job.outputs.as_ref().unwrap();
        let mut staging = Staging::new(report.as_any().location(), 1).unwrap();
        staging.keep();
        self.staged = Some(staging.location().to_owned());
        for (target, staged) in [
            (rows.as_any(), None),
            (report.as_any(), self.staged.as_deref()),
        ] {
            let writing = Writing {
                completion: target.completion(),
                staged,
                outlives: true,
            };
            let state = self.dir.path().join("state");
            let mut marker = Marker::start(&state, target.location(), writing).unwrap();
            marker.name_driver("driver-7").unwrap();
        }
        let rows = self.dir.path().join("out/rows");
        std::fs::create_dir_all(&rows).unwrap();
        std::fs::write(rows.join("part-0"), "x").unwrap();
        std::fs::write(rows.join("_SUCCESS"), "").unwrap();
        std::fs::write(staging.path(), "report").unwrap();
    }

    fn resume(&self, handle: serde_json::Value) -> Resume {
        Resume {
            run: "r0".to_owned(),
            submission: Some(Submitted {
                submitter: "spark-submit".to_owned(),
                handle,
                application: None,
            }),
        }
    }

    fn driver(&self) -> serde_json::Value {
        let url = format!("http://127.0.0.1:{}", self.job.port);
        json!({
            "kind": "driver", "driver": "driver-7",
            "addresses": { "rest": [url], "ui": [] },
        })
    }

    fn context(&self, resume: Resume) -> (Context, Detached) {
        let mut extensions = Extensions::default();
        let text = format!("echo once >> '{}'", self.submissions().display());
        extensions.insert(spark(&self.dir.path().join("spark"), &text, ""));
        let dir = self.dir.path().join("state/runs/r1/Job");
        let (cx, detached) = Context::detached(&self.job, dir, Settings::default(), extensions);
        (cx.resuming(resume), detached)
    }

    fn submissions(&self) -> std::path::PathBuf {
        self.dir.path().join("submitted")
    }

    async fn run(&self, resume: Resume) -> (Result<(), Failure>, Vec<EventKind>) {
        let (cx, mut detached) = self.context(resume);
        let ran = Task::run(&self.job, &cx).await;
        let mut told = Vec::new();
        while let Ok(event) = detached.events.try_recv() {
            told.push(event);
        }
        (ran.map_err(pipeline_core::TaskError::into_failure), told)
    }

    fn notes(&self) -> usize {
        let notes = std::fs::read_dir(self.dir.path().join("state/partial"));
        notes.map_or(0, Iterator::count)
    }

    fn is_there(&self, name: &str) -> bool {
        self.dir.path().join(name).exists()
    }
}

fn is_hidden(path: &Path) -> bool {
    let mut entries = std::fs::read_dir(path).unwrap();
    entries.any(|entry| {
        entry
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with(".tmp-")
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_that_has_succeeded_meanwhile_is_not_submitted_again_and_its_outputs_get_their_names()
 {
    let left = Left::new("cluster", "FINISHED", true);
    let (ran, told) = left.run(left.resume(left.driver())).await;
    ran.unwrap();
    assert!(!left.submissions().exists(), "nothing was submitted");
    assert_eq!(left.notes(), 0);
    let report = std::fs::read_to_string(left.dir.path().join("out/r"));
    assert_eq!(report.unwrap(), "report");
    assert!(!is_hidden(&left.dir.path().join("out")));
    let handles = told.iter().filter(|event| {
        matches!(event, EventKind::Submitted { handle, .. } if handle["driver"] == "driver-7")
    });
    assert_eq!(handles.count(), 1, "the next run would find it: {told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_died_while_it_gave_the_names_is_gone_on_with() {
    let left = Left::new("cluster", "FINISHED", true);
    let staged = left.staged.clone().unwrap();
    std::fs::rename(staged, left.dir.path().join("out/r")).unwrap();
    let (ran, _) = left.run(left.resume(left.driver())).await;
    ran.unwrap();
    assert_eq!(left.notes(), 0);
    assert!(!left.submissions().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_that_has_failed_meanwhile_is_the_failure_of_its_task_and_its_outputs_are_none() {
    let left = Left::new("cluster", "FAILED", true);
    let (ran, _) = left.run(left.resume(left.driver())).await;
    assert_eq!(ran.unwrap_err().kind, FailureKind::Program);
    assert!(!left.submissions().exists());
    assert!(!left.is_there("out/rows/_SUCCESS") && !left.is_there("out/r"));
    assert!(!is_hidden(&left.dir.path().join("out")));
    // The next run may write there.
    let (_, report) = left.job.outputs.as_ref().unwrap();
    let writing = Writing {
        completion: File::COMPLETION,
        staged: None,
        outlives: false,
    };
    Marker::start(
        &left.dir.path().join("state"),
        report.as_any().location(),
        writing,
    )
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_that_nobody_knows_any_more_is_lost_and_nothing_of_it_is_touched() {
    let left = Left::new("cluster", "", true);
    let (ran, _) = left.run(left.resume(left.driver())).await;
    let lost = ran.unwrap_err();
    assert_eq!(lost.kind, FailureKind::Lost, "{lost:?}");
    assert!(lost.cause.contains("forgotten"), "{lost:?}");
    assert!(
        lost.context.iter().any(|line| line.contains("`rm ")),
        "{lost:?}"
    );
    assert_eq!(left.notes(), 2);
    assert!(left.is_there("out/rows/part-0") && is_hidden(&left.dir.path().join("out")));
    assert!(!left.submissions().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_has_looked_at_is_submitted_anew() {
    let left = Left::new("cluster", "RUNNING", true);
    std::fs::remove_dir_all(left.dir.path().join("state/partial")).unwrap();
    std::fs::remove_dir_all(left.dir.path().join("out")).unwrap();
    let _ = left.run(left.resume(left.driver())).await;
    assert!(left.submissions().exists(), "the notes are gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_with_the_run_is_submitted_anew() {
    for (mode, with_outputs) in [("client", true), ("client", false)] {
        let left = Left::new(mode, "", with_outputs);
        let process = json!({ "kind": "process", "id": 1, "started": 0 });
        let _ = left.run(left.resume(process)).await;
        assert!(left.submissions().exists());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cluster_may_run_and_nobody_can_find_is_not_submitted_beside_it() {
    let left = Left::new("cluster", "", false);
    let process = json!({ "kind": "process", "id": 1, "started": 0 });
    let mut resumes = vec![left.resume(process)];
    resumes.push(Resume {
        run: "r0".to_owned(),
        submission: None,
    });
    for resume in resumes {
        let (ran, _) = left.run(resume).await;
        let lost = ran.unwrap_err();
        assert_eq!(lost.kind, FailureKind::Lost);
        assert!(lost.hint.unwrap().contains("run this again"));
        assert!(!left.submissions().exists());
    }
    // A driver that is known is found, with outputs or without.
    let left = Left::new("cluster", "FINISHED", false);
    left.run(left.resume(left.driver())).await.0.unwrap();
    assert!(!left.submissions().exists());
}

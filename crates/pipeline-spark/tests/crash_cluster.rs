//! The process of a pipeline is killed (SIGKILL) while its driver runs in a real standalone
//! cluster: the next run goes on with the driver, and does not start a second one.
//!
//! The process is this test program again, told by a variable to be the one that runs.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use common::cluster::Cluster;
use common::eventually;
use common::spark::{alone, fixture, spark};
use pipeline_core::cli::{Program, Stream, Surroundings};
use pipeline_core::param::AnyParam;
use pipeline_core::run::Context;
use pipeline_core::target::{AnyTarget, File, Output};
use pipeline_core::task::{
    AnyTask, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved, Task,
    TaskKind, TaskSchema,
};
use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::engine::SparkEngine;
use pipeline_spark::{SparkApplication, SparkTask};

/// The folder of the pipeline; its file `cluster` has the master's ports.
const PLACE: &str = "CRASH_CLUSTER_PLACE";
const WORDS: &str = "CRASH_CLUSTER_WORDS";

const OUT: &[OutputSchema] = &[OutputSchema {
    name: "out",
    doc: "",
}];

/// A driver that writes a report (`ENDS`), or one that runs for an hour.
struct Job<const ENDS: bool>(Output<File>);

const fn schema(name: &'static str) -> TaskSchema {
    TaskSchema {
        name,
        path: name,
        doc: "",
        kind: TaskKind::Engine(pipeline_spark::engine::NAME),
        params: &[],
        inputs: &[],
        outputs: OUT,
        unverified: &[],
    }
}

impl<const ENDS: bool> Task for Job<ENDS> {
    const SCHEMA: &'static TaskSchema = if ENDS {
        &schema("Report")
    } else {
        &schema("Endless")
    };
    fn visit_params(&self, _: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {}
    fn from_params(_: &mut ParamValues) -> Option<Self> {
        let dir = std::env::var(PLACE).ok()?;
        Some(Self(Output::at(format!("{dir}/out/{}", Self::SCHEMA.name))))
    }
    fn dependencies(&self, _: &mut Dependencies) {}
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        visit(&OUT[0], self.0.as_any());
    }
    async fn run(&self, cx: &Context) -> pipeline_core::Result<()> {
        pipeline_spark::task::run(self, cx).await
    }
}

impl<const ENDS: bool> SparkTask for Job<ENDS> {
    fn application(&self) -> SparkApplication {
        let at = fs::read_to_string("cluster").unwrap();
        let ports: Vec<&str> = at.split_whitespace().collect();
        SparkApplication::new(MainResource::Jar {
            path: fixture("driver/driver.jar"),
        })
        .option("class", OptionValue::text("Driver"))
        .option(
            "master",
            OptionValue::text(format!("spark://127.0.0.1:{}", ports[0])),
        )
        .option("deploy_mode", OptionValue::text("cluster"))
        .option("driver_memory", OptionValue::text("600m"))
        .option("executor_memory", OptionValue::text("600m"))
        .option(
            "driver_java_options",
            OptionValue::text("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"),
        )
        .conf("spark.master.rest.port", ports[1])
        .conf("spark.master.ui.port", ports[2])
        .conf("spark.cores.max", 1)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .argument(if ENDS { "report" } else { "run" })
        .output(None, self.0.as_any())
        .argument("word")
    }
}

/// The process that is killed: this very program, when it is told so.
#[test]
fn the_program() {
    let Some(dir) = std::env::var_os(PLACE) else {
        return;
    };
    std::env::set_current_dir(&dir).unwrap();
    let words = std::env::var(WORDS).unwrap();
    let words = std::iter::once("crash").chain(words.split_whitespace());
    let program = Program::new().engine(SparkEngine);
    let ended = program
        .root::<Job<true>>()
        .root::<Job<false>>()
        .main_in(&Surroundings {
            arguments: words.map(Into::into).collect(),
            environment: std::env::vars()
                .filter(|(name, _)| name.starts_with("SPARK_PIPELINE_"))
                .collect(),
            cwd: dir.into(),
            out: Stream::new(std::io::stdout(), false),
            err: Stream::new(std::io::stderr(), false),
            signals: true,
        });
    std::process::exit(i32::from(ended.code()));
}

fn start(dir: &Path, words: &str) -> Child {
    let log = fs::File::options()
        .append(true)
        .create(true)
        .open(dir.join("log"))
        .unwrap();
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_program", "--nocapture"])
        .env(PLACE, dir)
        .env(WORDS, words)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

/// Starts a task, and kills our process as soon as its journal knows the driver.
fn start_and_kill(dir: &Path, words: &str) {
    let mut run = start(dir, words);
    eventually("the driver is handed over", || {
        let runs = fs::read_dir(dir.join(".spark-pipeline/runs"))
            .into_iter()
            .flatten()
            .flatten();
        let mut journals = runs
            .map(|run| fs::read_to_string(run.path().join("journal.jsonl")).unwrap_or_default());
        assert!(run.try_wait().unwrap().is_none(), "{}", log(dir));
        journals.any(|journal| journal.contains("\"submitted\"") && journal.contains("driver-"))
    });
    run.kill().unwrap();
    run.wait().unwrap();
}

fn log(dir: &Path) -> String {
    fs::read_to_string(dir.join("log")).unwrap_or_default()
}

/// The drivers that the master knows, by their ids.
async fn drivers(cluster: &Cluster) -> BTreeSet<String> {
    let page = cluster.page().await;
    let ids = page.split('"').filter(|word| word.starts_with("driver-"));
    ids.map(str::to_owned).collect()
}

fn place(cluster: &Cluster) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let ports = format!("{} {} {}", cluster.port, cluster.rest, cluster.ui);
    fs::write(dir.path().join("cluster"), ports).unwrap();
    dir
}

fn code(mut run: Child) -> i32 {
    let mut code = None;
    eventually("it ends", || {
        code = run.try_wait().unwrap();
        code.is_some()
    });
    code.and_then(|status| status.code()).unwrap_or(-1)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_that_runs_when_we_are_killed_is_gone_on_with_or_stopped_and_never_started_twice()
{
    if std::env::var_os(PLACE).is_some() {
        return;
    }
    let _alone = alone().await;
    let cluster = Cluster::start(&spark()).await;
    let dir = place(&cluster);
    start_and_kill(dir.path(), "run Report");
    assert_eq!(drivers(&cluster).await.len(), 1);
    let again = start(dir.path(), "run Report");
    assert_eq!(code(again), 0, "{}", log(dir.path()));
    let told = log(dir.path());
    assert!(
        told.contains("still in its cluster, and taken over: Report"),
        "{told}"
    );
    assert!(told.contains("going on with driver-"), "{told}");
    assert_eq!(drivers(&cluster).await.len(), 1, "{told}");
    assert_eq!(fs::read(dir.path().join("out/Report")).unwrap(), b"word\0");
    let hidden = fs::read_dir(dir.path().join("out")).unwrap().count();
    assert_eq!(hidden, 1, "no temporary name is left");
    let notes = fs::read_dir(dir.path().join(".spark-pipeline/partial")).unwrap();
    assert_eq!(notes.count(), 0);

    // One that would run for an hour is stopped at its master.
    let dir = place(&cluster);
    start_and_kill(dir.path(), "run Endless");
    assert_eq!(drivers(&cluster).await.len(), 2);
    let kill = start(dir.path(), "kill");
    assert_eq!(code(kill), 0, "{}", log(dir.path()));
    assert!(
        log(dir.path()).contains("is stopped"),
        "{}",
        log(dir.path())
    );
    assert!(cluster.page().await.contains("\"KILLED\""));
    cluster.end().await;
}

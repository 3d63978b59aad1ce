//! Nothing of a real Spark application outlives its end, whoever brings it about: the JVM, the
//! Python driver, and Python workers, which put themselves into a process group of their own.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use common::spark::{alone, fixture, spark};
use common::{eventually, living, processes, tree};
use pipeline_core::run::Stop;
use pipeline_spark::SparkApplication;
use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::submit::{Outcome, Place, SparkSubmit, Submission, SubmissionEvent, Submitter};
use rustix::process::{Pid, Signal};
use tokio::sync::mpsc::{self, UnboundedReceiver};

async fn submit(
    arguments: &[&str],
    dir: &Path,
    change: impl FnOnce(SparkApplication) -> SparkApplication,
) -> (Box<dyn Submission>, UnboundedReceiver<SubmissionEvent>) {
    let application = SparkApplication::new(MainResource::Python {
        path: fixture("driver/driver.py"),
    })
    .option("master", OptionValue::text("local[2]"))
    .option("driver_memory", OptionValue::text("600m"))
    .env("SPARK_LOCAL_IP", "127.0.0.1");
    let application = arguments
        .iter()
        .fold(change(application), |application, argument| {
            application.argument(*argument)
        });
    let (events, told) = mpsc::unbounded_channel();
    let place = Place {
        dir: dir.to_owned(),
    };
    let submission = SparkSubmit::new(spark())
        .submit(&application, &place, events)
        .await
        .unwrap();
    (submission, told)
}

fn group(submission: &dyn Submission) -> u32 {
    submission.handle().value["id"]
        .as_u64()
        .unwrap()
        .try_into()
        .unwrap()
}

/// What runs of an application whose Python workers have begun: at least a JVM, a driver, the
/// workers' daemon, a worker, and our watcher.
fn all_of_it(group: u32) -> Vec<u32> {
    let all = tree(group);
    assert!(all.len() >= 5, "{:?}", living(&all));
    let elsewhere = processes()
        .into_iter()
        .filter(|(id, of, _)| all.contains(id) && *of != group);
    assert!(
        elsewhere.count() >= 2,
        "Python workers are expected to leave the group"
    );
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn python_workers_end_with_the_application_however_it_is_stopped() {
    let _alone = alone().await;
    for stop in [Stop::Gracefully, Stop::Now] {
        let dir = tempfile::tempdir().unwrap();
        let started = dir.path().join("started");
        let (mut submission, _told) =
            submit(&["workers", started.to_str().unwrap()], dir.path(), |it| it).await;
        eventually("a worker runs", || started.exists());
        let all = all_of_it(group(submission.as_ref()));
        submission.stop(stop).await;
        assert_eq!(submission.wait().await, Outcome::Stopped);
        eventually("all of it is gone", || living(&all).is_empty());
    }
}

/// Not a test: the process that the next test kills.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by `nothing_of_spark_outlives_our_own_sigkill`"]
async fn a_submitter_to_be_killed() {
    let dir = std::env::var("TO_BE_KILLED_DIR").unwrap();
    let started = format!("{dir}/started");
    let (mut submission, _told) = submit(&["workers", &started], Path::new(&dir), |it| it).await;
    println!("group {}", group(submission.as_ref()));
    submission.wait().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_spark_outlives_our_own_sigkill() {
    let _alone = alone().await;
    let dir = tempfile::tempdir().unwrap();
    // The folder of Spark is looked for here, so that an install is not begun by the child.
    let home = spark().home.clone();
    let mut parent = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "a_submitter_to_be_killed",
            "--ignored",
            "--nocapture",
        ])
        .env("TO_BE_KILLED_DIR", dir.path())
        .env("SPARK_HOME", home)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let group: u32 = BufReader::new(parent.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.split_once("group ")?.1.trim().parse().ok())
        .unwrap();
    eventually("a worker runs", || dir.path().join("started").exists());
    let all = all_of_it(group);
    let id = Pid::from_raw(parent.id().try_into().unwrap()).unwrap();
    rustix::process::kill_process(id, Signal::KILL).unwrap();
    parent.wait().unwrap();
    eventually("all of it is gone", || living(&all).is_empty());
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_address_is_found_also_when_the_log_is_silent() {
    let _alone = alone().await;
    let dir = tempfile::tempdir().unwrap();
    let conf = dir.path().join("conf");
    std::fs::create_dir(&conf).unwrap();
    std::fs::write(
        conf.join("log4j2.properties"),
        "rootLogger.level = warn\n\
         rootLogger.appenderRef.stderr.ref = console\n\
         appender.console.type = Console\n\
         appender.console.name = console\n\
         appender.console.target = SYSTEM_ERR\n\
         appender.console.layout.type = PatternLayout\n\
         appender.console.layout.pattern = %m%n\n",
    )
    .unwrap();
    let started = dir.path().join("started");
    let (mut submission, mut told) =
        submit(&["run", started.to_str().unwrap()], dir.path(), |it| {
            it.env("SPARK_CONF_DIR", conf.display())
        })
        .await;
    let mut seen = Vec::new();
    while !seen
        .iter()
        .any(|event| matches!(event, SubmissionEvent::ApplicationId(_)))
    {
        seen.push(told.recv().await.unwrap());
    }
    assert!(
        seen.iter().any(|event| matches!(event, SubmissionEvent::TrackingUrl(url) if url.starts_with("http://localhost:"))),
        "{seen:?}"
    );
    let log = std::fs::read_to_string(dir.path().join("stderr.log")).unwrap();
    assert!(
        !log.contains("Successfully started service"),
        "the log was to be silent: {log}"
    );
    submission.stop(Stop::Now).await;
    assert_eq!(submission.wait().await, Outcome::Stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_submission_in_client_mode_is_killed() {
    let _alone = alone().await;
    let dir = tempfile::tempdir().unwrap();
    let started = dir.path().join("started");
    let (submission, _told) =
        submit(&["run", started.to_str().unwrap()], dir.path(), |it| it).await;
    eventually("it runs", || started.exists());
    let all = tree(group(submission.as_ref()));
    drop(submission);
    eventually("all of it is gone", || living(&all).is_empty());
}

//! What becomes of an application when `spark-submit` does what a real one does seldom: a script
//! stands in for it, and a small server for the master.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::time::Duration;

use common::stand_in::{script, serve, spark};
use pipeline_core::run::Stop;
use pipeline_core::{Failure, FailureKind};
use pipeline_spark::SparkApplication;
use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::submit::{Outcome, Place, SparkSubmit, Submission, SubmissionEvent, Submitter};
use tokio::sync::mpsc::{self, UnboundedReceiver};

fn jar(master: &str, mode: &str) -> SparkApplication {
    SparkApplication::new(MainResource::Jar {
        path: "s3://b/a.jar".into(),
    })
    .option("master", OptionValue::text(master))
    .option("deploy_mode", OptionValue::text(mode))
}

type Submitted = (
    Result<Box<dyn Submission>, Failure>,
    UnboundedReceiver<SubmissionEvent>,
);

async fn submit(
    dir: &Path,
    text: &str,
    defaults: &str,
    application: &SparkApplication,
) -> Submitted {
    let submitter = SparkSubmit::new(spark(&dir.join("spark"), text, defaults));
    let place = Place {
        dir: dir.to_owned(),
    };
    let (sender, events) = mpsc::unbounded_channel();
    // The bound only turns a hang into a failure.
    let submitted = submitter.submit(application, &place, sender);
    let submitted = tokio::time::timeout(Duration::from_secs(60), submitted).await;
    (submitted.expect("it hangs"), events)
}

async fn outcome(dir: &Path, text: &str, application: &SparkApplication) -> Outcome {
    let (submission, _events) = submit(dir, text, "", application).await;
    submission.unwrap().wait().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mode_that_only_the_defaults_name_makes_the_master_the_judge() {
    let dir = tempfile::tempdir().unwrap();
    let master = serve(|request| {
        if request.contains("/status/driver-9") {
            r#"{"action":"SubmissionStatusResponse","driverState":"FAILED","success":true}"#.into()
        } else {
            String::new()
        }
    });
    let port = master.rsplit(':').next().unwrap();
    let defaults = format!(
        "spark.master spark://127.0.0.1:7077\nspark.submit.deployMode cluster\nspark.master.rest.port {port}\nspark.master.ui.port {port}\n"
    );
    let application = SparkApplication::new(MainResource::Jar {
        path: "s3://b/a.jar".into(),
    });
    let text = "echo 'INFO ClientEndpoint: Driver successfully submitted as driver-9' >&2";
    let (submission, _events) = submit(dir.path(), text, &defaults, &application).await;
    let ended = submission.unwrap().wait().await;
    assert!(matches!(ended, Outcome::Failed(_)), "{ended:?}");
    // Declared as properties it is the same.
    let application = application
        .conf("spark.master", "spark://127.0.0.1:7077")
        .conf("spark.submit.deployMode", "cluster")
        .conf("spark.master.rest.port", port);
    let ended = outcome(dir.path(), text, &application).await;
    assert!(matches!(ended, Outcome::Failed(_)), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_the_defaults_turn_off_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let defaults = "spark.yarn.submit.waitAppCompletion false\n";
    let (submission, _events) =
        submit(dir.path(), "exit 0", defaults, &jar("yarn", "cluster")).await;
    let failure = submission.err().unwrap();
    assert_eq!(failure.kind, FailureKind::Configuration);
    assert!(failure.cause.contains("waitAppCompletion"), "{failure}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_ends_with_spark_submit_whoever_holds_its_output() {
    let dir = tempfile::tempdir().unwrap();
    let application = jar("spark://127.0.0.1:1", "cluster");
    let (submission, _events) = submit(dir.path(), "sleep 600 & exit 3", "", &application).await;
    let failure = submission.err().unwrap();
    assert_eq!(failure.exit_code, Some(3));
    let (submission, _events) = submit(dir.path(), "sleep 600 & exit 0", "", &application).await;
    assert_eq!(submission.err().unwrap().kind, FailureKind::Lost);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_that_is_dropped_is_lost_where_a_cluster_may_have_it() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("spark");
    let submitter = SparkSubmit::new(spark(&home, "exit 0", "spark.submit.deployMode cluster\n"));
    let lost = submitter.given_up(
        &SparkApplication::new(MainResource::Jar {
            path: "s3://b/a.jar".into(),
        })
        .option("master", OptionValue::text("spark://h:7077")),
    );
    let Outcome::Lost(failure) = lost else {
        panic!("{lost:?}")
    };
    assert!(failure.hint.unwrap().contains("spark://h:7077"));
    assert_eq!(
        submitter.given_up(&jar("local[1]", "client")),
        Outcome::Stopped
    );
}

const YARN: &str = "echo 'INFO YarnClientImpl: Submitted application application_1700000000000_0042' >&2; sleep 600";

async fn stopped_on_yarn(dir: &Path, code: i32) -> Outcome {
    let asked = dir.join("asked");
    let text = format!(
        "echo \"$HADOOP_CONF_DIR $*\" > '{}'; exit {code}",
        asked.display()
    );
    script(&dir.join("bin/yarn"), &text);
    let path = std::env::var("PATH").unwrap();
    let application = jar("yarn", "cluster")
        .env("HADOOP_CONF_DIR", "/conf/of/the/other/cluster")
        .env("PATH", format!("{}:{path}", dir.join("bin").display()));
    let (submission, mut events) = submit(dir, YARN, "", &application).await;
    let mut submission = submission.unwrap();
    while !matches!(events.recv().await, Some(SubmissionEvent::ApplicationId(_))) {}
    submission.stop(Stop::Now).await;
    let outcome = submission.wait().await;
    assert_eq!(
        std::fs::read_to_string(asked).unwrap(),
        "/conf/of/the/other/cluster application -kill application_1700000000000_0042\n"
    );
    outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_on_yarn_asks_the_applications_own_cluster_and_a_refusal_is_told() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(stopped_on_yarn(dir.path(), 0).await, Outcome::Stopped);
    let Outcome::Lost(failure) = stopped_on_yarn(dir.path(), 7).await else {
        panic!("nobody killed it")
    };
    assert!(
        failure.cause.contains("application_1700000000000_0042"),
        "{failure}"
    );
    assert!(failure.cause.contains("exit code 7"), "{failure}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_on_kubernetes_names_the_cluster_as_the_application_does() {
    let dir = tempfile::tempdir().unwrap();
    let asked = dir.path().join("asked");
    let text = format!(
        "case \"$*\" in *--kill*) echo \"$*\" > '{}'; exit 0;; esac\n\
         echo 'INFO Client: Deployed Spark application pi with application ID spark-0123456789abcdef0123456789abcdef and submission ID etl:pi-driver into Kubernetes' >&2; sleep 600",
        asked.display()
    );
    let application = jar("k8s://https://h:443", "cluster")
        .conf("spark.kubernetes.context", "theirs")
        .argument("mine");
    let (submission, mut events) = submit(dir.path(), &text, "", &application).await;
    let mut submission = submission.unwrap();
    while !matches!(events.recv().await, Some(SubmissionEvent::ApplicationId(_))) {}
    submission.stop(Stop::Gracefully).await;
    assert_eq!(submission.wait().await, Outcome::Stopped);
    assert_eq!(
        std::fs::read_to_string(asked).unwrap(),
        "--master k8s://https://h:443 --deploy-mode cluster --conf spark.kubernetes.context=theirs --kill etl:pi-driver\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_before_a_cluster_names_the_application_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let (submission, _events) = submit(dir.path(), "sleep 600", "", &jar("yarn", "cluster")).await;
    let mut submission = submission.unwrap();
    submission.stop(Stop::Now).await;
    let outcome = submission.wait().await;
    assert!(matches!(outcome, Outcome::Lost(_)), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graceful_stop_is_not_made_hard_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let ready = dir.path().join("ready");
    let text = format!(
        "trap '' TERM; : > '{}'; sleep 600 & wait; while :; do sleep 1; done",
        ready.display()
    );
    let (submission, _events) = submit(dir.path(), &text, "", &jar("local[1]", "client")).await;
    let mut submission = submission.unwrap();
    common::eventually_async("it runs", || ready.exists()).await;
    submission.stop(Stop::Gracefully).await;
    let waited = tokio::time::timeout(Duration::from_secs(7), submission.wait()).await;
    assert!(
        waited.is_err(),
        "the grace is the run's, not ours: {waited:?}"
    );
    submission.stop(Stop::Now).await;
    assert_eq!(submission.wait().await, Outcome::Stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_stay_on_disk_only_as_long_as_a_rerun_may_need_them() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("secrets.properties");
    let application = jar("local[1]", "client").conf("spark.my.password", "hunter2");
    assert!(matches!(
        outcome(dir.path(), "exit 1", &application).await,
        Outcome::Failed(_)
    ));
    assert!(file.exists());
    assert_eq!(
        outcome(dir.path(), "exit 0", &application).await,
        Outcome::Succeeded
    );
    assert!(!file.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_inside_a_value_is_not_in_the_failure() {
    let dir = tempfile::tempdir().unwrap();
    let application = jar("local[1]", "client").option(
        "driver_java_options",
        OptionValue::text("-Ddb.password=hunter2"),
    );
    let text =
        "echo 'Exception in thread \"main\" java.lang.Error: no login with hunter2' >&2; exit 1";
    let Outcome::Failed(failure) = outcome(dir.path(), text, &application).await else {
        panic!("it failed")
    };
    assert!(failure.cause.contains("no login with *****"), "{failure}");
    assert!(!format!("{failure:?}").contains("hunter2"), "{failure:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_could_not_be_kept_is_told_although_the_job_succeeded() {
    let dir = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/dev/full", dir.path().join("stdout.log")).unwrap();
    let application = jar("local[1]", "client");
    let (submission, mut events) = submit(dir.path(), "echo much", "", &application).await;
    assert_eq!(submission.unwrap().wait().await, Outcome::Succeeded);
    let mut told = false;
    while let Ok(event) = events.try_recv() {
        told |= matches!(event, SubmissionEvent::Message(text) if text.contains("not kept whole"));
    }
    assert!(told);
}

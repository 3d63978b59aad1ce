//! What becomes of a driver when its master says this or that, or nothing. The answers are
//! those of real masters; a stand-in gives them, since a real one cannot be made to stutter.
#![allow(clippy::unwrap_used)]

mod common;

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::Duration;

use common::stand_in::{next, serve};
use pipeline_core::FailureKind;
use pipeline_core::run::Stop;
use pipeline_core::secret::Masker;
use pipeline_spark::submit::standalone::{
    Addresses, Companions, DriverHandle, DriverSubmission, Patience,
};
use pipeline_spark::submit::{Handle, Outcome, Submission, SubmissionEvent};
use tokio::sync::mpsc::{self, UnboundedReceiver};

const ID: &str = "driver-20261121081601-0000";

fn state(word: &str) -> String {
    format!(
        r#"{{"action":"SubmissionStatusResponse","driverState":"{word}","submissionId":"{ID}","success":true}}"#
    )
}

/// A master that gives these answers about the state, one after the other and the last one for
/// ever; an empty answer is a connection that breaks.
fn master(answers: &[String]) -> String {
    let mut answers = answers.to_vec();
    serve(move |request| {
        if request.contains("/v1/submissions/status/") {
            next(&mut answers)
        } else if request.contains("/v1/submissions/kill/") {
            answers = vec![state("KILLED")];
            r#"{"action":"KillSubmissionResponse","success":true}"#.to_owned()
        } else {
            String::new()
        }
    })
}

fn driver(
    rest: String,
    dir: &tempfile::TempDir,
) -> (DriverSubmission, UnboundedReceiver<SubmissionEvent>) {
    driver_at(vec![rest], Vec::new(), dir)
}

fn driver_at(
    rest: Vec<String>,
    ui: Vec<String>,
    dir: &tempfile::TempDir,
) -> (DriverSubmission, UnboundedReceiver<SubmissionEvent>) {
    let (events, told) = mpsc::unbounded_channel();
    let at = DriverHandle {
        driver: ID.to_owned(),
        addresses: Addresses { rest, ui },
    };
    let handle = Handle {
        submitter: "spark-submit".to_owned(),
        value: serde_json::to_value(&at).unwrap(),
    };
    let short = Duration::from_millis(5);
    let companions = Companions {
        events,
        patience: Patience {
            first: short,
            longest: short,
            queued: Duration::from_millis(50),
            unreachable: Duration::from_millis(500),
        },
        dir: dir.path().to_owned(),
        masker: Arc::new(Masker::default()),
        rerun: None,
        secrets: Some(dir.path().join("secrets.properties")),
    };
    (DriverSubmission::new(handle, at, companions), told)
}

async fn outcome(answers: &[String]) -> Outcome {
    let dir = tempfile::tempdir().unwrap();
    driver(master(answers), &dir).0.wait().await
}

fn failure(outcome: &Outcome) -> &pipeline_core::Failure {
    match outcome {
        Outcome::Failed(failure) | Outcome::Lost(failure) => failure,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_end_is_what_the_master_calls_it() {
    assert_eq!(outcome(&[state("FINISHED")]).await, Outcome::Succeeded);
    assert_eq!(outcome(&[state("KILLED")]).await, Outcome::Stopped);
    let failed = outcome(&[state("FAILED")]).await;
    assert!(matches!(failed, Outcome::Failed(_)), "{failed:?}");
    assert_eq!(failure(&failed).kind, FailureKind::Program);
}

#[tokio::test]
async fn states_on_the_way_are_told_once_and_decide_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let way = [
        "SUBMITTED",
        "SUBMITTED",
        "RUNNING",
        "UNKNOWN",
        "RUNNING",
        "FINISHED",
    ];
    let (mut driver, mut told) = driver(master(&way.map(state)), &dir);
    assert_eq!(driver.wait().await, Outcome::Succeeded);
    let mut states = Vec::new();
    while let Ok(SubmissionEvent::State(state)) = told.try_recv() {
        states.push(state);
    }
    assert_eq!(
        states,
        ["SUBMITTED", "RUNNING", "UNKNOWN", "RUNNING", "FINISHED"]
    );
}

#[tokio::test]
async fn a_master_that_is_away_for_a_while_changes_nothing() {
    let standby = r#"{"action":"SubmissionStatusResponse","success":false,"message":"Exception from the cluster: STANDBY"}"#;
    let answers = [
        state("RUNNING"),
        String::new(),
        "<html>a proxy's page</html>".to_owned(),
        standby.to_owned(),
        String::new(),
        state("FINISHED"),
    ];
    assert_eq!(outcome(&answers).await, Outcome::Succeeded);
}

#[tokio::test]
async fn a_master_that_stays_away_loses_its_drivers() {
    let lost = outcome(&[state("RUNNING"), String::new()]).await;
    assert!(matches!(lost, Outcome::Lost(_)), "{lost:?}");
    assert_eq!(failure(&lost).kind, FailureKind::Lost);
    assert!(failure(&lost).cause.contains("does not answer"), "{lost:?}");
}

#[tokio::test]
async fn a_driver_that_is_forgotten_is_lost_at_once() {
    let forgotten = r#"{"action":"SubmissionStatusResponse","submissionId":"x","success":false}"#;
    let lost = outcome(&[state("RUNNING"), forgotten.to_owned()]).await;
    assert!(matches!(lost, Outcome::Lost(_)), "{lost:?}");
    assert!(failure(&lost).cause.contains("forgotten"), "{lost:?}");
}

#[tokio::test]
async fn a_driver_that_no_worker_could_run_says_why() {
    let error = format!(
        r#"{{"action":"SubmissionStatusResponse","driverState":"ERROR","submissionId":"{ID}","success":true,
        "message":"Exception from the cluster:\njava.io.FileNotFoundException: /nowhere/a.jar\n\tat x"}}"#
    );
    let failed = outcome(&[error]).await;
    assert_eq!(failure(&failed).kind, FailureKind::Environment);
    assert!(
        failure(&failed)
            .cause
            .ends_with("java.io.FileNotFoundException: /nowhere/a.jar")
    );
}

#[tokio::test]
async fn a_relaunched_driver_that_cannot_be_followed_is_lost() {
    let lost = outcome(&[state("RELAUNCHING")]).await;
    assert!(matches!(lost, Outcome::Lost(_)), "{lost:?}");
}

#[tokio::test]
async fn a_stop_kills_it_at_its_master_and_waiting_may_be_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let (mut driver, _told) = driver(master(&[state("RUNNING")]), &dir);
    let gave_up = tokio::time::timeout(Duration::from_millis(50), driver.wait()).await;
    assert!(gave_up.is_err());
    driver.stop(Stop::Gracefully).await;
    driver.stop(Stop::Now).await;
    assert_eq!(driver.wait().await, Outcome::Stopped);
}

/// A master's page with this driver on a worker of this address, and perhaps one more driver.
fn page(driver: &str, worker: &str, more: &str) -> String {
    format!(
        r#"{{"status":"ALIVE","workers":[{{"id":"w1","host":"10.0.0.9","webuiaddress":"{worker}"}}],
        "activedrivers":[{{"id":"{ID}","starttime":"1","state":"{driver}","worker":"w1","mainclass":"D"}}{more}],
        "completeddrivers":[]}}"#
    )
}

const FORGOTTEN: &str =
    r#"{"action":"SubmissionStatusResponse","submissionId":"x","success":false}"#;

#[tokio::test]
async fn one_address_that_knows_outweighs_those_that_have_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let forgot = || master(&[FORGOTTEN.to_owned()]);
    let knows = master(&[state("FINISHED")]);
    let (mut by_rest, _told) = driver_at(vec![forgot(), knows], Vec::new(), &dir);
    assert_eq!(by_rest.wait().await, Outcome::Succeeded);
    let ui = serve(|_| page("FINISHED", "http://127.0.0.1:1", ""));
    let (mut by_page, _told) = driver_at(vec![forgot()], vec![ui], &dir);
    assert_eq!(by_page.wait().await, Outcome::Succeeded);
}

#[tokio::test]
async fn a_relaunched_driver_is_followed_although_the_page_stutters() {
    let dir = tempfile::tempdir().unwrap();
    let rest = serve(|request| {
        if request.contains("driver-2") {
            state("FINISHED")
        } else {
            state("RELAUNCHING")
        }
    });
    let more =
        r#",{"id":"driver-2","starttime":"2","state":"RUNNING","worker":"w1","mainclass":"D"}"#;
    let mut pages = vec![
        String::new(),
        "<html>a proxy's page</html>".to_owned(),
        page("RELAUNCHING", "http://127.0.0.1:1", more),
    ];
    let ui = serve(move |_| next(&mut pages));
    let (mut driver, _told) = driver_at(vec![rest], vec![ui], &dir);
    assert_eq!(driver.wait().await, Outcome::Succeeded);
}

/// A worker with these logs, which gives no more than a mebibyte at once, and cuts letters.
fn worker(stdout: Vec<u8>, stderr: Vec<u8>) -> String {
    serve(move |request| {
        let number = |name: &str| -> usize {
            let (_, rest) = request.split_once(&format!("{name}=")).unwrap();
            let digits = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap();
            digits.parse().unwrap()
        };
        let log = if request.contains("logType=stdout") {
            &stdout
        } else {
            &stderr
        };
        let from = number("offset").min(log.len());
        let to = (from + number("byteLength").min(1 << 20)).min(log.len());
        let text = String::from_utf8_lossy(&log[from..to]);
        format!(
            "==== Bytes {from}-{to} of {} of /work/x ====\n{text}",
            log.len()
        )
    })
}

#[tokio::test]
async fn what_a_driver_prints_is_kept_whole_and_for_its_owner_only() {
    let dir = tempfile::tempdir().unwrap();
    let stdout = "漢字 and more\n".repeat(200_000);
    let stderr = format!(
        "INFO Utils: Successfully started service 'SparkUI' on port 4040.\n\
         INFO Connected to Spark cluster with app ID app-20261121081601-0000\n{}",
        "é".repeat(1 << 20)
    );
    let worker = worker(stdout.clone().into_bytes(), stderr.clone().into_bytes());
    let ui = serve(move |_| page("RUNNING", &worker, ""));
    let rest = master(&[state("RUNNING"), state("FINISHED")]);
    let (mut driver, mut told) = driver_at(vec![rest], vec![ui], &dir);
    std::fs::write(dir.path().join("secrets.properties"), "a=b").unwrap();
    assert_eq!(driver.wait().await, Outcome::Succeeded);
    for (name, text) in [("driver-stdout.log", stdout), ("driver-stderr.log", stderr)] {
        let path = dir.path().join(name);
        let kept = std::fs::read_to_string(&path).unwrap();
        assert!(
            kept == text,
            "{name}: {} of {} bytes",
            kept.len(),
            text.len()
        );
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let mut events = Vec::new();
    while let Ok(event) = told.try_recv() {
        events.push(event);
    }
    let url = SubmissionEvent::TrackingUrl("http://10.0.0.9:4040".into());
    let id = SubmissionEvent::ApplicationId("app-20261121081601-0000".into());
    assert!(events.contains(&url) && events.contains(&id), "{events:?}");
    assert!(
        !dir.path().join("secrets.properties").exists(),
        "nobody runs it again by hand"
    );
}

#[tokio::test]
async fn the_cause_of_a_failure_is_in_the_log_of_its_worker() {
    let dir = tempfile::tempdir().unwrap();
    let stderr = "Exception in thread \"main\" java.lang.ClassNotFoundException: Nope\n";
    let worker = worker(Vec::new(), stderr.into());
    let ui = serve(move |_| page("FAILED", &worker, ""));
    std::fs::write(dir.path().join("secrets.properties"), "a=b").unwrap();
    let (mut driver, _told) = driver_at(vec![master(&[state("FAILED")])], vec![ui], &dir);
    let failed = driver.wait().await;
    assert_eq!(
        failure(&failed).cause,
        "java.lang.ClassNotFoundException: Nope"
    );
    assert!(failure(&failed).log.as_ref().unwrap().is_file());
    assert!(
        dir.path().join("secrets.properties").exists(),
        "the rerun line needs it"
    );
}

#[tokio::test]
async fn a_driver_that_waits_for_a_worker_is_told_once() {
    let dir = tempfile::tempdir().unwrap();
    let (mut driver, mut told) = driver(master(&[state("SUBMITTED")]), &dir);
    let gave_up = tokio::time::timeout(Duration::from_millis(400), driver.wait()).await;
    assert!(gave_up.is_err());
    let mut messages = 0;
    while let Ok(event) = told.try_recv() {
        messages += usize::from(
            matches!(event, SubmissionEvent::Message(text) if text.contains("driver_memory")),
        );
    }
    assert_eq!(messages, 1);
}

#[tokio::test]
async fn a_driver_whose_master_is_away_when_the_run_stops_at_once_is_lost_and_not_stopped() {
    let dir = tempfile::tempdir().unwrap();
    // It takes the connection and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let (mut driver, _told) = driver_at(vec![address.clone()], vec![address], &dir);
    driver.stop(Stop::Gracefully).await;
    driver.stop(Stop::Now).await;
    let lost = driver.wait().await;
    assert!(matches!(lost, Outcome::Lost(_)), "{lost:?}");
    assert!(failure(&lost).cause.contains("could not be stopped"));
    assert!(
        failure(&lost)
            .hint
            .as_ref()
            .unwrap()
            .contains("kill it there")
    );
    // A master that is away altogether is the same.
    let (mut driver, _told) = driver_at(vec![master(&[String::new()])], Vec::new(), &dir);
    driver.stop(Stop::Now).await;
    assert!(matches!(
        driver.wait().await,
        Outcome::Stopped | Outcome::Lost(_)
    ));
}

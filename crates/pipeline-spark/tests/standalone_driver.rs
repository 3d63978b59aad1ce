//! What becomes of a driver when its master says this or that, or nothing. The answers are
//! those of real masters; a stand-in gives them, since a real one cannot be made to stutter.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

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
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let mut answers = answers.to_vec();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { break };
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let request = lines.next().and_then(Result::ok).unwrap_or_default();
            for line in lines.by_ref() {
                if line.is_ok_and(|line| line.is_empty()) {
                    break;
                }
            }
            let answer = if request.contains("/v1/submissions/status/") {
                if answers.len() > 1 {
                    answers.remove(0)
                } else {
                    answers[0].clone()
                }
            } else if request.contains("/v1/submissions/kill/") {
                answers = vec![state("KILLED")];
                r#"{"action":"KillSubmissionResponse","success":true}"#.to_owned()
            } else {
                String::new()
            };
            if !answer.is_empty() {
                let length = answer.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{answer}"
                );
            }
        }
    });
    address
}

fn driver(
    rest: String,
    dir: &tempfile::TempDir,
) -> (DriverSubmission, UnboundedReceiver<SubmissionEvent>) {
    let (events, told) = mpsc::unbounded_channel();
    let at = DriverHandle {
        driver: ID.to_owned(),
        addresses: Addresses {
            rest: vec![rest],
            ui: Vec::new(),
        },
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
            unreachable: Duration::from_millis(500),
        },
        dir: dir.path().to_owned(),
        masker: Arc::new(Masker::default()),
        rerun: None,
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

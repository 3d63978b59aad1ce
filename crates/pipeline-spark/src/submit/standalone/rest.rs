//! The protocol of a standalone master's REST server, version 1.

use serde::Deserialize;

use super::{AskError, DriverState, get, strange};

/// What a master knows of a driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Its state.
    Known {
        /// The state.
        state: DriverState,
        /// The worker that it runs on, once there is one.
        worker: Option<String>,
        /// The exception, if the worker could not even start it.
        message: Option<String>,
    },
    /// It has forgotten the driver, or never knew it.
    Forgotten,
}

/// What a master said to a request to kill a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Killed {
    /// It will.
    Accepted,
    /// The driver has ended, or is not known.
    Ended,
}

/// Every response has these, as far as they apply.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    action: String,
    #[serde(default)]
    success: bool,
    driver_state: Option<String>,
    worker_id: Option<String>,
    message: Option<String>,
}

/// Asks for a driver's state.
///
/// # Errors
/// The server cannot be reached, or is none.
pub(super) async fn status(
    client: &reqwest::Client,
    rest: &str,
    id: &str,
) -> Result<Status, AskError> {
    let url = format!("{rest}/v1/submissions/status/{id}");
    let text = get(client, &url).await?;
    read_status(&text).ok_or_else(|| strange(&url, &text))
}

/// Asks to kill a driver.
///
/// # Errors
/// The server cannot be reached, or is none.
pub(super) async fn kill(
    client: &reqwest::Client,
    rest: &str,
    id: &str,
) -> Result<Killed, AskError> {
    let url = format!("{rest}/v1/submissions/kill/{id}");
    let unreachable = |source| AskError::Unreachable {
        url: url.clone(),
        source,
    };
    let response = client.post(&url).send().await.map_err(unreachable)?;
    let text = response.text().await.map_err(unreachable)?;
    read_kill(&text).ok_or_else(|| strange(&url, &text))
}

fn read_status(text: &str) -> Option<Status> {
    let response: Response = serde_json::from_str(text).ok()?;
    if response.action != "SubmissionStatusResponse" {
        return None;
    }
    let Some(state) = response.driver_state else {
        // An id that it does not know has neither a state nor a message; a master that does not
        // lead has a message.
        let forgotten = !response.success && response.message.is_none();
        return forgotten.then_some(Status::Forgotten);
    };
    Some(Status::Known {
        state: DriverState::of(&state)?,
        worker: response.worker_id,
        message: response.message,
    })
}

fn read_kill(text: &str) -> Option<Killed> {
    let response: Response = serde_json::from_str(text).ok()?;
    if response.action != "KillSubmissionResponse" {
        return None;
    }
    if response.success {
        return Some(Killed::Accepted);
    }
    let message = response.message.unwrap_or_default();
    message
        .contains("already finished or does not exist")
        .then_some(Killed::Ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_of_a_real_master_are_read() {
        // Spark 4.3.0, shortened.
        let running = r#"{ "action" : "SubmissionStatusResponse", "driverState" : "RUNNING",
            "serverSparkVersion" : "4.3.0", "submissionId" : "driver-20261121081601-0000",
            "success" : true, "workerHostPort" : "127.0.0.1:42657",
            "workerId" : "worker-20261121081556-127.0.0.1-42657" }"#;
        assert_eq!(
            read_status(running),
            Some(Status::Known {
                state: DriverState::Running,
                worker: Some("worker-20261121081556-127.0.0.1-42657".into()),
                message: None,
            })
        );
        let unknown =
            r#"{ "action" : "SubmissionStatusResponse", "submissionId" : "x", "success" : false }"#;
        assert_eq!(read_status(unknown), Some(Status::Forgotten));
        let ended = r#"{ "action" : "KillSubmissionResponse", "success" : false,
            "message" : "Driver x has already finished or does not exist" }"#;
        assert_eq!(read_kill(ended), Some(Killed::Ended));
    }

    #[test]
    fn what_is_no_answer_is_not_taken_for_one() {
        for text in [
            "",
            "{}",
            "<html>",
            r#"{"action":"ErrorResponse","success":false}"#,
        ] {
            assert_eq!(read_status(text), None);
            assert_eq!(read_kill(text), None);
        }
        // A master that stands by does not know, which is not to have forgotten.
        let standby = r#"{"action":"SubmissionStatusResponse","success":false,
            "message":"Exception from the cluster: Current state is not alive: STANDBY."}"#;
        assert_eq!(read_status(standby), None);
        // Success without a state is no answer either.
        assert_eq!(
            read_status(r#"{"action":"SubmissionStatusResponse","success":true}"#),
            None
        );
    }
}

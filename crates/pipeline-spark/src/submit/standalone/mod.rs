//! Drivers that a standalone master runs, asked of the master itself: what `spark-submit`
//! exits with says nothing about them (it is 0 whatever the driver does).
//!
//! A master is asked in two places, whichever answers: its REST server (port 6066, off unless
//! `spark.master.rest.enabled` is set for the master), and the JSON of its web interface (port
//! 8080). Other ports are told by Spark's own properties `spark.master.rest.port` and
//! `spark.master.ui.port` in the application's `conf`; both are the master's, the application
//! itself passes over them. Sources: `StandaloneRestServer`, `JsonProtocol`, `MasterWebUI`.

mod address;
mod ask;
mod driver;
mod page;
mod rest;
mod worker;

use serde::{Deserialize, Serialize};

pub use address::Addresses;
pub use driver::{Companions, DriverSubmission, Patience};

/// What a driver's [`super::Handle`] holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriverHandle {
    /// The driver's id, as its master calls it.
    pub driver: String,
    /// Where the master is asked.
    pub addresses: Addresses,
}

/// A state of a driver, in its master's words (`DriverState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)] // the words are Spark's
pub enum DriverState {
    Submitted,
    Running,
    Finished,
    Relaunching,
    Unknown,
    Killed,
    Failed,
    Error,
}

impl DriverState {
    /// The state of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        serde_json::from_value(word.into()).ok()
    }

    /// The master's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Submitted => "SUBMITTED",
            Self::Running => "RUNNING",
            Self::Finished => "FINISHED",
            Self::Relaunching => "RELAUNCHING",
            Self::Unknown => "UNKNOWN",
            Self::Killed => "KILLED",
            Self::Failed => "FAILED",
            Self::Error => "ERROR",
        }
    }
}

/// Why a master could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Nobody answers.
    #[error("{url} cannot be reached")]
    Unreachable {
        /// The address.
        url: String,
        /// What the connection said.
        source: reqwest::Error,
    },
    /// Somebody answers, but not what a master would.
    #[error("{url} answers what no standalone master would: {answer}")]
    Strange {
        /// The address.
        url: String,
        /// The beginning of the answer.
        answer: String,
    },
}

/// The client for all of it: no proxy, as Spark's own, and no wait without end.
pub(super) fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .connect_timeout(std::time::Duration::from_secs(2))
        .timeout(std::time::Duration::from_secs(10))
        .build()
        // It fails only where TLS does, which is not used.
        .unwrap_or_default()
}

/// The text at an address.
async fn get(client: &reqwest::Client, url: &str) -> Result<String, AskError> {
    let unreachable = |source| AskError::Unreachable {
        url: url.to_owned(),
        source,
    };
    let response = client.get(url).send().await.map_err(unreachable)?;
    let status = response.status();
    let text = response.text().await.map_err(unreachable)?;
    if status.is_success() {
        Ok(text)
    } else {
        Err(strange(url, &format!("{status} {text}")))
    }
}

fn strange(url: &str, answer: &str) -> AskError {
    AskError::Strange {
        url: url.to_owned(),
        answer: answer.chars().take(200).collect(),
    }
}

//! What a run that died left of a task.

use serde::{Deserialize, Serialize};

/// What a run that died left of a task that it had begun: read from its journal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    /// The run that died.
    pub run: String,
    /// The application that it had handed over, if it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<Submitted>,
}

/// A submission, as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// Whoever was given it (`spark-submit`, …).
    pub submitter: String,
    /// How that one finds it again.
    pub handle: serde_json::Value,
    /// The id of the application, if it was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
}

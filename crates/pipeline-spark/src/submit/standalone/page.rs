//! The JSON of a standalone master's web interface (`JsonProtocol.writeMasterState`).

use serde::Deserialize;

use super::{AskError, get, strange};

/// What a master's page tells.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct MasterPage {
    /// Its workers.
    #[serde(default)]
    pub workers: Vec<WorkerLine>,
    /// The drivers that run or wait.
    #[serde(default, rename = "activedrivers")]
    pub active: Vec<DriverLine>,
    /// The drivers that have ended, as many as it keeps.
    #[serde(default, rename = "completeddrivers")]
    pub completed: Vec<DriverLine>,
    /// `ALIVE`, or `STANDBY` for a master that does not lead.
    #[serde(default)]
    pub status: String,
}

/// One driver.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct DriverLine {
    /// Its id.
    pub id: String,
    /// When it was submitted, in milliseconds, as a text.
    #[serde(default, rename = "starttime")]
    pub start: String,
    /// Its state.
    pub state: String,
    /// The worker's id, or `None` in letters.
    #[serde(default)]
    pub worker: String,
    /// Its class.
    #[serde(default, rename = "mainclass")]
    pub class: String,
}

/// One worker.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct WorkerLine {
    /// Its id.
    pub id: String,
    /// Its host.
    #[serde(default)]
    pub host: String,
    /// Its web interface.
    #[serde(default, rename = "webuiaddress")]
    pub ui: String,
}

impl MasterPage {
    /// Every driver.
    fn drivers(&self) -> impl Iterator<Item = &DriverLine> {
        self.active.iter().chain(&self.completed)
    }

    /// A driver by its id.
    #[must_use]
    pub(super) fn driver(&self, id: &str) -> Option<&DriverLine> {
        self.drivers().find(|driver| driver.id == id)
    }

    /// The driver that took over from one that was relaunched: of the same class, submitted
    /// last, after it. Nothing if more than one could be meant.
    #[must_use]
    pub(super) fn successor(&self, of: &DriverLine) -> Option<&DriverLine> {
        let time = |driver: &DriverLine| driver.start.parse::<u64>().unwrap_or(0);
        let mut later = self
            .drivers()
            .filter(|driver| driver.class == of.class && driver.id != of.id)
            .filter(|driver| time(driver) > time(of));
        let first = later.next()?;
        later.next().is_none().then_some(first)
    }
}

/// Asks for the page.
///
/// # Errors
/// The interface cannot be reached, or is none of a master.
pub(super) async fn page(client: &reqwest::Client, ui: &str) -> Result<MasterPage, AskError> {
    let url = format!("{ui}/json/");
    let text = get(client, &url).await?;
    serde_json::from_str(&text).map_err(|_| strange(&url, &text))
}

/// Asks the interface to kill a driver, as its page's own link does. It answers with a page
/// whatever comes of it.
///
/// # Errors
/// The interface cannot be reached.
pub(super) async fn kill(client: &reqwest::Client, ui: &str, id: &str) -> Result<(), AskError> {
    let url = format!("{ui}/driver/kill/");
    let body = format!("id={id}&terminate=true");
    client
        .post(&url)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(body)
        .send()
        .await
        .map(|_| ())
        .map_err(|source| AskError::Unreachable { url, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driver(id: &str, start: &str, class: &str) -> DriverLine {
        DriverLine {
            id: id.into(),
            start: start.into(),
            state: "RUNNING".into(),
            worker: String::new(),
            class: class.into(),
        }
    }

    #[test]
    fn a_successor_is_taken_only_if_no_other_could_be_meant() {
        let dead = driver("driver-1", "1795248961695", "jobs.Driver");
        let mut page = MasterPage {
            active: vec![
                driver("driver-0", "1795248961000", "jobs.Driver"),
                driver("driver-2", "1795248970000", "jobs.Other"),
                driver("driver-3", "1795248970001", "jobs.Driver"),
            ],
            completed: vec![dead.clone()],
            ..MasterPage::default()
        };
        assert_eq!(
            page.successor(&dead).map(|line| line.id.as_str()),
            Some("driver-3")
        );
        page.active
            .push(driver("driver-4", "1795248970002", "jobs.Driver"));
        assert!(page.successor(&dead).is_none());
    }
}

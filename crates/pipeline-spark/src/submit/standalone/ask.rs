//! Asks a standalone master, at whichever of its addresses knows.

use super::page::{self, MasterPage};
use super::rest::{self, Killed, Status};
use super::{Addresses, AskError, DriverState, client};

/// A master with all its addresses.
pub(super) struct Master {
    pub(super) client: reqwest::Client,
    /// Where it is asked, what answered last first.
    doors: Vec<Door>,
    ui: Vec<String>,
}

/// One place where a master is asked.
#[derive(Clone, Debug)]
enum Door {
    Rest(String),
    Page(String),
}

/// What all the addresses together answered.
pub(super) enum Answer {
    Known {
        state: DriverState,
        worker: Option<String>,
        message: Option<String>,
    },
    Forgotten,
    Unreachable(String),
}

/// Whether a request to kill was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// The master will.
    Yes,
    /// A page has it, which answers the same whatever comes of it.
    Perhaps,
    /// Nobody has it.
    No,
}

impl Master {
    pub(super) fn new(addresses: &Addresses) -> Self {
        let rest = addresses.rest.iter().cloned().map(Door::Rest);
        let pages = addresses.ui.iter().cloned().map(Door::Page);
        Self {
            client: client(),
            doors: rest.chain(pages).collect(),
            ui: addresses.ui.clone(),
        }
    }

    /// Asks at every door until one knows.
    pub(super) async fn ask(&mut self, driver: &str) -> Answer {
        let mut forgotten = false;
        let mut trouble = None;
        for at in 0..self.doors.len() {
            let answer = match &self.doors[at] {
                Door::Rest(address) => self.ask_rest(address, driver).await,
                Door::Page(address) => self.ask_page(address, driver).await,
            };
            match answer {
                Ok(Answer::Known {
                    state,
                    worker,
                    message,
                }) => {
                    // The next time it is asked first: others may be slow to refuse.
                    let door = self.doors.remove(at);
                    self.doors.insert(0, door);
                    return Answer::Known {
                        state,
                        worker,
                        message,
                    };
                }
                Ok(Answer::Forgotten) => forgotten = true,
                Ok(Answer::Unreachable(why)) => trouble = Some(why),
                Err(error) => trouble = Some(error.to_string()),
            }
        }
        if forgotten {
            return Answer::Forgotten;
        }
        Answer::Unreachable(trouble.unwrap_or_else(|| "it has no address".to_owned()))
    }

    async fn ask_rest(&self, address: &str, driver: &str) -> Result<Answer, AskError> {
        let status = rest::status(&self.client, address, driver).await?;
        Ok(match status {
            Status::Known {
                state,
                worker,
                message,
            } => Answer::Known {
                state,
                worker,
                message,
            },
            Status::Forgotten => Answer::Forgotten,
        })
    }

    async fn ask_page(&self, address: &str, driver: &str) -> Result<Answer, AskError> {
        let page = page::page(&self.client, address).await?;
        let line = page.driver(driver);
        let known = line.and_then(|line| Some((line, DriverState::of(&line.state)?)));
        Ok(match known {
            Some((line, state)) => Answer::Known {
                state,
                worker: Some(line.worker.clone()).filter(|id| id != "None"),
                message: None,
            },
            // Only a master that leads can have forgotten.
            None if line.is_none() && page.status == "ALIVE" => Answer::Forgotten,
            None => Answer::Unreachable(format!("{address} does not lead")),
        })
    }

    /// Asks to kill a driver.
    pub(super) async fn kill(&self, driver: &str) -> Taken {
        for door in &self.doors {
            if let Door::Rest(address) = door
                && let Ok(Killed::Accepted | Killed::Ended) =
                    rest::kill(&self.client, address, driver).await
            {
                return Taken::Yes;
            }
        }
        // Without a REST server the page does it, unless `spark.ui.killEnabled` is off.
        let mut taken = Taken::No;
        for address in &self.ui {
            if page::kill(&self.client, address, driver).await.is_ok() {
                taken = Taken::Perhaps;
            }
        }
        taken
    }

    /// The page of the master that leads.
    pub(super) async fn page(&self) -> Option<MasterPage> {
        for address in &self.ui {
            if let Ok(page) = page::page(&self.client, address).await
                && page.status == "ALIVE"
            {
                return Some(page);
            }
        }
        None
    }
}

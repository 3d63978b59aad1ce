//! One driver on a standalone cluster, from its submission to its end.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pipeline_core::engine::BoxFuture;
use pipeline_core::run::Stop;
use pipeline_core::secret::Masker;
use pipeline_core::{Failure, FailureKind};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use super::page::{self, DriverLine, MasterPage};
use super::rest::{self, Killed, Status};
use super::{AskError, DriverHandle, DriverState, client, worker};
use crate::diagnose;
use crate::submit::{Handle, Outcome, Submission, SubmissionEvent};
use crate::watch::Finding;

/// The file that keeps the end of what a driver printed on its worker.
const DRIVER_LOG: &str = "driver-stderr.log";

/// How often a driver's log is looked at for the address of its interface.
const URL_LOOKS: u32 = 60;

/// How a master is asked, and for how long when it does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// The first pause between two questions.
    pub first: Duration,
    /// The longest pause; each is half as long again as the one before.
    pub longest: Duration,
    /// How long a master may be out of reach before its drivers are lost.
    pub unreachable: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(300),
            longest: Duration::from_secs(3),
            unreachable: Duration::from_secs(300),
        }
    }
}

/// A driver on a standalone cluster. Dropped, it runs on.
pub struct DriverSubmission {
    handle: Handle,
    at: DriverHandle,
    /// The driver that is asked for: another than the handle's once it was relaunched.
    driver: String,
    client: reqwest::Client,
    events: mpsc::UnboundedSender<SubmissionEvent>,
    patience: Patience,
    dir: PathBuf,
    masker: Arc<Masker>,
    rerun: Option<String>,
    pause: Duration,
    state: Option<DriverState>,
    worker: Option<String>,
    url_looks: u32,
    unreachable: Option<Instant>,
    kill: Kill,
    outcome: Option<Outcome>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kill {
    No,
    Wanted,
    Asked,
}

/// What a driver needs beside its handle.
pub struct Companions {
    /// Who is told what becomes known.
    pub events: mpsc::UnboundedSender<SubmissionEvent>,
    /// How the master is asked.
    pub patience: Patience,
    /// The folder for the end of its log.
    pub dir: PathBuf,
    /// What must not be shown.
    pub masker: Arc<Masker>,
    /// The command that submits it again by hand.
    pub rerun: Option<String>,
}

/// What all the addresses together answered.
enum Answer {
    Known {
        state: DriverState,
        worker: Option<String>,
        message: Option<String>,
    },
    Forgotten,
    Unreachable(AskError),
}

impl DriverSubmission {
    /// The driver of a handle.
    #[must_use]
    pub fn new(handle: Handle, at: DriverHandle, companions: Companions) -> Self {
        Self {
            handle,
            driver: at.driver.clone(),
            at,
            client: client(),
            events: companions.events,
            pause: companions.patience.first,
            patience: companions.patience,
            dir: companions.dir,
            masker: companions.masker,
            rerun: companions.rerun,
            state: None,
            worker: None,
            url_looks: 0,
            unreachable: None,
            kill: Kill::No,
            outcome: None,
        }
    }

    async fn watch(&mut self) -> Outcome {
        loop {
            if let Some(outcome) = &self.outcome {
                return outcome.clone();
            }
            self.outcome = self.step().await;
            if self.outcome.is_none() {
                sleep(self.pause).await;
                self.pause = (self.pause * 3 / 2).min(self.patience.longest);
            }
        }
    }

    async fn step(&mut self) -> Option<Outcome> {
        if self.kill == Kill::Wanted {
            self.ask_kill().await;
        }
        let (state, message) = match self.ask().await {
            Answer::Known {
                state,
                worker,
                message,
            } => {
                self.worker = worker.or(self.worker.take());
                (state, message)
            }
            Answer::Forgotten => {
                return Some(self.lost(format!("the master has forgotten {}", self.driver)));
            }
            Answer::Unreachable(error) => {
                let since = *self.unreachable.get_or_insert_with(Instant::now);
                return (since.elapsed() >= self.patience.unreachable).then(|| {
                    self.lost(format!(
                        "the master of {} does not answer: {error}",
                        self.driver
                    ))
                });
            }
        };
        self.unreachable = None;
        if self.state != Some(state) {
            self.state = Some(state);
            self.pause = self.patience.first;
            self.tell(SubmissionEvent::State(state.word().to_owned()));
        }
        match state {
            DriverState::Submitted | DriverState::Unknown => None,
            DriverState::Running => {
                self.look_for_url().await;
                None
            }
            DriverState::Finished => {
                self.look_for_url().await;
                Some(Outcome::Succeeded)
            }
            DriverState::Killed => Some(Outcome::Stopped),
            DriverState::Failed => Some(Outcome::Failed(Box::new(self.failed().await))),
            DriverState::Error => Some(Outcome::Failed(Box::new(self.could_not_run(message)))),
            DriverState::Relaunching => self.follow().await,
        }
    }

    /// Asks every address until one knows.
    async fn ask(&self) -> Answer {
        let mut forgotten = false;
        let mut trouble = None;
        for address in &self.at.addresses.rest {
            match rest::status(&self.client, address, &self.driver).await {
                Ok(Status::Known {
                    state,
                    worker,
                    message,
                }) => {
                    return Answer::Known {
                        state,
                        worker,
                        message,
                    };
                }
                Ok(Status::Forgotten) => forgotten = true,
                Err(error) => trouble = Some(error),
            }
        }
        if !forgotten {
            for address in &self.at.addresses.ui {
                match page::page(&self.client, address).await {
                    Ok(page) => match page.driver(&self.driver) {
                        Some(line) => {
                            if let Some(state) = DriverState::of(&line.state) {
                                return Answer::Known {
                                    state,
                                    worker: Some(line.worker.clone()).filter(|id| id != "None"),
                                    message: None,
                                };
                            }
                        }
                        // Only a master that leads can have forgotten.
                        None => forgotten |= page.status == "ALIVE",
                    },
                    Err(error) => trouble = Some(error),
                }
            }
        }
        match trouble {
            _ if forgotten => Answer::Forgotten,
            Some(error) => Answer::Unreachable(error),
            None => Answer::Unreachable(AskError::Strange {
                url: self.at.addresses.ui.join(", "),
                answer: "no master that leads".to_owned(),
            }),
        }
    }

    async fn ask_kill(&mut self) {
        for address in &self.at.addresses.rest {
            match rest::kill(&self.client, address, &self.driver).await {
                Ok(Killed::Accepted | Killed::Ended) => {
                    self.kill = Kill::Asked;
                    return;
                }
                Err(_) => {}
            }
        }
        // Without a REST server the page does it, unless `spark.ui.killEnabled` is off; whether
        // it has, the state will tell, so it is asked again until then.
        for address in &self.at.addresses.ui {
            let _ = page::kill(&self.client, address, &self.driver).await;
        }
    }

    async fn page(&self) -> Option<MasterPage> {
        for address in &self.at.addresses.ui {
            if let Ok(page) = page::page(&self.client, address).await
                && page.status == "ALIVE"
            {
                return Some(page);
            }
        }
        None
    }

    async fn look_for_url(&mut self) {
        if self.url_looks >= URL_LOOKS {
            return;
        }
        self.url_looks += 1;
        let Some(page) = self.page().await else {
            return;
        };
        let Some(worker) = self.worker.clone().or_else(|| self.worker_on(&page)) else {
            return;
        };
        let host = page
            .workers
            .iter()
            .find(|line| line.id == worker)
            .map(|line| line.host.clone());
        let log = worker::stderr(&self.client, &page, &worker, &self.driver, true).await;
        for finding in worker::findings(&log.unwrap_or_default(), host.as_deref()) {
            match finding {
                Finding::TrackingUrl(url) => self.tell(SubmissionEvent::TrackingUrl(url)),
                Finding::ApplicationId(id) => {
                    // It comes after the address, so now both are known.
                    self.url_looks = URL_LOOKS;
                    self.tell(SubmissionEvent::ApplicationId(id));
                }
                _ => {}
            }
        }
    }

    fn worker_on(&self, page: &MasterPage) -> Option<String> {
        let line = page.driver(&self.driver)?;
        Some(line.worker.clone()).filter(|worker| worker != "None")
    }

    /// What a driver that failed printed last, from its worker, as long as that is up.
    async fn failed(&self) -> Failure {
        let mut failure = Failure::new(
            FailureKind::Program,
            format!("{} failed; its master does not tell how", self.driver),
        );
        if let Some(page) = self.page().await
            && let Some(worker) = self.worker.clone().or_else(|| self.worker_on(&page))
        {
            if let Some(url) = worker::log_page(&page, &worker, &self.driver) {
                failure.hint = Some(format!("its log is at {url}"));
            }
            let log = worker::stderr(&self.client, &page, &worker, &self.driver, false).await;
            if let Some(log) = log {
                self.explain(&mut failure, &log);
            }
        }
        self.finish(failure)
    }

    fn explain(&self, failure: &mut Failure, log: &str) {
        if let Some(root) = diagnose::in_text(log) {
            failure.cause = root.cause;
            failure.context = root.context;
            failure.hint = root.hint.or(failure.hint.take());
        }
        let path = self.dir.join(DRIVER_LOG);
        if std::fs::write(&path, log).is_ok() {
            failure.last_lines = diagnose::last_lines(&path, 20);
            failure.log = Some(std::path::absolute(&path).unwrap_or(path));
        }
    }

    fn could_not_run(&self, message: Option<String>) -> Failure {
        let message = message.unwrap_or_default();
        let lines: Vec<&str> = message
            .lines()
            .filter(|line| {
                !line.trim().is_empty() && !line.starts_with("Exception from the cluster")
            })
            .collect();
        let cause = match lines.first() {
            Some(line) => format!("the worker could not run the driver: {}", line.trim()),
            None => "the worker could not run the driver, or was lost with it".to_owned(),
        };
        let failure = Failure::new(FailureKind::Environment, cause).hint(
            "every worker must be able to read the jar: use a shared folder, or an http or hdfs URI",
        );
        self.finish(failure)
    }

    /// Goes on with the driver that took over, or gives up.
    async fn follow(&mut self) -> Option<Outcome> {
        let dead = self.driver.clone();
        let next = self.page().await.and_then(|page| {
            let line: DriverLine = page.driver(&dead)?.clone();
            page.successor(&line).map(|line| line.id.clone())
        });
        match next {
            Some(next) => {
                self.tell(SubmissionEvent::State(format!("RELAUNCHING as {next}")));
                self.driver = next;
                self.worker = None;
                if self.kill == Kill::Asked {
                    self.kill = Kill::Wanted;
                }
                None
            }
            None => Some(self.lost(format!(
                "{dead} was relaunched under another id, which cannot be told from others"
            ))),
        }
    }

    fn lost(&self, cause: String) -> Outcome {
        let places = self.at.addresses.ui.join(" or ");
        let failure = Failure::new(FailureKind::Lost, cause).hint(format!(
            "nobody knows whether it succeeded: look at {places} and at its outputs before it runs again"
        ));
        Outcome::Lost(Box::new(self.finish(failure)))
    }

    fn finish(&self, mut failure: Failure) -> Failure {
        failure.rerun.clone_from(&self.rerun);
        diagnose::masked(failure, &|text| self.masker.mask(text).into_owned())
    }

    fn tell(&self, event: SubmissionEvent) {
        // Nobody listens any more only when the run is over.
        let _ = self.events.send(event);
    }
}

impl Submission for DriverSubmission {
    fn handle(&self) -> &Handle {
        &self.handle
    }

    fn wait(&mut self) -> BoxFuture<'_, Outcome> {
        Box::pin(self.watch())
    }

    fn stop(&mut self, stop: Stop) -> BoxFuture<'_, ()> {
        // A worker asks a driver to end, and kills it when it does not: there is no more to it.
        Box::pin(async move {
            if stop != Stop::No && self.outcome.is_none() && self.kill == Kill::No {
                self.kill = Kill::Wanted;
                self.pause = self.patience.first;
                self.ask_kill().await;
            }
        })
    }
}

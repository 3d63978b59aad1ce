//! One driver on a standalone cluster, from its submission to its end.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use pipeline_core::engine::BoxFuture;
use pipeline_core::run::Stop;
use pipeline_core::secret::Masker;
use pipeline_core::{Failure, FailureKind};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};

use super::ask::{Answer, Master, Taken};
use super::page::{DriverLine, MasterPage};
use super::worker::Logs;
use super::{DriverHandle, DriverState};
use crate::diagnose;
use crate::submit::{Handle, Outcome, Submission, SubmissionEvent};
use crate::watch::Finding;

/// How much of a log's end is read for the cause of a failure.
const TAIL: u64 = 200_000;

/// How many pieces of a log are copied between two questions.
const PIECES: u32 = 8;

/// How long each question may take when the run is stopped at once.
const HURRY: Duration = Duration::from_secs(1);

/// How a master is asked, and for how long when it does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// The shortest pause between two questions. A pause is a fiftieth of the time that the
    /// driver has taken so far, so that the end of a job is not noticed late for its length.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
    /// How long a driver may wait for a worker before a person is told.
    pub queued: Duration,
    /// How long a master may be out of reach before its drivers are lost.
    pub unreachable: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(300),
            longest: Duration::from_secs(3),
            queued: Duration::from_secs(30),
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
    master: Master,
    events: mpsc::UnboundedSender<SubmissionEvent>,
    patience: Patience,
    masker: Arc<Masker>,
    rerun: Option<String>,
    secrets: Option<PathBuf>,
    began: Instant,
    state: Option<DriverState>,
    /// Since when it has that state.
    since: Instant,
    queued_told: bool,
    worker: Option<String>,
    logs: Logs,
    unreachable: Option<Instant>,
    unfollowed: Option<Instant>,
    kill: Kill,
    hurry: bool,
    outcome: Option<Outcome>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kill {
    No,
    /// Nobody has taken the request yet.
    Wanted,
    /// A page has, which answers the same whatever comes of it: it is asked again.
    Sent,
    /// The master will.
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
    /// The file with its secrets, which is removed when it has succeeded.
    pub secrets: Option<PathBuf>,
}

impl DriverSubmission {
    /// The driver of a handle.
    #[must_use]
    pub fn new(handle: Handle, at: DriverHandle, companions: Companions) -> Self {
        Self {
            handle,
            driver: at.driver.clone(),
            master: Master::new(&at.addresses),
            at,
            events: companions.events,
            patience: companions.patience,
            masker: companions.masker,
            rerun: companions.rerun,
            secrets: companions.secrets,
            began: Instant::now(),
            state: None,
            since: Instant::now(),
            queued_told: false,
            worker: None,
            logs: Logs::new(&companions.dir),
            unreachable: None,
            unfollowed: None,
            kill: Kill::No,
            hurry: false,
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
                sleep(self.pause()).await;
            }
        }
    }

    fn pause(&self) -> Duration {
        let Patience { first, longest, .. } = self.patience;
        if self.kill == Kill::No {
            (self.began.elapsed() / 50).clamp(first, longest.max(first))
        } else {
            first
        }
    }

    async fn step(&mut self) -> Option<Outcome> {
        if matches!(self.kill, Kill::Wanted | Kill::Sent) && !self.hurry {
            self.ask_kill().await;
        }
        let answer = if self.hurry {
            match timeout(HURRY, self.master.ask(&self.driver)).await {
                Ok(answer) => answer,
                Err(_) => Answer::Unreachable("no answer in time".to_owned()),
            }
        } else {
            self.master.ask(&self.driver).await
        };
        let (state, message) = match answer {
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
            Answer::Unreachable(why) => {
                if self.hurry {
                    return Some(self.not_stopped(&why));
                }
                let since = *self.unreachable.get_or_insert_with(Instant::now);
                return (since.elapsed() >= self.patience.unreachable).then(|| {
                    self.lost(format!(
                        "the master of {} does not answer: {why}",
                        self.driver
                    ))
                });
            }
        };
        self.unreachable = None;
        if self.state != Some(state) {
            self.state = Some(state);
            self.since = Instant::now();
            self.tell(SubmissionEvent::State(state.word().to_owned()));
        }
        let outcome = match state {
            DriverState::Submitted | DriverState::Unknown => {
                self.tell_queued(state);
                None
            }
            DriverState::Running => {
                self.copy_logs(PIECES).await;
                None
            }
            DriverState::Finished => {
                self.copy_logs(u32::MAX).await;
                if let Some(file) = &self.secrets {
                    // Should it stay, it is still its owner's only.
                    let _ = std::fs::remove_file(file);
                }
                Some(Outcome::Succeeded)
            }
            DriverState::Killed => {
                self.copy_logs(u32::MAX).await;
                Some(Outcome::Stopped)
            }
            DriverState::Failed => {
                self.logs.try_once_more();
                self.copy_logs(u32::MAX).await;
                Some(Outcome::Failed(Box::new(self.failed())))
            }
            DriverState::Error => Some(Outcome::Failed(Box::new(self.could_not_run(message)))),
            DriverState::Relaunching => self.follow().await,
        };
        if outcome.is_some()
            && let Some(trouble) = &self.logs.trouble
        {
            self.tell(SubmissionEvent::Message(format!(
                "what the driver printed is not kept whole: {trouble}"
            )));
        }
        if outcome.is_none() && self.hurry && self.kill == Kill::Wanted {
            return Some(self.not_stopped("the request to kill it was not taken"));
        }
        outcome
    }

    /// A driver that fits no worker waits for ever, and only the master's own log says so.
    fn tell_queued(&mut self, state: DriverState) {
        if state == DriverState::Submitted
            && !self.queued_told
            && self.since.elapsed() >= self.patience.queued
        {
            self.queued_told = true;
            self.tell(SubmissionEvent::Message(format!(
                "{} still waits for a worker: none may have room for it (`driver_memory`, `driver_cores`), or none is up; see {}",
                self.driver,
                self.at.addresses.ui.join(" or ")
            )));
        }
    }

    /// Copies what the driver has printed, and tells what is in it.
    async fn copy_logs(&mut self, pieces: u32) {
        if self.logs.gave_up() || self.hurry {
            return;
        }
        if self.logs.is_lost() {
            let Some(page) = self.master.page().await else {
                self.logs.failed();
                return;
            };
            match self.worker.clone().or_else(|| self.worker_on(&page)) {
                Some(worker) => self.logs.found(&page, &worker),
                None => return,
            }
        }
        for finding in self
            .logs
            .copy(&self.master.client, &self.driver, pieces)
            .await
        {
            match finding {
                Finding::TrackingUrl(url) => self.tell(SubmissionEvent::TrackingUrl(url)),
                Finding::ApplicationId(id) => self.tell(SubmissionEvent::ApplicationId(id)),
                _ => {}
            }
        }
        // The logs are copied every few seconds: there is nothing to thin.
        if let Some(far) = self.logs.progress() {
            self.tell(SubmissionEvent::Progress(far));
        }
    }

    async fn ask_kill(&mut self) {
        self.kill = match self.master.kill(&self.driver).await {
            Taken::Yes => Kill::Asked,
            // The state will tell whether it has; until then it is asked again.
            Taken::Perhaps => Kill::Sent,
            Taken::No => self.kill,
        };
    }

    fn worker_on(&self, page: &MasterPage) -> Option<String> {
        let line = page.driver(&self.driver)?;
        Some(line.worker.clone()).filter(|worker| worker != "None")
    }

    /// Why a driver failed, from what it printed, as far as its worker could be asked.
    fn failed(&self) -> Failure {
        let mut failure = Failure::new(
            FailureKind::Program,
            format!("{} failed; its master does not tell how", self.driver),
        );
        if let Some(url) = self.logs.page(&self.driver) {
            failure.hint = Some(format!("its log is at {url}"));
        }
        if let Some(path) = self.logs.stderr() {
            if let Some(root) = tail(path).and_then(|log| diagnose::in_text(&log)) {
                failure.permanent = root.permanent;
                failure.cause = root.cause;
                failure.context = root.context;
                failure.hint = root.hint.or(failure.hint.take());
            }
            failure.last_lines = diagnose::last_lines(path, 20);
            failure.log = Some(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        }
        self.finish(failure)
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
        let Some(page) = self.master.page().await else {
            // Only the page knows who took over, and it may be away for a while.
            let since = *self.unfollowed.get_or_insert_with(Instant::now);
            return (since.elapsed() >= self.patience.unreachable).then(|| {
                self.lost(format!(
                    "{dead} was relaunched under another id, and the master's page does not answer"
                ))
            });
        };
        self.unfollowed = None;
        let next = page.driver(&dead).and_then(|line: &DriverLine| {
            let next = page.successor(line)?;
            Some(next.id.clone())
        });
        match next {
            Some(next) => {
                self.tell(SubmissionEvent::State(format!("RELAUNCHING as {next}")));
                self.driver = next;
                self.worker = None;
                self.logs.begin_again();
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

    /// The run ends now, and the driver may go on.
    fn not_stopped(&self, why: &str) -> Outcome {
        let places = self.at.addresses.ui.join(" or ");
        let failure = Failure::new(
            FailureKind::Lost,
            format!("{} could not be stopped: {why}", self.driver),
        )
        .hint(format!(
            "it may run on: look at {places}, and kill it there"
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
            if stop == Stop::No || self.outcome.is_some() {
                return;
            }
            self.hurry |= stop == Stop::Now;
            if self.kill == Kill::No {
                self.kill = Kill::Wanted;
            }
            if self.kill != Kill::Asked {
                // Whoever asks is not kept waiting by a master that does not answer; as long as
                // there is time, waiting for the end asks again.
                let _ = timeout(HURRY, self.ask_kill()).await;
            }
        })
    }
}

/// The end of a log.
fn tail(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let length = file.seek(SeekFrom::End(0)).ok()?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))
        .ok()?;
    let mut text = Vec::new();
    file.take(TAIL).read_to_end(&mut text).ok()?;
    Some(String::from_utf8_lossy(&text).into_owned())
}

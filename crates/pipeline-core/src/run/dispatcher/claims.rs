//! Claims of tasks: what another run does is left to it, and what it may have done since this
//! run looked is looked at again.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::super::completeness::{Noted, naming, outputs_of};
use super::super::{Claims, Completeness, EventKind, OutputAt, Resume};
use super::Dispatcher;
use crate::failure::{Failure, FailureKind};
use crate::recovery;
use crate::task::{TaskId, TaskKind};

/// What the run knows of claims that it waits for.
pub(super) struct Claiming {
    /// Tasks whose claim is ours and whose outputs are being looked at.
    looking: HashSet<u32>,
    /// Tasks that other runs do.
    elsewhere: HashSet<u32>,
    /// Tasks whose claim is ours, and whose outputs were not there when it was taken.
    taken: HashSet<u32>,
    send: mpsc::UnboundedSender<Claimed>,
    receive: mpsc::UnboundedReceiver<Claimed>,
}

/// A claim was obtained, and the outputs were looked at.
pub(super) struct Claimed {
    number: u32,
    /// Whether they are there.
    done: Result<bool, Failure>,
    /// What a run left of the task that died since this one began.
    resume: Option<Resume>,
}

impl Claimed {
    fn failed(number: u32, failure: Failure) -> Self {
        Self {
            number,
            done: Err(failure),
            resume: None,
        }
    }
}

impl Claiming {
    pub(super) fn new() -> Self {
        let (send, receive) = mpsc::unbounded_channel();
        Self {
            looking: HashSet::new(),
            elsewhere: HashSet::new(),
            taken: HashSet::new(),
            send,
            receive,
        }
    }

    /// How many tasks are being looked at: each takes a worker for that moment.
    pub(super) fn looking(&self) -> usize {
        self.looking.len()
    }

    /// Whether an answer is to come.
    pub(super) fn is_waiting(&self) -> bool {
        !self.looking.is_empty() || !self.elsewhere.is_empty()
    }

    /// The next answer. It waits for ever if none is to come.
    pub(super) async fn next(&mut self) -> Claimed {
        match self.receive.recv().await {
            Some(claimed) => claimed,
            // We hold a sender ourselves.
            None => std::future::pending().await,
        }
    }
}

impl Dispatcher {
    /// Takes the claim of a task that is about to start; says whether it can start now.
    pub(super) fn claim(&mut self, number: u32) -> bool {
        let Some(claims) = self.options.claims.clone() else {
            return true;
        };
        let node = self.view.plan().node(number);
        // Nobody does what is only looked at.
        if node.task.schema().kind == TaskKind::External || self.claiming.taken.remove(&number) {
            return true;
        }
        let id = node.id;
        match claims.try_take(id) {
            Ok(true) if !claims.has_company() => true,
            Ok(true) => {
                let look = self.look_at(number);
                let send = self.claiming.send.clone();
                self.claiming.looking.insert(number);
                tokio::task::spawn_blocking(move || {
                    // Nobody listens any more only when the run is over.
                    let _ = send.send(look());
                });
                false
            }
            Ok(false) => {
                let run = recovery::only_other(&self.options.state_dir, self.options.id.as_str());
                self.emit(EventKind::TaskElsewhere { task: id, run });
                self.claiming.elsewhere.insert(number);
                self.wait_for(number, id, claims);
                false
            }
            Err(error) => {
                self.claiming.looking.insert(number);
                self.claimed(Claimed::failed(number, cannot_claim(&error)));
                false
            }
        }
    }

    /// Waits for the claim on a thread of its own: nothing wakes a lock but its end. If the run
    /// ends before, the thread is left to itself; it holds nothing but the lock it waits for.
    fn wait_for(&mut self, number: u32, id: TaskId, claims: Claims) {
        let look = self.look_at(number);
        let send = self.claiming.send.clone();
        let thread = std::thread::Builder::new().name("run-claim".to_owned());
        let waits = thread.spawn(move || {
            let claimed = match claims.take(id) {
                Ok(()) => look(),
                Err(error) => Claimed::failed(number, cannot_claim(&error)),
            };
            if send.send(claimed).is_err() {
                claims.give_up(id);
            }
        });
        if let Err(error) = waits {
            // The channel is our own.
            let _ = self
                .claiming
                .send
                .send(Claimed::failed(number, cannot_claim(&error)));
        }
    }

    /// Looks whether the outputs of a task are there. What has none is never done by another:
    /// each run that is asked for it does it. What is not there another run may have begun and
    /// died of, after this one had looked what such runs left.
    fn look_at(&self, number: u32) -> impl FnOnce() -> Claimed + Send + use<> {
        let node = self.view.plan().node(number);
        let (task, outputs) = (node.id, outputs_of(&*node.task));
        let state_dir = self.options.state_dir.clone();
        let known = self.options.earlier_runs.clone();
        // The notes of this moment, not those of the beginning.
        let noted = Noted::new(
            Arc::clone(&self.options.completeness),
            &self.options.state_dir,
        );
        move || {
            let done = are_there(&outputs, &*noted);
            let resume = match done {
                Ok(false) => recovery::left_since(&state_dir, &known, task),
                _ => None,
            };
            Claimed {
                number,
                done,
                resume,
            }
        }
    }

    /// A claim was obtained: the task is done by another, or it is ours to do.
    pub(super) fn claimed(&mut self, claimed: Claimed) {
        let Claimed {
            number,
            done,
            resume,
        } = claimed;
        let was_elsewhere = self.claiming.elsewhere.remove(&number);
        self.claiming.looking.remove(&number);
        let task = self.id(number);
        if let Some(resume) = resume {
            self.options.resume.insert(task, resume);
        }
        match done {
            Ok(true) => self.settle(number, EventKind::TaskComplete { task }, true),
            Ok(false) => {
                if was_elsewhere {
                    self.ready(number);
                }
                self.claiming.taken.insert(number);
                self.schedule.queue().push(number);
            }
            Err(failure) => {
                let elapsed = std::time::Duration::ZERO;
                let failed = EventKind::TaskFailed {
                    task,
                    elapsed,
                    failure,
                };
                self.settle(number, failed, false);
            }
        }
    }

    /// Gives the claim of a task up: it has ended, and its end is told.
    pub(super) fn give_claim_up(&mut self, number: u32) {
        // What still blocks a thread keeps its claim as long as the process lives.
        if self.blocked.contains(&number) {
            return;
        }
        if let Some(claims) = &self.options.claims {
            let node = self.view.plan().node(number);
            // These have none.
            if !matches!(
                node.task.schema().kind,
                TaskKind::Wrapper | TaskKind::External
            ) {
                claims.give_up(node.id);
            }
        }
    }

    /// Gives up what was claimed and not begun: the run ends.
    pub(super) fn give_claims_up(&mut self) {
        let claiming = &mut self.claiming;
        // Whoever gets a claim from now on hears that nobody wants it, and gives it up.
        claiming.receive.close();
        while claiming.receive.try_recv().is_ok() {}
        let left = claiming.taken.drain().chain(claiming.looking.drain());
        let left: Vec<u32> = left.chain(claiming.elsewhere.drain()).collect();
        for number in left {
            self.give_claim_up(number);
        }
    }
}

/// Whether all of these outputs are there; of none it cannot be said.
fn are_there(outputs: &[OutputAt], completeness: &dyn Completeness) -> Result<bool, Failure> {
    if outputs.is_empty() {
        return Ok(false);
    }
    let mut answers = completeness.are_complete(outputs).into_iter();
    for output in outputs {
        // No answer is no success.
        let there = answers.next().unwrap_or(Ok(false));
        if !there.map_err(|failure| naming(failure, output))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn cannot_claim(error: &std::io::Error) -> Failure {
    Failure::new(
        FailureKind::Environment,
        format!("nobody can tell whether another run does this task: {error}"),
    )
    .hint("the state folder must be on a file system that has locks; `state_dir` names another")
}

//! What the author of a task wants done after its end.
//!
//! A hook begins when the end is told. Nothing waits for it but the end of the run, whose limits
//! are its limits too: it is asked to stop with the run, and dropped when the run is stopped at
//! once. It holds no worker, but there are never more hooks at work than workers.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{self, AbortHandle, JoinError, JoinSet};
use tokio::time::Instant;

use super::super::executor::of_join_error;
use super::super::panics::caught;
use super::super::{EventKind, Stop};
use super::Dispatcher;
use super::timers::{Due, Timer};
use crate::failure::{Failure, FailureKind, TaskError};
use crate::param::Param;

/// How long a hook may take: one that hangs must not keep a run for ever.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// Which hook, with what it is given.
enum Hook {
    Success,
    Failure(Box<Failure>),
}

/// A hook at work.
struct Running {
    number: u32,
    name: &'static str,
    abort: AbortHandle,
    stop: watch::Sender<Stop>,
    timer: Timer,
    is_over: bool,
}

/// The hooks of a run.
#[derive(Default)]
pub(super) struct Hooks {
    /// Those whose task has ended and that have not begun.
    waiting: VecDeque<(u32, Hook)>,
    at_work: JoinSet<Result<(), Failure>>,
    running: HashMap<task::Id, Running>,
}

type Ended = Result<(task::Id, Result<(), Failure>), JoinError>;

impl Hooks {
    /// Whether any has still to end.
    pub(super) fn any(&self) -> bool {
        !self.waiting.is_empty() || !self.running.is_empty()
    }

    /// The next end. It waits for ever if none is to come.
    pub(super) async fn next(&mut self) -> Ended {
        match self.at_work.join_next_with_id().await {
            Some(ended) => ended,
            None => std::future::pending().await,
        }
    }
}

impl Hook {
    const fn name(&self) -> &'static str {
        match self {
            Self::Success => "on_success",
            Self::Failure(_) => "on_failure",
        }
    }
}

impl Dispatcher {
    /// A task has ended so: its hook is to follow, if it has one.
    pub(super) fn hook_follows(&mut self, number: u32, event: &EventKind) {
        let control = self.controls.get(number);
        let hook = match event {
            EventKind::TaskSucceeded { .. } if control.on_success => Hook::Success,
            EventKind::TaskFailed { .. } if control.on_failure => {
                // A hook most likely sends it somewhere: it gets what everybody may see.
                let shown = self.event(self.clock.now(), event.clone());
                match shown.kind {
                    EventKind::TaskFailed { failure, .. } => Hook::Failure(Box::new(failure)),
                    _ => return,
                }
            }
            _ => return,
        };
        self.hooks.waiting.push_back((number, hook));
    }

    /// Begins the hooks of tasks whose ends are told, as many as may be at work.
    pub(super) fn begin_hooks(&mut self) {
        if self.asked == Stop::Now {
            self.drop_waiting_hooks();
            return;
        }
        while self.hooks.running.len() < self.options.workers.max(1)
            && let Some((number, hook)) = self.hooks.waiting.pop_front()
        {
            let name = hook.name();
            let (cx, stop) = self.context(number);
            stop.send_replace(self.asked);
            let task = self.view.plan().share(number);
            let work = async move {
                let dir = cx.dir().to_owned();
                let work = async {
                    let done = match &hook {
                        Hook::Success => task.on_success(&cx).await,
                        Hook::Failure(failure) => task.on_failure(&cx, failure).await,
                    };
                    done.map_err(TaskError::into_failure)
                };
                caught(work, &dir).await
            };
            let abort = self.hooks.at_work.spawn(work);
            let id = abort.id();
            let timer = self.timers.set(Instant::now() + LONGEST, Due::HookOver(id));
            let running = Running {
                number,
                name,
                abort,
                stop,
                timer,
                is_over: false,
            };
            self.hooks.running.insert(id, running);
        }
    }

    /// A hook ended. How is told only if it failed.
    pub(super) fn hook_ended(&mut self, ended: Ended) {
        self.hear_the_rest();
        let (id, result) = match ended {
            Ok((id, result)) => (id, result),
            Err(error) => (error.id(), Err(of_join_error(error))),
        };
        let Some(running) = self.hooks.running.remove(&id) else {
            return;
        };
        self.timers.cancel(running.timer);
        if let Err(failure) = result {
            let failure = if running.is_over { too_long() } else { failure };
            self.hook_failed(running.number, running.name, failure);
        }
    }

    /// A hook has had its time.
    pub(super) fn hook_is_over(&mut self, id: task::Id) {
        if let Some(running) = self.hooks.running.get_mut(&id) {
            running.is_over = true;
            running.abort.abort();
        }
    }

    /// The run is asked to stop, and its hooks with it. At once, they are dropped: they are
    /// plain Rust, and whoever is in a hurry waits for none.
    pub(super) fn stop_hooks(&mut self, stop: Stop) {
        for running in self.hooks.running.values() {
            running.stop.send_replace(stop);
            if stop == Stop::Now {
                running.abort.abort();
            }
        }
    }

    fn drop_waiting_hooks(&mut self) {
        for (number, hook) in std::mem::take(&mut self.hooks.waiting) {
            let why = "it was not begun, as the run was stopped at once";
            let failure = Failure::new(FailureKind::Stopped, why);
            self.hook_failed(number, hook.name(), failure);
        }
    }

    /// The run ends; what still blocks its thread is given up.
    pub(super) fn give_hooks_up(&mut self) {
        let mut left: Vec<_> = self.hooks.running.drain().map(|(_, it)| it).collect();
        left.sort_unstable_by_key(|running| running.number);
        for running in left {
            let failure = Failure::new(FailureKind::Stopped, "it still blocks its thread");
            self.hook_failed(running.number, running.name, failure);
        }
        self.hooks.at_work.detach_all();
    }

    fn hook_failed(&mut self, number: u32, hook: &'static str, failure: Failure) {
        let task = self.id(number);
        self.emit(EventKind::HookFailed {
            task,
            hook: hook.to_owned(),
            failure,
        });
    }
}

fn too_long() -> Failure {
    let cause = format!("it took longer than {} and was dropped", LONGEST.print());
    Failure::new(FailureKind::TimedOut, cause)
}

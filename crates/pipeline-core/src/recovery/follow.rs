//! Follows a run of another process by its journal.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use super::live::{self, Entry, LiveError};
use crate::journal::{Reader, RecordError};
use crate::plan::Plan;
use crate::report::Reporter;
use crate::run::{Event, EventKind, Mask, Need, RunReport, RunView, StopCause};
use crate::task::TaskId;

mod changes;

/// How it ended that a run was followed.
pub enum Followed {
    /// The run ended.
    Ended(Box<RunReport>),
    /// The run died: its process is gone, and its journal has no end.
    Died,
    /// Whoever follows was asked to stop; the run goes on.
    Left(StopCause),
}

/// Why a run cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// Its journal cannot be read.
    #[error(transparent)]
    Journal(#[from] RecordError),
    /// Nobody can tell whether it lives.
    #[error(transparent)]
    Live(#[from] LiveError),
}

/// What wakes whoever follows.
enum News {
    /// Something may have been written.
    Written,
    /// The run has ended, however it did.
    Over(Result<(), LiveError>),
}

/// Follows a run that another process does, and shows it: first what has happened, then what
/// happens. `plan` is that of the same roots. It is woken by the file system when the journal
/// grows, and by the run's lock when it ends.
///
/// # Errors
/// The journal is of another version or cannot be read, or there are no locks.
pub async fn follow(
    state_dir: &Path,
    entry: &Entry,
    plan: Plan,
    mask: Option<Mask>,
    reporters: Vec<Box<dyn Reporter>>,
    mut stops: Option<mpsc::UnboundedReceiver<StopCause>>,
) -> Result<Followed, FollowError> {
    let dir = state_dir.join("runs").join(&entry.run);
    let (send, mut news) = mpsc::unbounded_channel();
    let _watching = changes::watch(&dir, {
        let send = send.clone();
        move || send.send(News::Written).is_ok()
    });
    let (state, run) = (state_dir.to_owned(), entry.run.clone());
    // A thread of its own: it may wait long, and is left to itself when we are asked to stop.
    let waiting = std::thread::Builder::new().name("run-end".to_owned());
    let over = send.clone();
    let waits = waiting.spawn(move || over.send(News::Over(live::wait(&state, &run))));
    if waits.is_err() {
        // The system has no thread for it: the end in the journal has to do.
        drop(waits);
    }
    let mut pulse = reporters
        .iter()
        .filter_map(|reporter| reporter.pulse())
        .min()
        .map(interval);
    if let Some(pulse) = &mut pulse {
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    let mut shown = Shown::new(dir, plan, mask, reporters);
    let mut is_over = false;
    loop {
        if shown.take_in()? {
            return Ok(Followed::Ended(Box::new(shown.report())));
        }
        if is_over {
            return Ok(Followed::Died);
        }
        tokio::select! {
            biased;
            cause = stop(&mut stops) => return Ok(Followed::Left(cause)),
            told = news.recv() => match told {
                Some(News::Over(ended)) => {
                    ended?;
                    // What it wrote last is read once more.
                    is_over = true;
                }
                Some(News::Written) | None => {}
            },
            () = beat(&mut pulse) => shown.tick(),
        }
    }
}

async fn stop(stops: &mut Option<mpsc::UnboundedReceiver<StopCause>>) -> StopCause {
    if let Some(stops) = stops
        && let Some(cause) = stops.recv().await
    {
        return cause;
    }
    std::future::pending().await
}

async fn beat(pulse: &mut Option<tokio::time::Interval>) {
    match pulse {
        Some(pulse) => {
            pulse.tick().await;
        }
        None => std::future::pending().await,
    }
}

/// What of the run has been shown.
struct Shown {
    dir: PathBuf,
    reader: Option<Reader>,
    /// Until the first task begins it is not known what the run has to do.
    plan: Option<(Plan, Option<Mask>)>,
    first: Vec<Event>,
    view: Option<RunView>,
    reporters: Vec<Box<dyn Reporter>>,
}

impl Shown {
    fn new(
        dir: PathBuf,
        plan: Plan,
        mask: Option<Mask>,
        reporters: Vec<Box<dyn Reporter>>,
    ) -> Self {
        Self {
            dir,
            reader: None,
            plan: Some((plan, mask)),
            first: Vec::new(),
            view: None,
            reporters,
        }
    }

    /// Shows what is in the journal by now; says whether that is the end.
    fn take_in(&mut self) -> Result<bool, RecordError> {
        if self.reader.is_none() {
            match Reader::open(&self.dir) {
                Ok(reader) => self.reader = Some(reader),
                // It has hardly begun.
                Err(RecordError::Missing(_) | RecordError::Empty(_)) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        let mut has_ended = false;
        while let Some(event) = self.reader.as_mut().and_then(Iterator::next) {
            let event = event?;
            has_ended = matches!(event.kind, EventKind::RunFinished { .. });
            if self.view.is_none() {
                let begins = matches!(
                    event.kind,
                    EventKind::RunStarted { .. }
                        | EventKind::TaskComplete { .. }
                        | EventKind::EarlierRun { .. }
                );
                self.first.push(event);
                if !begins {
                    self.begin();
                }
            } else {
                self.show(&event);
            }
        }
        if self.view.is_none() && !self.first.is_empty() {
            // What a run knows when it begins is written at once.
            self.begin();
        }
        Ok(has_ended)
    }

    /// Now it is known which tasks were complete, and so what the run has to do.
    fn begin(&mut self) {
        let Some((plan, mask)) = self.plan.take() else {
            return;
        };
        let first = std::mem::take(&mut self.first);
        let complete = first.iter().filter_map(|event| match event.kind {
            EventKind::TaskComplete { task } => Some(task),
            _ => None,
        });
        let needs = needs(&plan, &complete.collect());
        self.view = Some(RunView::new(plan, &needs, mask));
        for event in first {
            self.show(&event);
        }
    }

    fn show(&mut self, event: &Event) {
        if let Some(view) = &mut self.view {
            view.apply(event);
            for reporter in &mut self.reporters {
                reporter.event(event, view);
            }
        }
    }

    fn tick(&mut self) {
        if let Some(view) = &self.view {
            for reporter in &mut self.reporters {
                reporter.tick(Timestamp::now(), view);
            }
        }
    }

    fn report(mut self) -> RunReport {
        self.begin();
        match self.view {
            Some(view) => RunReport::of(view),
            None => RunReport::of(RunView::new(Plan::default(), &[], None)),
        }
    }
}

/// What a run has to do, of which these tasks were complete: everything from the roots down, as
/// far as it was not.
fn needs(plan: &Plan, complete: &HashSet<TaskId>) -> Vec<Need> {
    let mut needs = vec![Need::Unneeded; plan.len()];
    let mut stack: Vec<u32> = plan.roots().to_vec();
    while let Some(number) = stack.pop() {
        let need = &mut needs[number as usize];
        if *need != Need::Unneeded {
            continue;
        }
        let node = plan.node(number);
        if complete.contains(&node.id) {
            *need = Need::Complete;
        } else {
            *need = Need::Run;
            stack.extend(&*node.dependencies);
        }
    }
    // A wrapper is complete when all that it stands for is, which was looked at.
    for (number, node) in plan.nodes().iter().enumerate() {
        if complete.contains(&node.id) {
            needs[number] = Need::Complete;
        }
    }
    needs
}

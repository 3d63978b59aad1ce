//! A run among others: whether it may begin, what those left that died, and how one that another
//! process does is shown.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::exit::ExitKind;
use super::message::{Message, Refusal};
use super::program::Streams;
use super::run::exit;
use crate::engine::Engine;
use crate::failure::Failure;
use crate::plan::Plan;
use crate::recovery::{Earlier, Entered, Entry, FollowError, Followed, Live, LiveError, follow};
use crate::report::{Reporter, human};
use crate::run::{
    Claims, Mask, RunId, RunOptions, RunReport, State, StopCause, Submitted, between, outputs_of,
};
use crate::target::{partial, staging};
use crate::task::TaskKind;

/// The place of a run among others.
pub(crate) struct Place {
    state_dir: PathBuf,
    engines: Vec<Arc<dyn Engine>>,
    claims: Claims,
    live: Live,
    earlier: Earlier,
}

/// Whether a run may begin.
pub(crate) enum Beside {
    /// It may.
    Begins(Place),
    /// One of the same roots lives.
    Same(Entry),
}

/// An id that no run has had.
pub(crate) fn new_id(state_dir: &Path) -> RunId {
    let now = Timestamp::now();
    let mut id = RunId::new(now);
    // The clock may have been set back, and the end of an id is short.
    while state_dir.join("runs").join(id.as_str()).exists() {
        id = RunId::new(now);
    }
    id
}

/// Enters a run, and reads what those left that died.
pub(crate) fn enter(plan: &Plan, options: &mut RunOptions) -> Result<Beside, Refusal> {
    let roots = plan.roots().iter().map(|root| plan.node(*root).id);
    let entry = Entry::new(&options.id, roots);
    let (live, dead) = match Live::enter(&options.state_dir, entry).map_err(refusal)? {
        Entered::In(live, dead) => (live, dead),
        Entered::Same(other) => return Ok(Beside::Same(other)),
    };
    let claims = Claims::open(&options.state_dir).map_err(|error| {
        let source = error.source.to_string();
        let failure = Failure::new(crate::FailureKind::Environment, error.to_string());
        let failure = failure.context(source);
        let hint = "`state_dir` must be a folder that can be written to, on a file system with \
                    locks";
        environment(&failure.hint(hint))
    })?;
    let earlier = Earlier::read(&options.state_dir, dead);
    options.claims = Some(claims.clone());
    let runs = earlier.runs.iter();
    options.earlier_runs = runs.map(|left| left.entry.run.clone()).collect();
    options.earlier = earlier.events(plan);
    options.resume = earlier.resume();
    Ok(Beside::Begins(Place {
        state_dir: options.state_dir.clone(),
        engines: options.engines.clone(),
        claims,
        live,
        earlier,
    }))
}

impl Place {
    /// The run has ended: what it has taken over of earlier ones is open no more.
    pub(crate) fn leave(self, report: &RunReport, streams: &Streams<'_>) {
        let view = report.view();
        let begun = self.earlier.runs.iter().flat_map(|left| &left.begun);
        let done = begun.filter_map(|task| view.plan().find(*task));
        let is_done = |state| matches!(state, State::Complete | State::Unneeded);
        for number in done.filter(|number| is_done(view.state(*number))) {
            let node = view.plan().node(number);
            if !self.claims.try_take(node.id).unwrap_or(false) {
                // Whoever does it now sees to it.
                continue;
            }
            for output in outputs_of(&*node.task) {
                // A note that stays says nothing of what is complete, and a temporary name is
                // taken for nothing.
                let _ = partial::tidy(&self.state_dir, &output.location);
                if node.task.schema().kind == TaskKind::Rust {
                    let _ = staging::sweep(&output.location);
                }
            }
            self.claims.give_up(node.id);
        }
        let outlives = |left: &Submitted| self.engines.iter().any(|it| it.outlives(left));
        if let Err(error) = self.live.leave(self.earlier.after(view, outlives)) {
            let message = Message::from(&Failure::from(error));
            streams.err(&message.render("warning"));
        }
    }
}

fn environment(failure: &Failure) -> Refusal {
    Refusal::new(ExitKind::Environment, Message::from(failure))
}

pub(super) fn refusal(error: LiveError) -> Refusal {
    environment(&Failure::from(error))
}

/// `pid 7, started by ada 3m ago`.
pub(crate) fn whose(entry: &Entry) -> String {
    let since = between(entry.began, Timestamp::now());
    let Entry {
        pid, user, began, ..
    } = entry;
    let at = began.strftime("%Y-%m-%d %H:%M:%SZ");
    format!("pid {pid}, started by {user} at {at}, {} ago", human(since))
}

/// Says that a run of the same roots lives, and what to write.
pub(crate) fn refuse(program: &str, entry: &Entry) -> Refusal {
    let message = Message::new(format!(
        "run {} does the same already ({})",
        entry.run,
        whose(entry)
    ));
    let message = message.help("add `--attach` to follow it instead, as if it were your own");
    let message = message.help(format!("`{program} kill {}` stops it", entry.run));
    Refusal::new(ExitKind::Busy, message)
}

/// What following a run needs.
pub(crate) struct Attach {
    pub(crate) program: String,
    pub(crate) state_dir: PathBuf,
    pub(crate) entry: Entry,
    pub(crate) mask: Option<Mask>,
    pub(crate) reporters: Vec<Box<dyn Reporter>>,
    pub(crate) stops: Option<tokio::sync::mpsc::UnboundedReceiver<StopCause>>,
}

/// Shows the run of another process as if it were one's own. Its exit code is ours.
pub(crate) async fn attach(
    plan: Plan,
    attach: Attach,
    streams: &Streams<'_>,
) -> Result<ExitKind, Refusal> {
    let Attach {
        program,
        state_dir,
        entry,
        mask,
        reporters,
        stops,
    } = attach;
    let begins = format!("following run {} ({})", entry.run, whose(&entry));
    streams.err(&Message::new(begins).render("note"));
    let followed = follow(&state_dir, &entry, plan, mask, reporters, stops).await;
    match followed {
        Ok(Followed::Ended(report)) => Ok(exit(&report)),
        Ok(Followed::Left(cause)) => {
            let message = Message::new(format!("run {} goes on without you", entry.run));
            let message = message.help("the same command shows it again");
            let message = message.help(format!("`{program} kill {}` stops it", entry.run));
            streams.err(&message.render("note"));
            Ok(match cause {
                StopCause::Signal(number) => {
                    u8::try_from(number).map_or(ExitKind::TaskFailed, ExitKind::Stopped)
                }
                _ => ExitKind::TaskFailed,
            })
        }
        Ok(Followed::Died) => {
            let message = Message::new(format!(
                "run {} died: its process is gone, and it did not end in order",
                entry.run
            ));
            let message = message.help(
                "run the same command again: what is done stays done, what was at work is done \
                 again or found in its cluster",
            );
            Err(Refusal::new(ExitKind::Lost, message))
        }
        Err(FollowError::Live(error)) => Err(refusal(error)),
        Err(FollowError::Journal(error)) => {
            let message = Message::new(error.to_string());
            let message = message.help(format!(
                "run {} goes on; the program that began it can show it",
                entry.run
            ));
            Err(Refusal::new(ExitKind::Environment, message))
        }
    }
}

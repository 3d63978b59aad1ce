//! One turn of the dispatcher: what happened in it is written to the journal, then taken in and
//! told. What is to start starts when its start is written.

use std::io;

use jiff::Timestamp;

use super::super::{Event, EventKind, RunOptions, RunView, State};
use super::Dispatcher;
use super::starts::Start;
use super::stops::Phase;
use crate::failure::{Failure, FailureKind};
use crate::journal::{FILE, Header, Journal, Root};
use crate::plan::Plan;

/// What happened in a turn, in its order.
enum Happened {
    Event(Event),
    Ready(u32),
    Start(Event, Box<Start>),
}

impl Happened {
    const fn event(&self) -> Option<&Event> {
        match self {
            Self::Event(event) | Self::Start(event, _) => Some(event),
            Self::Ready(_) => None,
        }
    }
}

/// Where a run keeps its events.
enum Keeping {
    /// Nowhere: nobody asked for it.
    No,
    Journal(Box<Journal>),
    /// Nowhere, since it could not begin.
    Broken(io::Error),
}

/// What happened since it was last told, and the journal that it is written to.
pub(super) struct Turn {
    happened: Vec<Happened>,
    /// How many of these are starts.
    starts: usize,
    /// What is to start and could not be written.
    held: Vec<(Event, Box<Start>)>,
    keeping: Keeping,
    /// Whether it was told that the journal cannot be written.
    is_broken: bool,
}

impl Turn {
    /// The first turn of a run. The journal begins; the run is called what it is called there.
    pub(super) fn new(plan: &Plan, options: &mut RunOptions, began: Timestamp) -> Self {
        let keeping = if options.journal {
            match begin(plan, options, began) {
                Ok(journal) => Keeping::Journal(Box::new(journal)),
                Err(error) => Keeping::Broken(error),
            }
        } else {
            Keeping::No
        };
        Self {
            happened: Vec::new(),
            starts: 0,
            held: Vec::new(),
            keeping,
            is_broken: false,
        }
    }

    pub(super) fn happened(&mut self, event: Event) {
        self.happened.push(Happened::Event(event));
    }

    pub(super) fn ready(&mut self, number: u32) {
        self.happened.push(Happened::Ready(number));
    }

    pub(super) fn starting(&mut self, event: Event, start: Start) {
        self.starts += 1;
        self.happened.push(Happened::Start(event, Box::new(start)));
    }

    /// How many tasks start with this turn.
    pub(super) const fn starts(&self) -> usize {
        self.starts
    }

    /// Whether nothing new can start, as its start cannot be written.
    pub(super) const fn is_stuck(&self) -> bool {
        self.is_broken || !self.held.is_empty()
    }

    /// Writes what happened. What cannot be written and has happened is kept, to be written
    /// later; what is to start does not.
    fn write(&mut self, view: &RunView) -> io::Result<()> {
        let journal = match &mut self.keeping {
            Keeping::No => return Ok(()),
            Keeping::Broken(error) => {
                let error = io::Error::new(error.kind(), error.to_string());
                self.hold();
                return Err(error);
            }
            Keeping::Journal(journal) => journal,
        };
        let label = |event: &Event| label(event, view);
        let Err(error) = journal.append(self.happened.iter().filter_map(Happened::event), label)
        else {
            return Ok(());
        };
        self.hold();
        let events = || self.happened.iter().filter_map(Happened::event);
        if let Keeping::Journal(journal) = &mut self.keeping
            && journal.append(events(), label).is_err()
        {
            journal.keep(events(), label);
        }
        Err(error)
    }

    /// Takes out what is to start.
    fn hold(&mut self) {
        for happened in std::mem::take(&mut self.happened) {
            match happened {
                Happened::Start(event, start) => self.held.push((event, start)),
                happened => self.happened.push(happened),
            }
        }
        self.starts = 0;
    }
}

/// The label of a task that no other line of the journal says how a person calls.
fn label(event: &Event, view: &RunView) -> Option<String> {
    // The kind first: to find the task costs more.
    let may_be_running = match event.kind {
        EventKind::TaskComplete { .. }
        | EventKind::TaskSkipped { .. }
        | EventKind::TaskNotStarted { .. }
        | EventKind::TaskElsewhere { .. } => false,
        EventKind::TaskSucceeded { elapsed, .. } | EventKind::TaskFailed { elapsed, .. }
            if elapsed.is_zero() =>
        {
            true
        }
        _ => return None,
    };
    let number = view.number(&event.kind)?;
    let runs = matches!(view.state(number), State::Running | State::Requiring);
    (!may_be_running || !runs).then(|| view.label(number))
}

/// Makes the run's folder and the first line of its journal.
fn begin(plan: &Plan, options: &mut RunOptions, began: Timestamp) -> io::Result<Journal> {
    let mask = options.mask.clone();
    let masked = |text: String| mask.as_ref().map_or(text.clone(), |mask| mask(&text));
    let roots = plan.roots().iter().map(|root| {
        let node = plan.node(*root);
        Root {
            task: node.id,
            label: masked(node.task.label()),
        }
    });
    let command: Vec<String> = options.command.iter().cloned().map(masked).collect();
    let mut header = Header::new(began, &command, roots);
    let journal = Journal::begin(&options.state_dir, &options.id, &mut header)?;
    options.id = journal.id().clone();
    Ok(journal)
}

impl Dispatcher {
    /// Ends a turn: what happened is in the journal, then everybody is told, then what is to
    /// start starts.
    pub(super) fn tell(&mut self) {
        self.start_what_was_held();
        if self.turn.happened.is_empty() {
            return;
        }
        let written = self.turn.write(&self.view);
        self.judge(written);
        self.turn.starts = 0;
        for happened in std::mem::take(&mut self.turn.happened) {
            match happened {
                Happened::Event(event) => self.take_in(&event),
                Happened::Ready(number) => self.view.ready(number),
                Happened::Start(event, start) => {
                    self.take_in(&event);
                    self.begin_work(*start);
                }
            }
        }
    }

    /// What could not start before tries again, unless the run ends.
    fn start_what_was_held(&mut self) {
        let held = std::mem::take(&mut self.turn.held);
        if !matches!(self.phase, Phase::Running) {
            return;
        }
        for (event, start) in held {
            let at = self.clock.now();
            self.turn.starting(Event { at, ..event }, *start);
        }
    }

    /// Tells when the journal cannot be written any more, or can again.
    fn judge(&mut self, written: io::Result<()>) {
        let kind = match written {
            Err(error) if !self.turn.is_broken => EventKind::JournalFailed {
                failure: self.no_journal(&error),
            },
            Ok(()) if self.turn.is_broken => EventKind::JournalGoesOn,
            _ => return,
        };
        self.turn.is_broken = matches!(kind, EventKind::JournalFailed { .. });
        let event = self.event(self.clock.now(), kind);
        match &mut self.turn.keeping {
            Keeping::Journal(journal) => {
                if journal.append([&event], |_| None).is_err() {
                    journal.keep([&event], |_| None);
                }
            }
            Keeping::No | Keeping::Broken(_) => {}
        }
        self.turn.happened(event);
    }

    fn no_journal(&self, error: &io::Error) -> Failure {
        let dir = match &self.turn.keeping {
            Keeping::Journal(journal) => journal.dir().to_owned(),
            Keeping::No | Keeping::Broken(_) => {
                let runs = self.options.state_dir.join("runs");
                runs.join(self.options.id.as_str())
            }
        };
        let file = dir.join(FILE);
        let hint = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "what runs goes on, and nothing new starts until there is space; then `run` goes \
                 on where it was"
            }
            _ => {
                "what runs goes on, and nothing new starts until it can be written; `state_dir` \
                 names another folder"
            }
        };
        Failure::new(
            FailureKind::Environment,
            format!("the journal of the run cannot be written: {error}"),
        )
        .context(file.display().to_string())
        .hint(hint)
    }
}

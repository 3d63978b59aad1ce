//! What is counted of a run.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use pipeline_core::run::{Event, EventKind, RunView, State};

/// The upper bounds of the buckets of a task's duration, in seconds: from a moment to a night.
pub const BUCKETS: [f64; 12] = [
    0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 7200.0, 14400.0, 43200.0,
];

/// What is counted of a run.
#[derive(Clone, Debug)]
pub struct Counts {
    /// The program's name.
    pub pipeline: String,
    /// The run's id.
    pub run: String,
    /// How many tasks are in each state, in the order of [`State::ALL`].
    pub states: [usize; State::ALL.len()],
    /// By the type of task.
    pub types: BTreeMap<&'static str, Type>,
    /// When the run began.
    pub began: Option<Timestamp>,
    /// How it ended.
    pub ended: Option<Ended>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// After how long.
    pub elapsed: Duration,
    /// Whether everything that was needed is done.
    pub success: bool,
}

/// What is counted of a type of task.
#[derive(Clone, Debug, Default)]
pub struct Type {
    /// How many tries took so long: for each bound those up to it and above the one before, and
    /// at last the rest.
    pub buckets: [u64; BUCKETS.len() + 1],
    /// How long all tries took, in seconds.
    pub sum: f64,
    /// How many tries there were again.
    pub retries: u64,
}

impl Counts {
    /// Nothing has happened.
    #[must_use]
    pub fn new(pipeline: &str, run: &str) -> Self {
        Self {
            pipeline: pipeline.to_owned(),
            run: run.to_owned(),
            states: [0; State::ALL.len()],
            types: BTreeMap::new(),
            began: None,
            ended: None,
        }
    }

    /// Takes an event in.
    pub fn take(&mut self, event: &Event, view: &RunView) {
        for state in State::ALL {
            self.states[state as usize] = view.count(state);
        }
        match &event.kind {
            EventKind::RunStarted { .. } => self.began = Some(event.at),
            EventKind::TaskSucceeded { elapsed, .. }
            | EventKind::TaskFailed { elapsed, .. }
            | EventKind::TaskStopped { elapsed, .. }
                // What ends without having begun has taken no time, and is no try.
                if !elapsed.is_zero() =>
            {
                if let Some(of_type) = self.of_type(event, view) {
                    of_type.took(*elapsed);
                }
            }
            EventKind::TaskRetrying { elapsed, .. } => {
                if let Some(of_type) = self.of_type(event, view) {
                    of_type.took(*elapsed);
                    of_type.retries += 1;
                }
            }
            EventKind::RunFinished { elapsed, .. } => {
                let bad = [
                    State::Failed,
                    State::Skipped,
                    State::Stopped,
                    State::NotStarted,
                ];
                self.ended = Some(Ended {
                    at: event.at,
                    elapsed: *elapsed,
                    success: bad.iter().all(|state| view.count(*state) == 0),
                });
            }
            _ => {}
        }
    }

    fn of_type(&mut self, event: &Event, view: &RunView) -> Option<&mut Type> {
        let number = view.number(&event.kind)?;
        let name = view.plan().node(number).task.schema().name;
        Some(self.types.entry(name).or_default())
    }
}

impl Type {
    /// A try took so long.
    pub fn took(&mut self, elapsed: Duration) {
        let seconds = elapsed.as_secs_f64();
        let bucket = BUCKETS.iter().position(|bound| seconds <= *bound);
        self.buckets[bucket.unwrap_or(BUCKETS.len())] += 1;
        self.sum += seconds;
    }
}

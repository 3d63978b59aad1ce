//! A run as a timeline that <https://ui.perfetto.dev> and `chrome://tracing` open: its journal
//! as JSON in the Trace Event Format.
//!
//! A track for each worker, with a slice for each try of a task; a track for the run itself;
//! arrows from a task to those that it required while running, and back; a count of what is at
//! work. Read and written in one pass: memory grows with what is at work at once, not with the
//! run.

mod entry;
mod slots;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io::{self, Write};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use self::entry::{Entry, RUN, Track};
use self::slots::Slots;
use crate::failure::Failure;
use crate::journal::Header;
use crate::run::{Event, EventKind, between};
use crate::task::TaskId;

/// The least time between two counts, in microseconds: more nobody can see.
const BETWEEN_COUNTS: f64 = 1_000.0;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many slices: tries of tasks.
    pub slices: u64,
    /// How many of them had not ended where the journal ends.
    pub open: usize,
    /// How many tracks of workers.
    pub workers: usize,
}

/// Writes the timeline of a run, event by event.
#[derive(Debug)]
pub struct Timeline<W> {
    out: W,
    began: Timestamp,
    /// When the last event happened, in microseconds.
    last: f64,
    first: bool,
    slots: Slots,
    at_work: HashMap<TaskId, Slice>,
    preparing: HashMap<String, f64>,
    /// Who waits for a task that was required: and where and when it asked.
    required: HashMap<TaskId, Vec<(TaskId, Point)>>,
    /// Where and when ended what a task required.
    resumes: HashMap<TaskId, Vec<Point>>,
    arrows: u64,
    counted: Option<f64>,
    count_due: bool,
    written: Written,
}

/// One end of an arrow: a track and a moment.
type Point = (Track, f64);

/// A try that goes on.
#[derive(Debug)]
struct Slice {
    track: Track,
    since: f64,
    label: String,
    args: Map<String, Value>,
}

impl<W: Write> Timeline<W> {
    /// Begins the timeline of the run whose journal begins with this line.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(header: &Header, mut out: W) -> io::Result<Self> {
        out.write_all(b"{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n")?;
        let mut timeline = Self {
            out,
            began: header.began,
            last: 0.0,
            first: true,
            slots: Slots::default(),
            at_work: HashMap::new(),
            preparing: HashMap::new(),
            required: HashMap::new(),
            arrows: 0,
            resumes: HashMap::new(),
            counted: None,
            count_due: false,
            written: Written::default(),
        };
        timeline.write(&Entry::process(&format!("run {}", header.run)))?;
        timeline.write(&Entry::track(RUN, "run"))?;
        Ok(timeline)
    }

    /// Takes an event in; `label` is how a person calls its task, if the journal says so.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn event(&mut self, event: &Event, label: Option<&str>) -> io::Result<()> {
        let at = self.micros(event.at);
        self.last = self.last.max(at);
        match &event.kind {
            EventKind::TaskStarted {
                task,
                label,
                attempt,
            } => {
                let mut args = Map::new();
                args.insert("task".to_owned(), json!(task));
                args.insert("try".to_owned(), json!(attempt));
                self.open(*task, at, label.clone(), args)
            }
            EventKind::TaskRetrying {
                task,
                failure,
                after,
                ..
            } => {
                self.mark(
                    *task,
                    at,
                    "to be tried again",
                    json!({ "after": seconds(*after) }),
                )?;
                self.close(*task, at, "to be tried again", Some(failure))
            }
            EventKind::TaskRequires { task, requires } => self.requires(*task, at, requires),
            EventKind::TaskResumed { task } => self.resumed(*task, at, label),
            EventKind::TaskProgress { .. } => Ok(()),
            EventKind::TaskMessage { task, message } => {
                self.mark(*task, at, "message", json!({ "message": message }))
            }
            EventKind::ApplicationId { task, id } => {
                self.note(*task, "application", json!(id));
                self.mark(*task, at, "application", json!({ "id": id }))
            }
            EventKind::TrackingUrl { task, url } => {
                self.note(*task, "url", json!(url));
                Ok(())
            }
            EventKind::TaskSucceeded { task, .. } => self.close(*task, at, "succeeded", None),
            EventKind::TaskFailed { task, failure, .. } => {
                if self.at_work.contains_key(task) {
                    return self.close(*task, at, "failed", Some(failure));
                }
                // It had no work of its own: an external task whose output is missing.
                let mut args = Map::new();
                args.insert("task".to_owned(), json!(task));
                args.insert("failure".to_owned(), json!(failure.cause));
                let name = format!("failed: {}", label.unwrap_or("a task"));
                self.write(&Entry::instant(RUN, &name, at, args.into()))
            }
            EventKind::TaskStopped { task, failure, .. } => {
                self.close(*task, at, "stopped", Some(failure))
            }
            EventKind::HookFailed {
                task,
                hook,
                failure,
            } => {
                let args = json!({ "task": task, "failure": failure.cause });
                let name = format!("{hook} failed: {}", label.unwrap_or("a task"));
                self.write(&Entry::instant(RUN, &name, at, args))
            }
            EventKind::EnginePreparing { engine } => {
                self.preparing.insert(engine.clone(), at);
                Ok(())
            }
            EventKind::EnginePrepared {
                engine,
                found,
                failure,
                ..
            } => {
                let since = self.preparing.remove(engine).unwrap_or(at);
                let failure = failure.as_ref().map(|failure| &failure.cause);
                let args = json!({ "found": found, "failure": failure });
                let name = format!("preparing {engine}");
                self.write(&Entry::slice(RUN, &name, "engine", since, at - since, args))
            }
            EventKind::StopRequested { cause, .. } => {
                let name = format!("stop: {cause}");
                self.write(&Entry::instant(RUN, &name, at, json!({})))
            }
            EventKind::RunFinished {
                succeeded,
                failed,
                stopped,
                skipped,
                not_started,
                ..
            } => {
                let args = json!({
                    "succeeded": succeeded, "failed": failed, "stopped": stopped,
                    "skipped": skipped, "not_started": not_started,
                });
                self.write(&Entry::slice(RUN, "run", "run", 0.0, at, args))
            }
            _ => Ok(()),
        }
    }

    /// Ends the timeline; gives what it was written to back.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn end(mut self) -> io::Result<(W, Written)> {
        // What has no end was at work when the run died, or is still.
        let mut open: Vec<TaskId> = self.at_work.keys().copied().collect();
        open.sort_unstable();
        self.written.open = open.len();
        for task in open {
            self.note(task, "ended", json!("not in the journal"));
            self.close(task, self.last, "running", None)?;
        }
        if self.count_due {
            self.count(self.last)?;
        }
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()?;
        self.written.workers = self.slots.len();
        Ok((self.out, self.written))
    }

    fn open(
        &mut self,
        task: TaskId,
        at: f64,
        label: String,
        args: Map<String, Value>,
    ) -> io::Result<()> {
        let (slot, is_new) = self.slots.take();
        let track = Track(slot + 1);
        if is_new {
            self.write(&Entry::track(track, &format!("worker {}", slot + 1)))?;
        }
        let slice = Slice {
            track,
            since: at,
            label,
            args,
        };
        self.at_work.insert(task, slice);
        self.changed(at)?;
        // An arrow from whoever required it.
        for (_, asked) in self.required.get(&task).cloned().unwrap_or_default() {
            self.arrow(asked, (track, at))?;
        }
        Ok(())
    }

    fn close(
        &mut self,
        task: TaskId,
        at: f64,
        state: &'static str,
        failure: Option<&Failure>,
    ) -> io::Result<()> {
        // What has no work of its own has no slice.
        let Some(mut slice) = self.at_work.remove(&task) else {
            return Ok(());
        };
        self.slots.give_back(slice.track.0 - 1);
        slice.args.insert("state".to_owned(), json!(state));
        if let Some(failure) = failure {
            let failure = json!({
                "kind": failure.kind, "cause": failure.cause, "log": failure.log,
            });
            slice.args.insert("failure".to_owned(), failure);
        }
        self.written.slices += 1;
        self.write(&Entry::slice(
            slice.track,
            &slice.label,
            state,
            slice.since,
            at - slice.since,
            slice.args.into(),
        ))?;
        self.changed(at)?;
        // Whoever required it goes on from here, unless it is tried again.
        let ends = matches!(state, "succeeded" | "failed" | "stopped");
        if ends && let Some(waiting) = self.required.remove(&task) {
            let from = (slice.track, slice.since.max(at - 0.001));
            for (by, _) in waiting {
                self.resumes.entry(by).or_default().push(from);
            }
        }
        Ok(())
    }

    fn arrow(&mut self, from: Point, to: Point) -> io::Result<()> {
        self.arrows += 1;
        self.write(&Entry::arrow_from(self.arrows, from.0, from.1))?;
        self.write(&Entry::arrow_to(self.arrows, to.0, to.1))
    }

    /// A task gives its worker back until what it asked for is there.
    fn requires(&mut self, task: TaskId, at: f64, requires: &[TaskId]) -> io::Result<()> {
        let Some(slice) = self.at_work.get(&task) else {
            return Ok(());
        };
        // Within its slice: at its very end it would be outside.
        let asked = (slice.track, slice.since.max(at - 0.001));
        for required in requires {
            let waiting = self.required.entry(*required).or_default();
            waiting.push((task, asked));
        }
        self.close(task, at, "requires", None)
    }

    fn resumed(&mut self, task: TaskId, at: f64, label: Option<&str>) -> io::Result<()> {
        let mut args = Map::new();
        args.insert("task".to_owned(), json!(task));
        args.insert("resumed".to_owned(), json!(true));
        let label = format!("{} (goes on)", label.unwrap_or("a task"));
        self.open(task, at, label, args)?;
        let track = self.at_work.get(&task).map(|slice| slice.track);
        let ends = self.resumes.remove(&task).unwrap_or_default();
        for (from, track) in ends.into_iter().zip(track.into_iter().cycle()) {
            self.arrow(from, (track, at))?;
        }
        for waiting in self.required.values_mut() {
            waiting.retain(|(by, _)| *by != task);
        }
        self.required.retain(|_, waiting| !waiting.is_empty());
        Ok(())
    }

    /// Adds to what is said of a task at work.
    fn note(&mut self, task: TaskId, name: &str, value: Value) {
        if let Some(slice) = self.at_work.get_mut(&task) {
            slice.args.insert(name.to_owned(), value);
        }
    }

    /// Something that happened to a task at one moment.
    fn mark(&mut self, task: TaskId, at: f64, name: &str, args: Value) -> io::Result<()> {
        let track = self.at_work.get(&task).map_or(RUN, |slice| slice.track);
        self.write(&Entry::instant(track, name, at, args))
    }

    /// The number of tasks at work has changed.
    fn changed(&mut self, at: f64) -> io::Result<()> {
        if self.counted.is_some_and(|last| at - last < BETWEEN_COUNTS) {
            self.count_due = true;
            return Ok(());
        }
        self.count(at)
    }

    fn count(&mut self, at: f64) -> io::Result<()> {
        self.counted = Some(at);
        self.count_due = false;
        self.write(&Entry::count("tasks at work", at, self.at_work.len()))
    }

    fn write(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        if !self.first {
            self.out.write_all(b",\n")?;
        }
        self.first = false;
        serde_json::to_writer(&mut self.out, entry).map_err(io::Error::from)
    }

    /// Microseconds since the run began.
    #[allow(clippy::cast_precision_loss)] // exact for centuries
    fn micros(&self, at: Timestamp) -> f64 {
        between(self.began, at).as_nanos() as f64 / 1_000.0
    }
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

//! Work that a run does not wait for.
//!
//! On the dispatcher's side a [`Pick`] takes from each event what is needed, as values of its
//! own. They wait in a queue with a limit; what comes when it is full is dropped and counted. On
//! a thread of its own a [`Work`] takes them in their order, many at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::{Tell, Watch};
use crate::report::Reporter;
use crate::run::{Event, RunView};

/// Takes from each event what is needed of it. Called while the run waits: be quick.
pub trait Pick: Send + 'static {
    /// What it takes.
    type Note: Send + 'static;

    /// Looks at an event.
    fn pick(&mut self, event: &Event, view: &RunView, queue: &mut Queue<Self::Note>);
}

/// Does something with what was picked. It has a thread of its own and may take its time.
pub trait Work<N>: Send + 'static {
    /// Takes notes in their order: as many as wait, up to [`Aside::batch`].
    fn take(&mut self, notes: Vec<N>);

    /// Nothing more comes.
    fn finish(&mut self) {}
}

/// How work is done aside.
#[derive(Clone, Debug)]
pub struct Aside {
    /// What a person calls it.
    pub name: &'static str,
    /// How many notes may wait.
    pub limit: usize,
    /// How many notes are taken at once, at most.
    pub batch: usize,
    /// How long the first note of a batch waits for others. Nothing waits when the run is over.
    pub linger: Duration,
}

/// Where notes wait.
pub struct Queue<N> {
    notes: Sender<N>,
    limit: usize,
    shared: Arc<Shared>,
}

/// What both sides count.
#[derive(Default)]
struct Shared {
    waiting: AtomicUsize,
    dropped: AtomicU64,
}

impl<N> Queue<N> {
    /// Whether a note would be taken now. If not, that is counted as a note dropped: who asks
    /// has one, and need not make it.
    pub fn has_room(&mut self) -> bool {
        if self.shared.waiting.load(Ordering::Relaxed) < self.limit {
            return true;
        }
        self.shared.dropped.fetch_add(1, Ordering::Relaxed);
        false
    }

    /// Puts a note in, if there is room.
    pub fn put(&mut self, note: N) {
        if self.has_room() {
            self.put_surely(note);
        }
    }

    /// Puts a note in, room or not: for the few that matter most, as the end of the run.
    pub fn put_surely(&mut self, note: N) {
        self.shared.waiting.fetch_add(1, Ordering::Relaxed);
        if self.notes.send(note).is_err() {
            // Its thread is gone, which `Finish` tells.
            self.shared.waiting.fetch_sub(1, Ordering::Relaxed);
            self.shared.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

struct Picking<P: Pick> {
    pick: P,
    queue: Queue<P::Note>,
}

impl<P: Pick> Reporter for Picking<P> {
    fn event(&mut self, event: &Event, view: &RunView) {
        self.pick.pick(event, view, &mut self.queue);
    }
}

/// The end of work that is done aside.
pub struct Finish {
    name: &'static str,
    done: Done,
    shared: Arc<Shared>,
}

enum Done {
    Aside(Receiver<Ended>),
    Word(Receiver<()>),
}

enum Ended {
    Well,
    Panicked,
}

impl Finish {
    /// The end of other work than an [`Aside`]'s: `done` hears when it is over. Whoever drops
    /// its other end without a word has broken down.
    #[must_use]
    pub fn of(name: &'static str, done: Receiver<()>) -> Self {
        Self {
            name,
            done: Done::Word(done),
            shared: Arc::default(),
        }
    }

    /// Waits until everything is done, but no longer than until then. What is to be said of it
    /// comes back, in one line.
    #[must_use]
    pub fn by(self, deadline: Instant) -> Option<String> {
        let left = deadline.saturating_duration_since(Instant::now());
        let ended = match &self.done {
            Done::Aside(done) => done.recv_timeout(left),
            Done::Word(done) => done.recv_timeout(left).map(|()| Ended::Well),
        };
        let dropped = self.shared.dropped.load(Ordering::Relaxed);
        let waiting = self.shared.waiting.load(Ordering::Relaxed);
        let name = self.name;
        match ended {
            Ok(Ended::Well) if dropped == 0 => None,
            Ok(Ended::Well) => Some(format!(
                "{name}: {dropped} of what happened was not told, since it came faster than it could be told"
            )),
            Ok(Ended::Panicked) | Err(RecvTimeoutError::Disconnected) => Some(format!(
                "{name}: it broke down, and what happened since then was not told"
            )),
            Err(RecvTimeoutError::Timeout) => Some(format!(
                "{name}: the run does not wait any longer; {} of what happened was not told",
                dropped + waiting as u64
            )),
        }
    }
}

impl Aside {
    /// Starts the thread.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start<P: Pick>(
        self,
        pick: P,
        mut work: impl Work<P::Note>,
        tell: &Tell,
    ) -> Result<Watch, String> {
        let (notes, noted) = channel();
        let (ended, done) = channel();
        let shared = Arc::new(Shared::default());
        let name = self.name;
        let counts = Arc::clone(&shared);
        let limit = self.limit.max(1);
        let tell = Arc::clone(tell);
        let thread = std::thread::Builder::new().name(format!("observe-{name}"));
        let spawned = thread.spawn(move || {
            // One observer that breaks down is no end of anything else.
            let result = catch_unwind(AssertUnwindSafe(|| {
                self.work_off(&noted, &counts, &mut work);
            }));
            let how = if result.is_ok() {
                Ended::Well
            } else {
                tell(&format!("{name} broke down; the run goes on without it"));
                Ended::Panicked
            };
            let _ = ended.send(how);
        });
        spawned.map_err(|error| format!("it gets no thread: {error}"))?;
        let queue = Queue {
            notes,
            limit,
            shared: Arc::clone(&shared),
        };
        Ok(Watch {
            reporter: Box::new(Picking { pick, queue }),
            finish: Some(Finish {
                name,
                done: Done::Aside(done),
                shared,
            }),
            traces: false,
        })
    }

    fn work_off<N>(&self, noted: &Receiver<N>, shared: &Shared, work: &mut impl Work<N>) {
        let most = self.batch.max(1);
        while let Ok(first) = noted.recv() {
            let mut notes = vec![first];
            let until = Instant::now() + self.linger;
            while notes.len() < most {
                match noted.recv_timeout(until.saturating_duration_since(Instant::now())) {
                    Ok(note) => notes.push(note),
                    Err(_) => break,
                }
            }
            let count = notes.len();
            work.take(notes);
            // They wait until they are told: what is being sent is not yet sent.
            shared.waiting.fetch_sub(count, Ordering::Relaxed);
        }
        work.finish();
    }
}

//! The observers of a program during one run.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::message::Message;
use super::surroundings::{Stream, Surroundings};
use crate::config::Settings;
use crate::observe::{Finish, Observer, Tell, Watch, Watched};
use crate::report::Reporter;
use crate::run::{Mask, RunId, Trace};
use crate::secret::{Masker, is_secret_name};

/// How long a run that is over waits for its observers, all of them together.
const LAST: Duration = Duration::from_secs(10);

/// The variable by which whoever starts a run hands its trace over.
pub(crate) const TRACEPARENT: &str = "TRACEPARENT";

/// Everybody who watches a run.
pub(crate) struct Observing {
    pub(crate) reporters: Vec<Box<dyn Reporter>>,
    /// What tasks hand to what they start, if somebody keeps it.
    pub(crate) trace: Option<Trace>,
    finishes: Vec<Finish>,
    tell: Tell,
    held: Arc<Held>,
}

/// What is told while a live display has the terminal waits until it has not.
struct Held {
    err: Stream,
    live: bool,
    lines: Mutex<Vec<String>>,
}

impl Held {
    fn tell(&self, line: &str) {
        let text = Message::new(line.to_owned()).render("warning");
        let text = anstream::adapter::strip_str(&text).to_string();
        if self.live {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            lines.push(text);
        } else {
            self.err.print(&text);
        }
    }
}

/// What a run that is to be watched is.
pub(crate) struct About<'a> {
    pub(crate) program: &'a str,
    pub(crate) settings: &'a Settings,
    pub(crate) run: &'a RunId,
    pub(crate) dir: &'a Path,
    pub(crate) mask: &'a Mask,
    /// Whether a live display has the terminal.
    pub(crate) live: bool,
}

/// Takes what is secret in the environment out of texts, too.
pub(crate) fn add_secrets(
    masker: &mut Masker,
    observers: &[Arc<dyn Observer>],
    surroundings: &Surroundings,
) {
    for (name, value) in &surroundings.environment {
        if is_secret_name(name) {
            masker.add_named(name, value);
        }
    }
    for observer in observers {
        for secret in observer.secrets(&surroundings.environment) {
            masker.add(&secret);
        }
    }
}

impl Observing {
    /// Lets every observer begin. One that cannot is told of, and left out.
    pub(crate) fn begin(
        observers: &[Arc<dyn Observer>],
        about: &About<'_>,
        surroundings: &Surroundings,
    ) -> Self {
        let held = Arc::new(Held {
            err: surroundings.err.clone(),
            live: about.live,
            lines: Mutex::default(),
        });
        let tell: Tell = {
            let (held, mask) = (Arc::clone(&held), Arc::clone(about.mask));
            Arc::new(move |line: &str| held.tell(&mask(line)))
        };
        let given = surroundings.variable(TRACEPARENT);
        let trace = given.and_then(Trace::continuing).unwrap_or_default();
        let watched = Watched {
            settings: about.settings,
            environment: &surroundings.environment,
            program: about.program,
            run: about.run,
            dir: about.dir,
            trace,
            mask: Arc::clone(about.mask),
            tell: Arc::clone(&tell),
        };
        let mut observing = Self {
            reporters: Vec::new(),
            trace: None,
            finishes: Vec::new(),
            tell,
            held,
        };
        for observer in observers {
            match observer.watch(&watched) {
                Ok(Some(watch)) => observing.add(watch, trace),
                Ok(None) => {}
                Err(why) => {
                    let name = observer.name();
                    (observing.tell)(&format!("{name} does not watch this run: {why}"));
                }
            }
        }
        observing
    }

    fn add(&mut self, watch: Watch, trace: Trace) {
        self.reporters.push(watch.reporter);
        self.finishes.extend(watch.finish);
        if watch.traces {
            self.trace = Some(trace);
        }
    }

    /// Waits for what is done aside, not for long, and says what a person should know. Blocks.
    pub(crate) fn end(self) {
        let deadline = Instant::now() + LAST;
        let said: Vec<String> = self
            .finishes
            .into_iter()
            .filter_map(|it| it.by(deadline))
            .collect();
        for line in said {
            (self.tell)(&line);
        }
        let lines = self
            .held
            .lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for line in lines.iter() {
            self.held.err.print(line);
        }
    }
}

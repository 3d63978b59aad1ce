//! The metrics of a run as Prometheus reads them.
//!
//! `metrics.prom` in the run's folder, and a file of one's own for node_exporter's textfile
//! collector: written whole and renamed, every few seconds and at the end.

mod counts;
mod file;
mod text;

use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use pipeline_core::engine::{Key, Objection};
use pipeline_core::observe::{Finish, Observer, Watch, Watched};
use pipeline_core::report::Reporter;
use pipeline_core::run::{Event, EventKind, RunView};

pub use counts::{BUCKETS, Counts, Ended};

use crate::settings::{self, PROMETHEUS};

/// The name of the file in the run's folder.
pub const FILE: &str = "metrics.prom";

/// Writes the metrics of a run for Prometheus.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prometheus;

impl Observer for Prometheus {
    fn name(&self) -> &'static str {
        "Prometheus"
    }

    fn keys(&self) -> Vec<Key> {
        settings::keys(PROMETHEUS)
    }

    fn check(&self, key: &str, value: &toml::Value) -> Result<(), Objection> {
        settings::check(PROMETHEUS, key, value)
    }

    fn watch(&self, run: &Watched<'_>) -> Result<Option<Watch>, String> {
        let interval = settings::duration(PROMETHEUS, "metrics_interval", run)?;
        let public = settings::value(PROMETHEUS, "metrics_file", run)?.map(PathBuf::from);
        let counts = Counts::new(run.program, run.run.as_str());
        // Counting is a handful of additions under a lock that nobody else holds for longer
        // than a copy takes: cheaper than to send each event away, and nothing is ever lost.
        let counts = Arc::new(Mutex::new(counts));
        let (stop, stopped) = channel::<()>();
        let (word, done) = channel();
        let shared = Arc::clone(&counts);
        let mut files = file::Files::new(run.dir.join(FILE), public, Arc::clone(&run.tell));
        let thread = std::thread::Builder::new().name("observe-prometheus".to_owned());
        let spawned = thread.spawn(move || {
            loop {
                let over = stopped.recv_timeout(interval) != Err(RecvTimeoutError::Timeout);
                let now = shared
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone();
                files.write(&now, Timestamp::now());
                if over {
                    break;
                }
            }
            let _ = word.send(());
        });
        spawned.map_err(|error| format!("it gets no thread: {error}"))?;
        Ok(Some(Watch {
            reporter: Box::new(Counting {
                counts,
                stop: Some(stop),
            }),
            finish: Some(Finish::of("Prometheus", done)),
            traces: false,
        }))
    }
}

/// Counts what happens.
struct Counting {
    counts: Arc<Mutex<Counts>>,
    /// Dropped when the run is over.
    stop: Option<std::sync::mpsc::Sender<()>>,
}

impl Reporter for Counting {
    fn event(&mut self, event: &Event, view: &RunView) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.take(event, view);
        drop(counts);
        if matches!(event.kind, EventKind::RunFinished { .. }) {
            self.stop = None;
        }
    }
}

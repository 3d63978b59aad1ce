//! What a task's own code logs with `tracing`: kept in the task's folder, and printed if asked.
//!
//! A line belongs to the task in whose span it was logged. A live display is not torn: while
//! there is one nothing is printed, and everything is in the files.

use std::fmt::{self, Write as _};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use super::surroundings::{Stream, Surroundings};
use crate::config::{RunSettings, log_level};
use crate::run::Mask;
use crate::run::spans::{TARGET, TASK};

/// The file in the folder of a task that holds what the task logged.
pub(crate) const TASK_LOG: &str = "task.log";
/// The file in the folder of a run that holds what was logged outside of every task.
pub(crate) const RUN_LOG: &str = "run.log";
/// What is kept where nobody says anything. What the run itself says is in its journal.
const DEFAULT: &str = "info";
/// The variable that Rust programs have for this, below the setting of our own.
const RUST_LOG: &str = "RUST_LOG";

/// Keeps logs from now on. If the program has a subscriber of its own, that is the one.
pub(crate) fn begin(
    settings: &RunSettings,
    surroundings: &Surroundings,
    dir: &Path,
    mask: &Mask,
    live: bool,
) {
    let asked = settings.log_level.as_deref();
    let asked = asked.or_else(|| surroundings.variable(RUST_LOG));
    // A RUST_LOG that means nothing to us may mean something to others.
    let kept = asked.and_then(log_level);
    let print = kept.is_some() && !live;
    let logs = Logs {
        kept: kept.unwrap_or_else(|| quiet(DEFAULT)),
        dir: dir.to_owned(),
        mask: Mask::clone(mask),
        print: print.then(|| surroundings.err.clone()),
        run: Mutex::default(),
    };
    let subscriber = tracing_subscriber::registry().with(logs);
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// This level for everything but the run's own words.
fn quiet(level: &str) -> Targets {
    let level = level.parse().unwrap_or(LevelFilter::INFO);
    Targets::new()
        .with_default(level)
        .with_target(TARGET, LevelFilter::OFF)
}

/// Writes lines to the files of tasks.
struct Logs {
    kept: Targets,
    dir: PathBuf,
    mask: Mask,
    print: Option<Stream>,
    run: Mutex<Log>,
}

/// A file that comes to be with its first line.
#[derive(Default)]
enum Log {
    #[default]
    None,
    Open(File),
    /// It cannot be written; that is no reason to stop the work that is logged.
    Broken,
}

impl Log {
    fn write(&mut self, path: impl FnOnce() -> PathBuf, line: &str) {
        if matches!(self, Self::None) {
            *self = create(&path()).map_or(Self::Broken, Self::Open);
        }
        if let Self::Open(file) = self
            && file.write_all(line.as_bytes()).is_err()
        {
            *self = Self::Broken;
        }
    }
}

/// What tasks log may be private: the folder and the file are for their owner alone.
fn create(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true).mode(0o600).open(path)
}

/// What is kept of a task's span.
struct OfTask {
    dir: PathBuf,
    label: String,
    log: Log,
}

/// What is kept of any other span: its fields as text.
struct Fields(String);

impl<S> Layer<S> for Logs
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        // The spans of tasks say where a line belongs.
        (metadata.is_span() && metadata.target() == TARGET)
            || self.kept.would_enable(metadata.target(), metadata.level())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        let kept = Layer::<S>::max_level_hint(&self.kept).unwrap_or(LevelFilter::TRACE);
        Some(kept.max(LevelFilter::INFO))
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let Some(span) = cx.span(id) else {
            return;
        };
        let metadata = attributes.metadata();
        if metadata.target() == TARGET {
            if metadata.name() == TASK {
                let mut of_task = OfTask {
                    dir: PathBuf::new(),
                    label: String::new(),
                    log: Log::None,
                };
                attributes.record(&mut of_task);
                span.extensions_mut().insert(of_task);
            }
            return;
        }
        let mut fields = Fields(String::new());
        attributes.record(&mut fields);
        span.extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, cx: Context<'_, S>) {
        if let Some(span) = cx.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, cx: Context<'_, S>) {
        let metadata = event.metadata();
        let mut line = String::new();
        // Writing into a String cannot fail.
        let _ = write!(line, "{:.3} {:>5} ", Timestamp::now(), metadata.level());
        let scope = cx.event_scope(event);
        let mut task = None;
        for span in scope.into_iter().flat_map(|scope| scope.from_root()) {
            if let Some(fields) = span.extensions().get::<Fields>() {
                let _ = write!(line, "{}{{{}}}: ", span.name(), fields.0.trim_start());
            } else if span.extensions().get::<OfTask>().is_some() {
                task = Some(span);
            }
        }
        let _ = write!(line, "{}:", metadata.target());
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        line.push_str(&fields.0);
        line.push('\n');
        let line = (self.mask)(&line);
        let mut of = None;
        match task {
            Some(span) => {
                let mut extensions = span.extensions_mut();
                if let Some(OfTask { dir, label, log }) = extensions.get_mut() {
                    log.write(|| dir.join(TASK_LOG), &line);
                    of = Some(label.clone());
                }
            }
            None => {
                let mut log = self.run.lock().unwrap_or_else(PoisonError::into_inner);
                log.write(|| self.dir.join(RUN_LOG), &line);
            }
        }
        if let Some(stream) = &self.print {
            match of {
                // Lines of several tasks stand between each other: each says whose it is.
                Some(label) => stream.print(&format!("{label}: {line}")),
                None => stream.print(&line),
            }
        }
    }
}

impl Visit for OfTask {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "label" {
            value.clone_into(&mut self.label);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "dir" {
            self.dir = PathBuf::from(format!("{value:?}"));
        }
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            let _ = write!(self.0, " {value}");
        } else {
            let _ = write!(self.0, " {}={value:?}", field.name());
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            let _ = write!(self.0, " {value:?}");
        } else {
            let _ = write!(self.0, " {}={value:?}", field.name());
        }
    }
}

//! The file of a run's events.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use super::{Reporter, json_line};
use crate::run::{Event, EventKind, RunView};

/// Appends each event as one line of JSON to `events.jsonl` in the run's folder.
///
/// A line is one write of the operating system, so it is there whole or, on a full disk,
/// at worst the last line of the file is cut. When it cannot be written, the run goes on
/// and a warning says so once.
#[derive(Default)]
pub struct EventsFile {
    file: Option<File>,
    broken: bool,
}

impl EventsFile {
    fn try_event(&mut self, event: &Event, view: &RunView) -> io::Result<()> {
        if let EventKind::RunStarted { dir, .. } = &event.kind {
            self.file = Some(create(dir)?);
        }
        match &mut self.file {
            Some(file) => file.write_all(&json_line(event, view)),
            None => Ok(()),
        }
    }
}

impl Reporter for EventsFile {
    fn event(&mut self, event: &Event, view: &RunView) {
        if self.broken {
            return;
        }
        if let Err(error) = self.try_event(event, view) {
            self.broken = true;
            anstream::eprintln!(
                "warning: the events of this run cannot be kept in {}: {error}",
                view.dir().join("events.jsonl").display()
            );
        }
    }
}

/// What a job prints may be private: the folder and the file are for their owner alone.
fn create(dir: &Path) -> io::Result<File> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let mut options = OpenOptions::new();
    options.create(true).append(true).mode(0o600);
    options.open(dir.join("events.jsonl"))
}

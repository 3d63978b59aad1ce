//! A journal, written by the run that it is about.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::{FILE, Header, Lock, number};
use crate::run::{Event, EventKind, RunId};

/// How many bytes of what could not be written are kept; then what tasks say is left out.
const MOST_BACKLOG: usize = 4 << 20;

/// The journal of a run that goes on, and the run's lock.
///
/// What is appended at once is in the file whole or not at all: what a full disk cuts is taken
/// back. What has happened and could not be written is kept, and written with the next.
#[derive(Debug)]
pub struct Journal {
    id: RunId,
    dir: PathBuf,
    file: File,
    _lock: Lock,
    /// How many bytes of the file are whole lines.
    whole: u64,
    /// Whether the file may have more bytes than that.
    torn: bool,
    /// Whether something is in the file that must be on the disk.
    unsynced: bool,
    /// Whole lines that are not in the file yet. What is being appended comes behind them.
    buffer: Vec<u8>,
}

impl Journal {
    /// Makes the folder of a run, takes its lock and writes the first line. What the run is
    /// called is decided here: another may have this id where the clock was set back, or by
    /// chance.
    ///
    /// # Errors
    /// The folder or the file cannot be made or locked, or the line cannot be written.
    pub fn begin(state_dir: &Path, id: &RunId, header: &mut Header) -> io::Result<Self> {
        let runs = state_dir.join("runs");
        // What a job prints may be private: folder and file are for their owner alone.
        let mut folder = DirBuilder::new();
        folder.mode(0o700).recursive(true).create(&runs)?;
        folder.recursive(false);
        let mut id = id.clone();
        let dir = loop {
            let dir = runs.join(id.as_str());
            match folder.create(&dir) {
                Ok(()) => break dir,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    id = id.another();
                }
                Err(error) => return Err(error),
            }
        };
        header.run = id.to_string();
        header.number = number::next(state_dir)?;
        let begun = Self::begin_in(id, &dir, header);
        if begun.is_err() {
            // An empty folder would say nothing to anybody.
            let _ = std::fs::remove_dir_all(&dir);
        }
        begun
    }

    fn begin_in(id: RunId, dir: &Path, header: &Header) -> io::Result<Self> {
        let lock = Lock::of_own(dir)?;
        let mut options = OpenOptions::new();
        options.create_new(true).append(true).mode(0o600);
        let file = options.open(dir.join(FILE))?;
        let mut journal = Self {
            id,
            dir: dir.to_owned(),
            file,
            _lock: lock,
            whole: 0,
            torn: false,
            unsynced: true,
            buffer: serde_json::to_vec(header)?,
        };
        journal.buffer.push(b'\n');
        journal.append([], |_| None)?;
        // The file's name must be on the disk too.
        File::open(dir)?.sync_all()?;
        File::open(dir.parent().unwrap_or(dir))?.sync_all()?;
        Ok(journal)
    }

    /// What the run is called.
    #[must_use]
    pub const fn id(&self) -> &RunId {
        &self.id
    }

    /// The run's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Appends events with one write, behind what could not be written before. What must not
    /// be lost with the machine (how to find an application, the end) is brought to the disk.
    /// Beside an event stands the label of its task, where one is given.
    ///
    /// # Errors
    /// They cannot be written; then none of them is in the journal, nor is any kept.
    pub fn append<'a>(
        &mut self,
        events: impl IntoIterator<Item = &'a Event>,
        label: impl Fn(&Event) -> Option<String>,
    ) -> io::Result<()> {
        if self.unsynced && self.whole > 0 {
            self.sync()?;
        }
        let held = self.buffer.len();
        let mut must_last = false;
        for event in events {
            must_last |= lasts(&event.kind);
            line(&mut self.buffer, event, label(event));
        }
        if let Err(error) = self.write() {
            self.buffer.truncate(held);
            return Err(error);
        }
        self.whole += self.buffer.len() as u64;
        self.buffer.clear();
        self.unsynced |= must_last;
        if self.unsynced {
            // They are in the file: who asks the same machine finds them. That the disk is not
            // to be trusted is told by the next append.
            let _ = self.sync();
        }
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()?;
        self.unsynced = false;
        Ok(())
    }

    /// Keeps events that have happened and cannot be written now.
    pub fn keep<'a>(
        &mut self,
        events: impl IntoIterator<Item = &'a Event>,
        label: impl Fn(&Event) -> Option<String>,
    ) {
        for event in events {
            let only_said = matches!(
                event.kind,
                EventKind::TaskMessage { .. } | EventKind::TaskProgress { .. }
            );
            if !only_said || self.buffer.len() < MOST_BACKLOG {
                line(&mut self.buffer, event, label(event));
                self.unsynced |= lasts(&event.kind);
            }
        }
    }

    fn write(&mut self) -> io::Result<()> {
        if self.torn {
            self.file.set_len(self.whole)?;
            self.torn = false;
        }
        if self.buffer.is_empty() {
            return Ok(());
        }
        let written = self.file.write_all(&self.buffer);
        if written.is_err() {
            // A reader leaves out a line without its end, but the next one would join it.
            self.torn = self.file.set_len(self.whole).is_err();
        }
        written
    }
}

/// Whether an event must outlive the machine's next second.
const fn lasts(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Submitted { .. }
            | EventKind::ApplicationId { .. }
            | EventKind::RunFinished { .. }
    )
}

/// Adds an event as one line.
fn line(buffer: &mut Vec<u8>, event: &Event, label: Option<String>) {
    let from = buffer.len();
    if let Err(error) = serde_json::to_writer(&mut *buffer, event) {
        // An event holds numbers, texts and maps with text keys: JSON can hold all of it. But a
        // path may be no UTF-8; then the line says so rather than nothing.
        buffer.truncate(from);
        let said = serde_json::json!({
            "at": event.at, "event": "unprintable", "error": error.to_string()
        });
        buffer.extend_from_slice(said.to_string().as_bytes());
    }
    if let Some(label) = label {
        buffer.pop();
        buffer.extend_from_slice(b",\"label\":");
        // A text can be written, and memory takes everything.
        let _ = serde_json::to_writer(&mut *buffer, &label);
        buffer.push(b'}');
    }
    buffer.push(b'\n');
}

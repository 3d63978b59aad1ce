//! A journal, read back.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{FILE, Header, VERSION};
use crate::run::{Event, EventKind};
use crate::task::TaskId;

/// The journal of a run, read whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its first line.
    pub header: Header,
    /// What happened, as far as it was written.
    pub events: Vec<Event>,
    /// The tasks as a person calls them, as far as the journal says.
    pub labels: HashMap<TaskId, String>,
    /// The lines between others that are no events: a file system that lost a part, or a kind
    /// of event that a newer library knows. Counted from 1.
    pub unread: Vec<u64>,
}

/// Why a journal cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// There is none.
    #[error("{} is not there", .0.display())]
    Missing(PathBuf),
    /// The run died before its first line was whole.
    #[error("{}: its first line is not whole: the run died before it did anything", .0.display())]
    Empty(PathBuf),
    /// It was written by a library whose journals are others.
    #[error(
        "{}: a journal of version {found}, written by version {library} of the library; \
         this one ({own}) reads version {VERSION}",
        path.display(),
        own = env!("CARGO_PKG_VERSION")
    )]
    Version {
        /// The journal.
        path: PathBuf,
        /// Its version.
        found: u64,
        /// Who wrote it.
        library: String,
    },
    /// Its first line is something else.
    #[error("{}: its first line is not that of a journal: {why}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        why: serde_json::Error,
    },
    /// It cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Io {
        /// The journal.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl Record {
    /// Reads the journal in a run's folder, as far as it was written. A run that lives may go
    /// on writing.
    ///
    /// # Errors
    /// There is none, or none of a version that this library knows.
    pub fn read(dir: &Path) -> Result<Self, RecordError> {
        let mut reader = Reader::open(dir)?;
        let (mut events, mut labels) = (Vec::new(), HashMap::new());
        while let Some(line) = reader.next_line() {
            let (event, label) = line?;
            if let (Some(task), Some(label)) = (event.kind.task(), label) {
                labels.insert(task, label);
            }
            events.push(event);
        }
        Ok(Self {
            header: reader.header,
            events,
            labels,
            unread: reader.unread,
        })
    }
}

/// Reads a journal event by event, in constant memory.
///
/// It is an iterator that may go on: `None` is the end of what is written whole by now. Asked
/// again after the run has written more, it gives that.
#[derive(Debug)]
pub struct Reader {
    header: Header,
    path: PathBuf,
    file: BufReader<File>,
    line: Vec<u8>,
    /// Where the next line begins.
    at: u64,
    number: u64,
    unread: Vec<u64>,
}

/// What every version of the first line has.
#[derive(Deserialize)]
struct Versioned {
    journal: u64,
    #[serde(default)]
    library: String,
}

impl Reader {
    /// Opens the journal in a run's folder and reads its first line.
    ///
    /// # Errors
    /// There is none, or none of a version that this library knows.
    pub fn open(dir: &Path) -> Result<Self, RecordError> {
        let path = dir.join(FILE);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(RecordError::Missing(path));
            }
            Err(error) => return Err(RecordError::Io { path, error }),
        };
        let mut file = BufReader::with_capacity(1 << 16, file);
        let mut line = Vec::new();
        if let Err(error) = file.read_until(b'\n', &mut line) {
            return Err(RecordError::Io { path, error });
        }
        if line.pop() != Some(b'\n') {
            return Err(RecordError::Empty(path));
        }
        let versioned: Versioned = match serde_json::from_slice(&line) {
            Ok(versioned) => versioned,
            Err(why) => return Err(RecordError::Foreign { path, why }),
        };
        if versioned.journal != u64::from(VERSION) {
            return Err(RecordError::Version {
                path,
                found: versioned.journal,
                library: versioned.library,
            });
        }
        match serde_json::from_slice(&line) {
            Ok(header) => Ok(Self {
                header,
                path,
                file,
                at: line.len() as u64 + 1,
                line: Vec::new(),
                number: 1,
                unread: Vec::new(),
            }),
            Err(why) => Err(RecordError::Foreign { path, why }),
        }
    }

    /// The first line.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The lines so far, between others, that are no events this library knows.
    #[must_use]
    pub fn unread(&self) -> &[u64] {
        &self.unread
    }
}

impl Iterator for Reader {
    type Item = Result<Event, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.next_line()?.map(|(event, _)| event))
    }
}

impl Reader {
    /// The next event and, if this line says it, how a person calls its task.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn next_line(&mut self) -> Option<Result<(Event, Option<String>), RecordError>> {
        loop {
            self.line.clear();
            let read = self.file.read_until(b'\n', &mut self.line);
            let read = read.and_then(|_| {
                if self.line.last() == Some(&b'\n') {
                    return Ok(true);
                }
                // The run may take back what it could not write whole, so nothing of a line
                // that has no end is kept.
                self.file.seek(SeekFrom::Start(self.at)).map(|_| false)
            });
            match read {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    let path = self.path.clone();
                    return Some(Err(RecordError::Io { path, error }));
                }
            }
            self.at += self.line.len() as u64;
            self.number += 1;
            match parse(&self.line) {
                Some(line) => return Some(Ok(line)),
                None => self.unread.push(self.number),
            }
        }
    }
}

/// An event and the label beside it, or that of a start in it.
fn parse(line: &[u8]) -> Option<(Event, Option<String>)> {
    #[derive(Deserialize)]
    struct Beside {
        label: String,
    }
    let event: Event = serde_json::from_slice(line).ok()?;
    let label = match &event.kind {
        EventKind::TaskStarted { label, .. } | EventKind::TaskAdded { label, .. } => {
            Some(label.clone())
        }
        // The key as we write it: in a text its quotes would be escaped.
        _ if memchr::memmem::find(line, b",\"label\":").is_some() => {
            let beside: Option<Beside> = serde_json::from_slice(line).ok();
            beside.map(|beside| beside.label)
        }
        _ => None,
    };
    Some((event, label))
}

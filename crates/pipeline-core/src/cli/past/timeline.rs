//! `timeline`: a run as a trace for Perfetto.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::super::exit::ExitKind;
use super::super::message::{Message, Refusal};
use super::{Answer, Asked, find};
use crate::journal::{Reader, RecordError};
use crate::report::number;
use crate::timeline::{Timeline, Written};

/// The file in the folder of the run.
const FILE: &str = "timeline.json";

/// `timeline [RUN]`: writes the timeline of a run into its folder, or with `--json` to standard
/// output.
pub(super) fn timeline(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let word = asked.operands.first().map_or("last", String::as_str);
    let folder = find::run(&asked.state_dir, word)?;
    let reader = Reader::open(&folder.dir).map_err(unreadable)?;
    if asked.arguments.json {
        let mut out = asked.out.clone();
        let unread = write(reader, BufWriter::new(&mut out)).map_err(|error| match error {
            Trouble::Journal(error) => unreadable(error),
            Trouble::Output(error) => unwritten(Path::new("standard output"), &error),
        })?;
        return Ok(warned(Answer::text(""), unread.1));
    }
    let path = folder.dir.join(FILE);
    let (written, unread) = into(&path, reader)?;
    let mut text = format!(
        "{}: {} of run {} on {}\n",
        path.display(),
        count(written.slices, "slice", "slices"),
        folder.id,
        count(written.workers as u64, "worker", "workers"),
    );
    if written.open > 0 {
        let open = count(written.open as u64, "task", "tasks");
        text.push_str(&format!("{open} had not ended where the journal ends\n"));
    }
    text.push_str(
        "open it in https://ui.perfetto.dev (nothing is sent anywhere) or chrome://tracing\n",
    );
    Ok(warned(Answer::text(text), unread))
}

enum Trouble {
    Journal(RecordError),
    Output(io::Error),
}

/// Writes the whole timeline; how many lines of the journal could not be read.
fn write(mut reader: Reader, out: impl Write) -> Result<(Written, usize), Trouble> {
    let mut timeline = Timeline::begin(reader.header(), out).map_err(Trouble::Output)?;
    while let Some(line) = reader.next_line() {
        let (event, label) = line.map_err(Trouble::Journal)?;
        timeline
            .event(&event, label.as_deref())
            .map_err(Trouble::Output)?;
    }
    let (_, written) = timeline.end().map_err(Trouble::Output)?;
    Ok((written, reader.unread().len()))
}

/// Writes the file: there whole or not at all, and for its owner alone, as the journal is.
fn into(path: &Path, reader: Reader) -> Result<(Written, usize), Refusal> {
    let part: PathBuf = path.with_extension(format!("json.{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true).mode(0o600);
    let file = options.open(&part);
    let file = file.map_err(|error| unwritten(path, &error))?;
    let written = write(reader, BufWriter::new(file)).and_then(|written| {
        std::fs::rename(&part, path).map_err(Trouble::Output)?;
        Ok(written)
    });
    written.map_err(|error| {
        // What is left of it is of no use.
        let _ = std::fs::remove_file(&part);
        match error {
            Trouble::Journal(error) => unreadable(error),
            Trouble::Output(error) => unwritten(path, &error),
        }
    })
}

fn warned(mut answer: Answer, unread: usize) -> Answer {
    if unread > 0 {
        let lines = count(unread as u64, "line", "lines");
        answer.warnings.push(Message::new(format!(
            "{lines} of the journal cannot be read and are left out"
        )));
    }
    answer
}

fn unreadable(error: RecordError) -> Refusal {
    Refusal::new(ExitKind::Environment, Message::new(error.to_string()))
}

fn unwritten(path: &Path, error: &io::Error) -> Refusal {
    let message = Message::new(format!("cannot write {}: {error}", path.display()));
    Refusal::new(ExitKind::Environment, message)
}

fn count(count: u64, one: &str, many: &str) -> String {
    let word = if count == 1 { one } else { many };
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    format!("{} {word}", number(count))
}

//! The files of the metrics: whole or not there, and never in the way of a run.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use pipeline_core::observe::Tell;

use super::counts::Counts;
use super::text::{last_success, render};

/// The file of the run and the one that a collector reads.
pub(super) struct Files {
    own: PathBuf,
    public: Option<PathBuf>,
    last_success: Option<f64>,
    tell: Tell,
    told: bool,
}

impl Files {
    pub(super) fn new(own: PathBuf, public: Option<PathBuf>, tell: Tell) -> Self {
        Self {
            own,
            // What an earlier run has left there says when one last succeeded.
            last_success: public
                .as_deref()
                .and_then(|path| last_success(&fs::read_to_string(path).ok()?)),
            public,
            tell,
            told: false,
        }
    }

    pub(super) fn write(&mut self, counts: &Counts, now: Timestamp) {
        let text = render(counts, now, self.last_success);
        // The run's folder is its owner's alone; what a collector reads is everybody's.
        let mut wrong = replace(&self.own, &text, 0o600)
            .err()
            .map(|it| (&self.own, it));
        if let Some(path) = &self.public
            && let Err(error) = replace(path, &text, 0o644)
        {
            wrong = Some((path, error));
        }
        if let Some((path, error)) = wrong
            && !self.told
        {
            self.told = true;
            let path = path.display();
            (self.tell)(&format!(
                "the metrics of this run cannot be written to {path}: {error}"
            ));
        }
    }
}

/// Writes a file under another name and renames it.
fn replace(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    if mode == 0o600 {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    // A name that the collector does not take for metrics.
    let mut file = tempfile::Builder::new()
        .prefix(".metrics-")
        .suffix(".tmp")
        .permissions(Permissions::from_mode(mode))
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    // The process's mask may have taken rights away.
    file.as_file()
        .set_permissions(Permissions::from_mode(mode))?;
    file.persist(path)?;
    Ok(())
}

//! The note of a marker, as it stands in its file.

use std::fs::{self, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::target::location::Location;
use crate::target::store::{SUCCESS, known};
use crate::target::{Completion, StoreError};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Note {
    /// The normal text of the location.
    pub(super) location: String,
    /// Whether nothing was there when the program began.
    pub(super) claimed: bool,
    pub(super) process: u32,
    /// The temporary location that the program was handed instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) staged: Option<String>,
    /// Whether the program may be at work after the process that started it is gone.
    #[serde(default)]
    pub(super) outlives: bool,
    /// What its manager calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) driver: Option<String>,
    #[serde(default)]
    pub(super) progress: Progress,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Progress {
    /// Nobody has seen the program's end. What says "complete" is believed if it is the very
    /// thing that was there before.
    Writing { before: Option<Witness> },
    /// The program ended badly. What says "complete" is believed unless it is what was there
    /// then: somebody has written it since. `left` stands for the names of what was left in a place
    /// that is not local.
    Ended {
        wrong: Option<Witness>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<String>,
    },
}

impl Default for Progress {
    fn default() -> Self {
        Self::Writing { before: None }
    }
}

impl Note {
    /// Whether a target that looks complete, by this witness, may be what a program left that
    /// did not succeed.
    pub(super) fn doubts(&self, seen: Option<&Witness>) -> bool {
        // What is staged gets its name only by our own rename, after the success.
        let (Some(seen), None) = (seen, &self.staged) else {
            return false;
        };
        match &self.progress {
            Progress::Writing { before } => before.as_ref() != Some(seen),
            Progress::Ended { wrong, .. } => wrong.as_ref() == Some(seen),
        }
    }

    /// Whether a program that nobody watches may still be writing.
    pub(super) fn is_out_of_sight(&self) -> bool {
        self.outlives && matches!(self.progress, Progress::Writing { .. })
    }
}

/// What says that a target is complete: `_SUCCESS`, or the file or folder itself. Another one,
/// or one written again, is another witness.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Witness(String);

impl Witness {
    pub(super) fn of(at: &Location, completion: Completion) -> Result<Option<Self>, StoreError> {
        let at = match completion {
            Completion::Exists => at.clone(),
            Completion::SuccessMarker => at.join(SUCCESS),
        };
        Ok(known().of(&at)?.version(&at)?.map(Self))
    }
}

/// Where the notes are.
pub(super) fn folder(state_dir: &Path) -> PathBuf {
    state_dir.join("partial")
}

/// The file name of a note.
pub(super) fn name(normal: &str) -> String {
    let digest = Sha256::digest(normal.as_bytes());
    let digits = digest[..16].iter().map(|byte| format!("{byte:02x}"));
    digits.chain([".json".to_owned()]).collect()
}

/// Opens a note, which is made if it is missing, and locks it.
pub(super) fn open(path: &Path, location: &str) -> Result<fs::File, StoreError> {
    let fail = || StoreError::io("write", path);
    loop {
        let file = fs::File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(fail())?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::InUse {
                    location: location.to_owned(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::io("lock", path)(error)),
        }
        // Whoever held the lock before may have removed the file: then this is not the one
        // that others see.
        let ours = file.metadata().map_err(fail())?.ino();
        if fs::metadata(path).is_ok_and(|seen| seen.ino() == ours) {
            return Ok(file);
        }
    }
}

/// The note in a file; one that was cut short by a crash is none.
pub(super) fn read(file: &mut fs::File) -> Option<Note> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// Writes the note in place of the one before, durably. In place, since the lock is on the
/// file and not on its name.
pub(super) fn write(file: &mut fs::File, note: &Note) -> io::Result<()> {
    let text = serde_json::to_vec(note)?;
    file.rewind()?;
    file.set_len(0)?;
    file.write_all(&text)?;
    file.sync_all()
}

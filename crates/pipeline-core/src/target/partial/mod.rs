//! What a killed run left of a dataset.
//!
//! Spark writes a dataset in place and refuses to write where something is. So a run that dies
//! leaves a folder without `_SUCCESS` that stops the next one. It may be removed only if it is
//! ours, and that is known by a marker: [`Marker::start`] writes it before a program begins to
//! write, [`Marker::finish`] removes it when the program has succeeded.
//!
//! Invariants:
//! - A folder that was there before our program began is never claimed, and never removed.
//! - The marker is locked while its process lives, so that one run never removes what another
//!   is writing; the system takes the lock away from a process that dies, however it dies.
//!   (Where the writer is a driver in a cluster that outlives us, whoever starts the next run
//!   must have seen to its end first.)
//! - What is removed holds only what Spark and its committers write: data files (`part-…`),
//!   partitions (`k=v`), `_temporary`, checksums and their like. One other file or a link, and
//!   everything stays. So it does for a root, a home folder, and a folder that the current one or
//!   our own state is in.
//!
//! The one thing it cannot tell: a dataset that somebody else began at the same place with
//! Spark, after a run of ours died there and before the next one.

use std::fs::{self, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::StoreError;
use super::location::{self, Location};
use super::store::{LocalStore, Store};

/// The note that a program of ours writes a dataset.
///
/// It stays when it is dropped: only [`Marker::finish`] says that all went well.
#[derive(Debug)]
pub struct Marker {
    path: PathBuf,
    /// Open for its lock.
    _file: fs::File,
    claimed: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    /// The normal text of the location.
    location: String,
    /// Whether nothing was there when the program began.
    claimed: bool,
    process: u32,
}

impl Marker {
    /// Notes, durably, that a program of ours is about to write at a location. The note is
    /// kept below `partial` in `state_dir`, which is made if it is missing.
    ///
    /// # Errors
    /// Another run writes there at this moment, or the note cannot be written.
    pub fn start(state_dir: &Path, location: &str) -> Result<Self, StoreError> {
        let normal = location::normal(location)?;
        let path = note_path(state_dir, &normal);
        let fail = || StoreError::io("write", &path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(StoreError::io("make the folder", folder))?;
        }
        let mut file = loop {
            let file = fs::File::options()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(fail())?;
            lock(&file, location, &path)?;
            // Whoever held the lock before may have removed the file: then this is not the one
            // that others see.
            let ours = file.metadata().map_err(fail())?.ino();
            if fs::metadata(&path).is_ok_and(|seen| seen.ino() == ours) {
                break file;
            }
        };
        let claimed_before = read(&mut file).is_some_and(|note| note.claimed);
        let parsed = Location::parse(location);
        let vacant = parsed
            .local()
            .is_ok_and(|path| fs::symlink_metadata(path).is_err());
        let claimed = vacant || claimed_before;
        let note = Note {
            location: normal,
            claimed,
            process: std::process::id(),
        };
        let text = serde_json::to_vec(&note).map_err(|error| fail()(error.into()))?;
        file.rewind()
            .and_then(|()| file.set_len(0))
            .and_then(|()| file.write_all(&text))
            .and_then(|()| file.sync_all())
            .map_err(fail())?;
        Ok(Self {
            path,
            _file: file,
            claimed,
        })
    }

    /// Whether what is written is ours alone, and may be removed if it stays unfinished.
    #[must_use]
    pub const fn is_claimed(&self) -> bool {
        self.claimed
    }

    /// Removes the note: the program has succeeded, or has been seen to have written nothing.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn finish(self) -> Result<(), StoreError> {
        fs::remove_file(&self.path).map_err(StoreError::io("remove", &self.path))
    }
}

/// Whether an unfinished dataset stands at a location that a run of ours, now dead, began.
#[must_use]
pub fn leftover(state_dir: &Path, location: &str) -> bool {
    held_leftover(state_dir, location).is_some()
}

/// Removes an unfinished dataset that a run of ours, now dead, began, and says whether there
/// was one. Everything else it leaves alone.
///
/// # Errors
/// There is one, but it holds something that is not Spark's, stands where nothing must be
/// removed, or cannot be removed; the error says which.
pub fn clear_leftover(state_dir: &Path, location: &str) -> Result<bool, StoreError> {
    let Some(held) = held_leftover(state_dir, location) else {
        return Ok(false);
    };
    if let Some(why) = reason_to_keep(&held.folder, state_dir) {
        return Err(StoreError::Refused {
            location: location.to_owned(),
            why,
        });
    }
    LocalStore.remove(&Location::parse(location))?;
    fs::remove_file(&held.marker).map_err(StoreError::io("remove", &held.marker))?;
    Ok(true)
}

struct Held {
    marker: PathBuf,
    folder: PathBuf,
    /// The marker, locked while we look and remove.
    _file: fs::File,
}

fn held_leftover(state_dir: &Path, location: &str) -> Option<Held> {
    let normal = location::normal(location).ok()?;
    let marker = note_path(state_dir, &normal);
    let mut file = fs::File::options()
        .read(true)
        .write(true)
        .open(&marker)
        .ok()?;
    lock(&file, location, &marker).ok()?;
    let note = read(&mut file)?;
    let parsed = Location::parse(location);
    let folder = parsed.local().ok()?.to_owned();
    let is_left = note.claimed
        && note.location == normal
        && folder.is_dir()
        && fs::symlink_metadata(folder.join("_SUCCESS")).is_err();
    is_left.then_some(Held {
        marker,
        folder,
        _file: file,
    })
}

fn note_path(state_dir: &Path, normal: &str) -> PathBuf {
    let digest = Sha256::digest(normal.as_bytes());
    let name: String = digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    state_dir.join("partial").join(format!("{name}.json"))
}

fn lock(file: &fs::File, location: &str, path: &Path) -> Result<(), StoreError> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
            location: location.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(StoreError::io("lock", path)(error)),
    }
}

/// The note in a marker; one that was cut short by a crash is none.
fn read(file: &mut fs::File) -> Option<Note> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// Why a folder must not be removed, if there is a reason.
fn reason_to_keep(folder: &Path, state_dir: &Path) -> Option<String> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_symlink() => return Some("it is a link".to_owned()),
        Ok(_) => {}
        Err(error) => return Some(error.to_string()),
    }
    let Ok(real) = folder.canonicalize() else {
        return Some("its real path cannot be told".to_owned());
    };
    // `/` and what stands right below it.
    if real.components().count() < 3 {
        return Some("it is too near to the root of the file system".to_owned());
    }
    let home = std::env::var_os("HOME").map(PathBuf::from);
    for (what, inner) in [
        ("the current folder", std::env::current_dir().ok()),
        ("your home folder", home),
        ("the state of the pipeline", Some(state_dir.to_owned())),
    ] {
        if inner
            .and_then(|inner| inner.canonicalize().ok())
            .is_some_and(|inner| inner.starts_with(&real))
        {
            return Some(format!("it contains {what}"));
        }
    }
    match stranger(&real) {
        Ok(None) => None,
        Ok(Some(path)) => Some(format!("{} is nothing that Spark writes", path.display())),
        Err(error) => Some(error.to_string()),
    }
}

/// The first thing in a dataset that Spark did not write.
fn stranger(folder: &Path) -> std::io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, name, file_type) = (entry.path(), entry.file_name(), entry.file_type()?);
        let name = name.to_string_lossy();
        if file_type.is_file() && is_spark_file(&name) {
            continue;
        }
        if file_type.is_dir() {
            // The committers' own folders, whatever is in them.
            if name == "_temporary" || name.starts_with(".spark-staging-") {
                continue;
            }
            if name.contains('=') {
                match stranger(&path)? {
                    None => continue,
                    found => return Ok(found),
                }
            }
        }
        return Ok(Some(path));
    }
    Ok(None)
}

fn is_spark_file(name: &str) -> bool {
    // Hadoop keeps the checksum of `x` in `.x.crc`.
    let name = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(".crc"))
        .unwrap_or(name);
    name.starts_with("part-")
        || name.starts_with("_committed_")
        || name.starts_with("_started_")
        || matches!(name, "_SUCCESS" | "_metadata" | "_common_metadata")
}

#[cfg(test)]
mod tests;

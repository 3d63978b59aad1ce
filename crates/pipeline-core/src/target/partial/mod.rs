//! What a program left of a target when it did not succeed.
//!
//! Spark writes a dataset in place and refuses to write where something is. So a run that dies
//! leaves a folder without `_SUCCESS` that stops the next one. And Spark writes `_SUCCESS` when
//! a dataset is written, not when its program has succeeded. Both are told by a note:
//! [`Marker::start`] writes it before a program begins to write, [`Marker::finish`] removes it
//! when the program has succeeded, [`Marker::abandon`] says that it has not.
//!
//! Invariants:
//! - What looks complete is not while a note says that its program has not succeeded
//!   ([`Notes`]), unless it is what was there before the program, or was written after its end.
//! - A folder that was there before our program began is never claimed, and never removed.
//! - The note is locked while its process lives, so that one run never removes what another
//!   is writing; the system takes the lock away from a process that dies, however it dies.
//! - What a driver in a cluster writes, whose end nobody of ours has seen, is never removed: it
//!   outlives us. Whoever finds the driver again owns its note ([`Marker::resume`]); where
//!   nobody does, a person must look, and remove the note.
//! - What is removed holds only what Spark and its committers write: data files (`part-…`),
//!   partitions (`k=v`), `_temporary`, checksums and their like. One other file or a link, and
//!   everything stays. So it does for a root, a home folder, and a folder that the current one or
//!   our own state is in.
//!
//! - In a place that is not local, which other machines write too, a leftover is removed only if
//!   the end of its program was seen and the place still holds the very names that it held then.
//!   Otherwise it stays, and whoever writes there next meets it: Spark says that something is
//!   there, or overwrites it, as the application asked it to.
//!
//! The one thing it cannot tell: a dataset that somebody else wrote at the same place with
//! Spark, after a run of ours was killed there and before the next one.

mod keep;
mod note;
mod notes;
mod remote;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use self::note::{Note, Progress, Witness};
use super::location::{self, FILE, Location};
use super::staging;
use super::store::{LocalStore, SUCCESS, Store, known};
use super::{Completion, StoreError};

pub use notes::Notes;

/// How a program is going to write a target.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'a> {
    /// How the target is known to be complete.
    pub completion: Completion,
    /// The temporary location that it writes instead, if it is handed one.
    pub staged: Option<&'a str>,
    /// Whether it may be at work when the process that started it is gone, as a driver in a
    /// cluster may.
    pub outlives: bool,
}

/// The note that a program of ours writes a target.
///
/// It stays when it is dropped: only [`Marker::finish`] says that all went well.
#[derive(Debug)]
pub struct Marker {
    path: PathBuf,
    at: Location,
    completion: Completion,
    /// Open for its lock.
    file: fs::File,
    note: Note,
    cleared: bool,
}

impl Marker {
    /// Notes, durably, that a program of ours is about to write at a location, and takes away
    /// what one that did not succeed left there unfinished. Everything else it leaves alone.
    /// The note is kept below `partial` in `state_dir`, which is made if it is missing.
    ///
    /// # Errors
    /// Another run writes there at this moment; a driver that outlived its run may; a leftover
    /// holds something that is not Spark's, stands where nothing must be removed, or cannot be
    /// removed; or the note cannot be written.
    pub fn start(
        state_dir: &Path,
        location: &str,
        writing: Writing<'_>,
    ) -> Result<Self, StoreError> {
        let normal = location::normal(location)?;
        let folder = note::folder(state_dir);
        fs::create_dir_all(&folder).map_err(StoreError::io("make the folder", &folder))?;
        let path = folder.join(note::name(&normal));
        let mut file = note::open(&path, location)?;
        let at = Location::parse(location);
        let held = note::read(&mut file).filter(|note| note.location == normal);
        let is_new = file.metadata().is_ok_and(|seen| seen.len() == 0);
        let began = begin(held, &path, normal, &at, writing, state_dir);
        if began.is_err() && is_new {
            // An empty note would say that a run of ours died there.
            let _ = fs::remove_file(&path);
        }
        let (note, cleared) = began?;
        note::write(&mut file, &note).map_err(StoreError::io("write", &path))?;
        Ok(Self {
            path,
            at,
            completion: writing.completion,
            file,
            note,
            cleared,
        })
    }

    /// Takes over the note of a program that outlived the run that started it, and is found
    /// again: what it writes is finished or abandoned by us, as if we had started it. `names` are
    /// what its manager calls it. With the note comes the temporary location that it writes.
    ///
    /// Nothing, if there is no such note: the program has succeeded and its end was noted, or
    /// somebody has removed it.
    ///
    /// # Errors
    /// Another run has the note at this moment, it is about another program that may still write
    /// there, or it cannot be written.
    pub fn resume(
        state_dir: &Path,
        location: &str,
        completion: Completion,
        names: &[&str],
    ) -> Result<Option<(Self, Option<String>)>, StoreError> {
        let normal = location::normal(location)?;
        let path = note::folder(state_dir).join(note::name(&normal));
        if !path.exists() {
            return Ok(None);
        }
        let mut file = note::open(&path, location)?;
        let held = note::read(&mut file).filter(|note| note.location == normal);
        let Some(mut note) = held.filter(Note::is_out_of_sight) else {
            return Ok(None);
        };
        let is_known = |driver: &String| names.contains(&driver.as_str());
        if !note.driver.as_ref().is_none_or(is_known) {
            return Err(StoreError::OutOfSight {
                location: location.to_owned(),
                driver: note.driver,
                note: path,
            });
        }
        note.process = std::process::id();
        note::write(&mut file, &note).map_err(StoreError::io("write", &path))?;
        let staged = note.staged.clone();
        let marker = Self {
            path,
            at: Location::parse(location),
            completion,
            file,
            note,
            cleared: false,
        };
        Ok(Some((marker, staged)))
    }

    /// Whether what is written is ours alone, and may be removed if it stays unfinished.
    #[must_use]
    pub const fn is_claimed(&self) -> bool {
        self.note.claimed
    }

    /// Whether an unfinished dataset was taken away.
    #[must_use]
    pub const fn has_cleared(&self) -> bool {
        self.cleared
    }

    /// Where the note is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Notes that the program may outlive us, where that was not known when it began.
    ///
    /// # Errors
    /// The note cannot be written.
    pub fn outlive(&mut self) -> Result<(), StoreError> {
        self.note.outlives = true;
        self.write()
    }

    /// Notes what the manager calls the driver, for a person to find it: what has such a name runs
    /// in a cluster, and may outlive us, whatever was thought when it began.
    ///
    /// # Errors
    /// The note cannot be written.
    pub fn name_driver(&mut self, driver: &str) -> Result<(), StoreError> {
        self.note.driver = Some(driver.to_owned());
        self.note.outlives = true;
        self.write()
    }

    /// Removes the note: the program has succeeded.
    ///
    /// # Errors
    /// It can neither be removed nor be made to say nothing.
    pub fn finish(mut self) -> Result<(), StoreError> {
        let Err(error) = fs::remove_file(&self.path) else {
            return Ok(());
        };
        self.note.claimed = false;
        self.note.progress = Progress::Ended {
            wrong: None,
            left: None,
        };
        self.write()
            .map_err(|_| StoreError::io("remove", &self.path)(error))
    }

    /// The program has ended without success. What it wrote is not complete, whatever Spark
    /// said: a `_SUCCESS` that it made where nothing was before is removed. What is left of it
    /// stays, and stays known.
    ///
    /// # Errors
    /// `_SUCCESS` cannot be removed, or the note be written.
    pub fn abandon(mut self) -> Result<(), StoreError> {
        let removed = if self.note.claimed {
            remove_success(&self.at)
        } else {
            Ok(())
        };
        // Of what cannot be seen now, nothing can be said later: the note stays as it is.
        let seen = Witness::of(&self.at, self.completion)?;
        let wrong = seen.filter(|seen| self.note.doubts(Some(seen)));
        let is_left = self.note.claimed && !is_vacant(&self.at)?;
        if wrong.is_none() && !is_left {
            return self.finish();
        }
        let left = match self.at.scheme() {
            FILE => None,
            _ => remote::names(&self.at)?,
        };
        self.note.progress = Progress::Ended { wrong, left };
        self.write().and(removed)
    }

    /// Nobody knows whether the program still writes: nothing of it is taken away, now or
    /// later, and nothing is written there, before a person has removed the note.
    ///
    /// # Errors
    /// The note cannot be written.
    pub fn leave(mut self) -> Result<(), StoreError> {
        self.outlive()
    }

    fn write(&mut self) -> Result<(), StoreError> {
        note::write(&mut self.file, &self.note).map_err(StoreError::io("write", &self.path))
    }
}

/// Makes ready what stands at a location, and the note to write.
fn begin(
    held: Option<Note>,
    path: &Path,
    normal: String,
    at: &Location,
    writing: Writing<'_>,
    state_dir: &Path,
) -> Result<(Note, bool), StoreError> {
    let cleared = match &held {
        Some(note) if note.is_out_of_sight() => {
            return Err(StoreError::OutOfSight {
                location: at.text().to_owned(),
                driver: note.driver.clone(),
                note: path.to_owned(),
            });
        }
        Some(note) => clear(note, at, writing.completion, state_dir)?,
        None => false,
    };
    let seen = Witness::of(at, writing.completion)?;
    let doubted = held.is_some_and(|note| note.doubts(seen.as_ref()));
    let note = Note {
        location: normal,
        claimed: writing.completion == Completion::SuccessMarker && is_vacant(at)?,
        process: std::process::id(),
        staged: writing.staged.map(ToOwned::to_owned),
        outlives: writing.outlives,
        driver: None,
        progress: Progress::Writing {
            before: seen.filter(|_| !doubted),
        },
    };
    Ok((note, cleared))
}

/// Notes that a program in a cluster has ended without success, by one of the names that its
/// manager calls it: the next run that writes there takes away what it left. Says how many
/// targets it wrote. Blocks.
///
/// # Errors
/// The notes cannot be listed, or one of them not be written.
pub fn ended(state_dir: &Path, names: &[String]) -> Result<usize, StoreError> {
    let folder = note::folder(state_dir);
    let fail = || StoreError::io("list", &folder);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(fail()(error)),
    };
    let mut count = 0;
    for entry in entries {
        let path = entry.map_err(fail())?.path();
        let held = fs::read(&path).ok();
        let held = held.and_then(|text| serde_json::from_slice::<Note>(&text).ok());
        let is_of = |note: &Note| note.driver.as_ref().is_some_and(|it| names.contains(it));
        let Some(mut note) = held.filter(is_of).filter(Note::is_out_of_sight) else {
            continue;
        };
        let mut file = match note::open(&path, &note.location) {
            // Another run goes on with it.
            Err(StoreError::InUse { .. }) => continue,
            opened => opened?,
        };
        note.outlives = false;
        note::write(&mut file, &note).map_err(StoreError::io("write", &path))?;
        count += 1;
    }
    Ok(count)
}

/// Removes the note of a target that has its name already, which a run that died between the
/// rename and the end of its note left: it says nothing any more. Blocks.
///
/// # Errors
/// It cannot be looked at, or not be removed.
pub fn tidy(state_dir: &Path, location: &str) -> Result<(), StoreError> {
    let normal = location::normal(location)?;
    let path = note::folder(state_dir).join(note::name(&normal));
    if !path.exists() {
        return Ok(());
    }
    let mut file = match note::open(&path, location) {
        // A program is at work there.
        Err(StoreError::InUse { .. }) => return Ok(()),
        opened => opened?,
    };
    let staged = note::read(&mut file).and_then(|note| note.staged);
    let Some(staged) = staged else {
        return Ok(());
    };
    if is_vacant(&Location::parse(&staged))? {
        fs::remove_file(&path).map_err(StoreError::io("remove", &path))?;
    }
    Ok(())
}

/// Whether nothing stands at a location.
fn is_vacant(at: &Location) -> Result<bool, StoreError> {
    if at.scheme() != FILE {
        return Ok(known().of(at)?.look(at)?.is_none());
    }
    // A link that leads nowhere is something.
    Ok(at.local().is_ok_and(|path| {
        matches!(fs::symlink_metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
    }))
}

/// Takes away what a program left that did not succeed; says whether a dataset went.
fn clear(
    note: &Note,
    at: &Location,
    completion: Completion,
    state_dir: &Path,
) -> Result<bool, StoreError> {
    if let Some(staged) = &note.staged {
        let staged = Location::parse(staged);
        if staging::is_staged_for(&staged, at) {
            known().of(&staged)?.remove(&staged)?;
        }
    }
    let seen = Witness::of(at, completion)?;
    let is_believed = seen.is_some() && !note.doubts(seen.as_ref());
    if !note.claimed || is_believed {
        return Ok(false);
    }
    let Ok(folder) = at.local() else {
        return remote::clear(note, at);
    };
    if !folder.is_dir() {
        return Ok(false);
    }
    if let Some(why) = keep::reason_to_keep(folder, state_dir) {
        return Err(StoreError::Refused {
            location: at.text().to_owned(),
            why,
        });
    }
    LocalStore.remove(at)?;
    Ok(true)
}

/// Removes `_SUCCESS` from a folder that is ours, and the checksum that Hadoop keeps of it.
fn remove_success(at: &Location) -> Result<(), StoreError> {
    let Ok(folder) = at.local() else {
        return known().of(at)?.remove(&at.join(SUCCESS));
    };
    // A link leads to what is somebody else's.
    if !fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir()) {
        return Ok(());
    }
    let success = at.join(SUCCESS);
    if success.local().is_ok_and(Path::is_dir) {
        return Ok(());
    }
    LocalStore.remove(&success)?;
    LocalStore.remove(&at.join(&format!(".{SUCCESS}.crc")))
}

#[cfg(test)]
mod tests;

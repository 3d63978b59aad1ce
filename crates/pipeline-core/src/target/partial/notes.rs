//! The notes of a state folder, to be asked for many targets.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::note::{self, Witness};
use crate::target::location::Location;
use crate::target::store::completion_of;
use crate::target::{AnyTarget, StoreError};

/// The notes that there are in a state folder: listed once, so that it costs nothing to ask for
/// 100,000 targets of which none has one.
#[derive(Clone, Debug)]
pub struct Notes {
    folder: PathBuf,
    names: HashSet<String>,
    /// The current folder, where relative locations begin.
    here: PathBuf,
}

impl Notes {
    /// The notes of a state folder. Blocks.
    ///
    /// # Errors
    /// They cannot be listed, or the current folder is gone.
    pub fn list(state_dir: &Path) -> Result<Self, StoreError> {
        let folder = note::folder(state_dir);
        let fail = || StoreError::io("list", &folder);
        let names = match fs::read_dir(&folder) {
            Ok(entries) => entries
                .filter_map(|entry| {
                    entry
                        .map(|it| it.file_name().into_string().ok())
                        .transpose()
                })
                .collect::<io::Result<_>>()
                .map_err(fail())?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => HashSet::new(),
            Err(error) => return Err(fail()(error)),
        };
        Ok(Self {
            names,
            here: std::env::current_dir().map_err(StoreError::io("find", Path::new(".")))?,
            folder,
        })
    }

    /// The note because of which a target that looks complete is not: a program of ours that
    /// wrote it has not succeeded, or not ended. Blocks if there is a note.
    #[must_use]
    pub fn doubt(&self, target: &dyn AnyTarget) -> Option<PathBuf> {
        if self.names.is_empty() {
            return None;
        }
        let at = Location::parse(target.location());
        let name = note::name(&at.normal(&self.here));
        if !self.names.contains(&name) {
            return None;
        }
        let path = self.folder.join(name);
        // It may be gone by now: the program of another run has succeeded.
        let mut file = fs::File::open(&path).ok()?;
        let completion = completion_of(target).unwrap_or(target.completion());
        // What cannot be looked at is not believed.
        let Ok(seen) = Witness::of(&at, completion) else {
            return Some(path);
        };
        // One that was cut short says at least that a run of ours died there.
        let doubted = note::read(&mut file).is_none_or(|note| note.doubts(seen.as_ref()));
        doubted.then_some(path)
    }
}

//! Claims as locked files, one for each task at work: for systems without record locks that
//! belong to an open file. A file is removed when its task has ended.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::task::TaskId;

#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
    held: Mutex<HashMap<TaskId, File>>,
}

impl Files {
    #[cfg_attr(target_os = "linux", allow(dead_code))] // tests alone call it there
    pub(super) fn open(state_dir: &Path) -> io::Result<Self> {
        let folder = state_dir.join("claims.d");
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            held: Mutex::default(),
        })
    }

    pub(super) fn try_take(&self, task: TaskId) -> io::Result<bool> {
        if self.is_held(task) {
            return Ok(true);
        }
        let path = self.path(task);
        loop {
            let file = open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(false),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            if self.keep(task, file, &path)? {
                return Ok(true);
            }
        }
    }

    pub(super) fn take(&self, task: TaskId) -> io::Result<()> {
        let path = self.path(task);
        while !self.is_held(task) {
            let file = open(&path)?;
            file.lock()?;
            self.keep(task, file, &path)?;
        }
        Ok(())
    }

    pub(super) fn give_up(&self, task: TaskId) {
        if let Some(file) = self.all().remove(&task) {
            // First the name, so that nobody gets the lock of a file that is then removed; one
            // that stays is only a file.
            let _ = fs::remove_file(self.path(task));
            // A child that we started may have it open too.
            let _ = file.unlock();
        }
    }

    /// Keeps a locked file, unless its name has gone to another since it was opened.
    fn keep(&self, task: TaskId, file: File, path: &Path) -> io::Result<bool> {
        let ours = file.metadata()?.ino();
        if !fs::metadata(path).is_ok_and(|seen| seen.ino() == ours) {
            return Ok(false);
        }
        self.all().insert(task, file);
        Ok(true)
    }

    fn is_held(&self, task: TaskId) -> bool {
        self.all().contains_key(&task)
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<TaskId, File>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, task: TaskId) -> PathBuf {
        self.folder.join(task.to_string())
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    let file = options
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    super::inherited(&file)
}

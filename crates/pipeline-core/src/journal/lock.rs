//! The lock that a run holds while it lives.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const FILE: &str = "lock";

/// The lock of a run's folder. The system lets go of it when the process dies, however it does.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a run's folder, unless somebody has it: then the run lives.
    ///
    /// # Errors
    /// The file cannot be made, or the file system knows no locks.
    pub fn take(dir: &Path) -> io::Result<Option<Self>> {
        let mut options = OpenOptions::new();
        options.create(true).read(true).write(true).truncate(false);
        let file = options.mode(0o600).open(dir.join(FILE))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Takes the lock of a folder that is one's own; somebody may be looking at it just now.
    pub(super) fn of_own(dir: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).read(true).write(true).truncate(false);
        let file = options.mode(0o600).open(dir.join(FILE))?;
        file.lock()?;
        Ok(Self { _file: file })
    }
}

/// Whether the run of this folder lives: somebody holds its lock.
///
/// A run takes its lock before it writes a line. So what has a journal and no living run is
/// dead for good.
///
/// # Errors
/// The lock is there and nobody can look at it: then a careful caller takes the run for alive.
pub fn is_alive(dir: &Path) -> io::Result<bool> {
    let file = match File::open(dir.join(FILE)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_lives_as_long_as_its_lock_is_held() {
        let dir = tempfile::tempdir().expect("a folder");
        assert!(!is_alive(dir.path()).expect("a look"), "no lock at all");
        let lock = Lock::take(dir.path()).expect("a lock").expect("it is free");
        assert!(is_alive(dir.path()).expect("a look"));
        assert!(Lock::take(dir.path()).expect("a look").is_none());
        drop(lock);
        assert!(!is_alive(dir.path()).expect("a look"));
        assert!(Lock::take(dir.path()).expect("a lock").is_some());
    }
}

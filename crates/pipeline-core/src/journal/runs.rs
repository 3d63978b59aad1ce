//! The runs of a state folder.

use std::io;
use std::path::{Path, PathBuf};

use super::is_alive;

/// The folder of a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunFolder {
    /// The run's id, which is the folder's name.
    pub id: String,
    /// The folder.
    pub dir: PathBuf,
}

impl RunFolder {
    /// Whether nobody can be this run any more. What cannot be found out is taken for alive.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        is_alive(&self.dir).is_ok_and(|alive| !alive)
    }
}

/// The folders of all runs of a state folder, by name. Not all of them need have a journal.
///
/// The names begin with the time by the machine's clock, which may have been set meanwhile.
///
/// # Errors
/// The folder is there and cannot be listed.
pub fn runs(state_dir: &Path) -> io::Result<Vec<RunFolder>> {
    let entries = match std::fs::read_dir(state_dir.join("runs")) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        // A name that is no text is none of ours.
        if let Ok(id) = entry.file_name().into_string()
            && !id.starts_with('.')
            && entry.file_type()?.is_dir()
        {
            let dir = entry.path();
            found.push(RunFolder { id, dir });
        }
    }
    found.sort_unstable();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::Lock;
    use super::*;

    #[test]
    fn every_folder_is_a_run_and_the_one_whose_lock_is_held_lives() {
        let state = tempfile::tempdir().expect("a folder");
        assert_eq!(runs(state.path()).expect("none"), []);
        for id in ["b", "a"] {
            std::fs::create_dir_all(state.path().join("runs").join(id)).expect("a folder");
        }
        std::fs::write(state.path().join("runs/file"), "").expect("a file");
        let found = runs(state.path()).expect("a list");
        let ids: Vec<_> = found.iter().map(|run| run.id.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
        let lock = Lock::of_own(&found[0].dir).expect("a lock");
        assert_eq!([found[0].is_dead(), found[1].is_dead()], [false, true]);
        drop(lock);
        assert!(found[0].is_dead());
    }
}

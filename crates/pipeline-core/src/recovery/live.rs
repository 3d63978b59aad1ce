//! The runs of a state folder that live, and those that died and left something.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rustix::process::{Pid, Signal};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::run::RunId;
use crate::task::TaskId;

/// A run that lives, or one that died.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The run's id.
    pub run: String,
    /// Its process.
    pub pid: u32,
    /// The program, as it was called.
    pub program: String,
    /// Who began it.
    pub user: String,
    /// When.
    pub began: Timestamp,
    /// A digest of what it was asked for: two runs of the same roots have the same.
    pub roots: String,
    /// What of it is still open, where a later run has taken some over; nothing where all is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Vec<TaskId>>,
}

/// Why the runs of a state folder cannot be told.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}", path.display())]
pub struct LiveError {
    action: &'static str,
    path: PathBuf,
    source: io::Error,
}

/// What becomes of a run that wants to begin.
#[derive(Debug)]
pub enum Entered {
    /// It may, and these runs died, the earliest first.
    In(Live, Vec<Entry>),
    /// A run of the same roots lives.
    Same(Entry),
}

/// That a run lives: dropped or killed, it lives no more.
#[derive(Debug)]
pub struct Live {
    /// What others see of it.
    pub entry: Entry,
    folder: PathBuf,
    /// Open for its lock.
    file: File,
}

impl Entry {
    /// What others are to see of a run of these roots in this process.
    #[must_use]
    pub fn new(run: &RunId, roots: impl IntoIterator<Item = TaskId>) -> Self {
        let mut roots: Vec<TaskId> = roots.into_iter().collect();
        roots.sort_unstable();
        let mut digest = Sha256::new();
        for root in roots {
            digest.update(root.to_string());
        }
        let digest = digest.finalize();
        let program = std::env::args_os().next().unwrap_or_default();
        Self {
            run: run.to_string(),
            pid: std::process::id(),
            program: program.to_string_lossy().into_owned(),
            user: user(),
            began: Timestamp::now(),
            roots: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            open: None,
        }
    }
}

/// Who runs this process.
fn user() -> String {
    ["USER", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()))
        .unwrap_or_else(|| format!("user {}", rustix::process::getuid().as_raw()))
}

impl Live {
    /// Enters a run among those that live, unless one of the same roots does. Blocks for a
    /// moment.
    ///
    /// # Errors
    /// The state folder cannot be written to, or has no locks.
    pub fn enter(state_dir: &Path, entry: Entry) -> Result<Entered, LiveError> {
        let folder = folder(state_dir);
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700);
        builder.create(&folder).map_err(failed("make", &folder))?;
        let _door = door(&folder)?;
        let mut dead = Vec::new();
        for (found, alive) in list(&folder)? {
            if alive && found.roots == entry.roots {
                return Ok(Entered::Same(found));
            }
            if !alive {
                dead.push(found);
            }
        }
        let path = path(&folder, &entry.run);
        let mut options = File::options();
        options.read(true).write(true).create_new(true).mode(0o600);
        let mut file = options.open(&path).map_err(failed("make", &path))?;
        file.lock().map_err(failed("lock", &path))?;
        write(&mut file, &entry).map_err(failed("write", &path))?;
        let live = Self {
            entry,
            folder,
            file,
        };
        Ok(Entered::In(live, dead))
    }

    /// The run has ended in order, and these runs that died have still this open.
    ///
    /// # Errors
    /// What is open cannot be written; then it is as it was.
    pub fn leave(self, dead: Vec<(Entry, Vec<TaskId>)>) -> Result<(), LiveError> {
        let _door = door(&self.folder)?;
        for (entry, open) in dead {
            settle_at(&path(&self.folder, &entry.run), open)?;
        }
        let path = path(&self.folder, &self.entry.run);
        remove(&path)?;
        drop(self.file);
        Ok(())
    }
}

/// The runs of a state folder that live (`true`), and those that died and left something.
///
/// # Errors
/// The folder cannot be read, or has no locks.
pub fn all(state_dir: &Path) -> Result<Vec<(Entry, bool)>, LiveError> {
    let folder = folder(state_dir);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let _door = door(&folder)?;
    list(&folder)
}

/// The run that most likely has what the run of this id did not get: the only other one that
/// lives. Nothing where there are several, or where nobody can tell.
pub(crate) fn only_other(state_dir: &Path, own: &str) -> Option<String> {
    // The door is not waited for: who comes or goes at this moment may be left out.
    let found = list(&folder(state_dir)).ok()?.into_iter();
    let mut others = found.filter(|(entry, alive)| *alive && entry.run != own);
    let (other, _) = others.next()?;
    others.next().is_none().then_some(other.run)
}

/// Asks the process of a run to stop (SIGTERM), if it lives: the lock says so, and not the
/// number, which may be another's by now. Says whether it lived.
///
/// # Errors
/// The process may not be signalled, or nobody can tell whether it lives.
pub fn stop(state_dir: &Path, entry: &Entry) -> Result<bool, LiveError> {
    let folder = folder(state_dir);
    let path = path(&folder, &entry.run);
    // While the door is shut nobody leaves, so a run whose lock is held does not end in order
    // meanwhile.
    let _door = door(&folder)?;
    if !is_alive(&path)? {
        return Ok(false);
    }
    let pid = i32::try_from(entry.pid).ok().and_then(Pid::from_raw);
    match pid.map(|pid| rustix::process::kill_process(pid, Signal::TERM)) {
        Some(Ok(())) => Ok(true),
        None | Some(Err(rustix::io::Errno::SRCH)) => Ok(false),
        Some(Err(error)) => Err(failed("stop the run of", &path)(error.into())),
    }
}

/// Waits until a run has ended, however it does. Blocks: the system wakes it.
pub(crate) fn wait(state_dir: &Path, run: &str) -> Result<(), LiveError> {
    let path = path(&folder(state_dir), run);
    match File::open(&path) {
        Ok(file) => file.lock_shared().map_err(failed("lock", &path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed("open", &path)(error)),
    }
}

/// Notes what of a run that died is still open.
pub(crate) fn settle(state_dir: &Path, entry: &Entry, open: &[TaskId]) -> Result<(), LiveError> {
    let folder = folder(state_dir);
    let _door = door(&folder)?;
    settle_at(&path(&folder, &entry.run), open.to_vec())
}

fn settle_at(path: &Path, mut open: Vec<TaskId>) -> Result<(), LiveError> {
    // Another run may have taken over some of it since, or all.
    let Some(mut entry) = read(path)? else {
        return Ok(());
    };
    if let Some(still) = &entry.open {
        open.retain(|task| still.contains(task));
    }
    if open.is_empty() {
        return remove(path);
    }
    if entry.open.as_ref() != Some(&open) {
        entry.open = Some(open);
        replace(path, &entry)?;
    }
    Ok(())
}

fn folder(state_dir: &Path) -> PathBuf {
    state_dir.join("live")
}

fn path(folder: &Path, run: &str) -> PathBuf {
    folder.join(format!("{run}.json"))
}

fn failed(action: &'static str, path: &Path) -> impl Fn(io::Error) -> LiveError + use<> {
    let path = path.to_owned();
    move |source| LiveError {
        action,
        path: path.clone(),
        source,
    }
}

/// One process at a time looks who lives, comes or goes.
fn door(folder: &Path) -> Result<File, LiveError> {
    let path = folder.join("door");
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    let file = options
        .mode(0o600)
        .open(&path)
        .map_err(failed("open", &path))?;
    file.lock().map_err(failed("lock", &path))?;
    Ok(file)
}

fn list(folder: &Path) -> Result<Vec<(Entry, bool)>, LiveError> {
    let mut found: Vec<(Entry, bool)> = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed("list", folder))? {
        let path = entry.map_err(failed("list", folder))?.path();
        if path.extension().is_none_or(|it| it != "json") {
            continue;
        }
        let alive = is_alive(&path)?;
        match read(&path)? {
            Some(entry) => found.push((entry, alive)),
            // It died before it had said who it is, so before it did anything.
            None if !alive => remove(&path)?,
            None => {}
        }
    }
    found.sort_by(|(a, _), (b, _)| (a.began, &a.run).cmp(&(b.began, &b.run)));
    Ok(found)
}

/// The entry in a file; nothing where there is no file, or it was cut short.
fn read(path: &Path) -> Result<Option<Entry>, LiveError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(serde_json::from_str(&text).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("read", path)(error)),
    }
}

fn is_alive(path: &Path) -> Result<bool, LiveError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(failed("open", path)(error)),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(failed("lock", path)(error)),
    }
}

fn write(file: &mut File, entry: &Entry) -> io::Result<()> {
    let text = serde_json::to_vec(entry)?;
    file.rewind()?;
    file.write_all(&text)?;
    file.sync_all()
}

/// Writes the entry of a run that died anew, whole or not at all.
fn replace(path: &Path, entry: &Entry) -> Result<(), LiveError> {
    let new = path.with_extension("new");
    let mut options = File::options();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(&new).map_err(failed("write", &new))?;
    write(&mut file, entry).map_err(failed("write", &new))?;
    fs::rename(&new, path).map_err(failed("write", path))
}

fn remove(path: &Path) -> Result<(), LiveError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(run: u16, root: u8) -> Entry {
        let id = RunId::with_suffix(Timestamp::UNIX_EPOCH, run);
        Entry::new(&id, [format!("{root:032x}").parse().expect("an id")])
    }

    fn enter(state: &Path, entry: &Entry) -> Entered {
        Live::enter(state, entry.clone()).expect("a folder with locks")
    }

    #[test]
    fn who_asks_for_the_roots_of_a_run_that_lives_is_told_which_it_is() {
        let state = tempfile::tempdir().expect("a folder");
        let first = entry(1, 1);
        let Entered::In(live, dead) = enter(state.path(), &first) else {
            panic!("nobody is there");
        };
        assert_eq!(dead, []);
        let Entered::Same(found) = enter(state.path(), &entry(2, 1)) else {
            panic!("the first lives");
        };
        assert_eq!(found, first);
        let Entered::In(other, _) = enter(state.path(), &entry(3, 2)) else {
            panic!("it has other roots");
        };
        other.leave(Vec::new()).expect("gone");
        live.leave(Vec::new()).expect("gone");
        let Entered::In(..) = enter(state.path(), &entry(2, 1)) else {
            panic!("the first has ended");
        };
    }

    #[test]
    fn the_only_other_run_that_lives_is_named_and_of_several_none() {
        let state = tempfile::tempdir().expect("a folder");
        let (own, other, third) = (entry(1, 1), entry(2, 2), entry(3, 3));
        let _own = enter(state.path(), &own);
        drop(enter(state.path(), &third));
        let named = || only_other(state.path(), &own.run);
        assert_eq!(named(), None, "it is alone, beside one that died");
        let _other = enter(state.path(), &other);
        assert_eq!(named(), Some(other.run.clone()));
        let _third = enter(state.path(), &entry(4, 4));
        assert_eq!(named(), None);
    }

    #[test]
    fn a_run_that_died_is_told_until_nothing_of_it_is_open() {
        let state = tempfile::tempdir().expect("a folder");
        let dies = entry(1, 1);
        // Dropped, it has let go of its lock without leaving.
        drop(enter(state.path(), &dies));
        let task: TaskId = format!("{:032x}", 7).parse().expect("an id");
        for (run, open) in [(2, vec![task]), (3, Vec::new())] {
            let Entered::In(live, dead) = enter(state.path(), &entry(run, 1)) else {
                panic!("it is dead");
            };
            assert_eq!(dead.len(), 1);
            assert_eq!(dead[0].run, dies.run);
            let dead = dead.into_iter().map(|dead| (dead, open.clone())).collect();
            live.leave(dead).expect("gone");
        }
        assert_eq!(all(state.path()).expect("listed"), []);
    }

    #[test]
    fn of_two_runs_that_take_a_dead_one_over_neither_opens_again_what_the_other_has_closed() {
        let state = tempfile::tempdir().expect("a folder");
        drop(enter(state.path(), &entry(1, 1)));
        let tasks: Vec<TaskId> = (7..9)
            .map(|n| format!("{n:032x}").parse().expect("an id"))
            .collect();
        let enter = |run, root| match enter(state.path(), &entry(run, root)) {
            Entered::In(live, dead) => (live, dead),
            Entered::Same(_) => panic!("it is dead"),
        };
        let (first, dead) = enter(2, 2);
        let (second, also_dead) = enter(3, 3);
        let open = |task: usize| {
            dead.iter()
                .map(|it| (it.clone(), vec![tasks[task]]))
                .collect()
        };
        first.leave(open(0)).expect("gone");
        assert_eq!(also_dead, dead);
        second.leave(open(1)).expect("gone");
        assert_eq!(all(state.path()).expect("listed"), []);
    }

    #[test]
    fn a_number_that_is_anothers_by_now_is_sent_no_signal() {
        let state = tempfile::tempdir().expect("a folder");
        let dies = entry(1, 1);
        drop(enter(state.path(), &dies));
        // This very process has the number: a signal would end the test.
        assert!(!stop(state.path(), &dies).expect("asked"));
        wait(state.path(), &dies.run).expect("it has ended");
    }

    #[test]
    fn an_entry_that_was_cut_short_is_of_nobody() {
        let state = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(state.path().join("live")).expect("made");
        fs::write(state.path().join("live/x.json"), "{\"run\":").expect("written");
        assert_eq!(all(state.path()).expect("listed"), []);
        assert!(!state.path().join("live/x.json").exists());
    }
}

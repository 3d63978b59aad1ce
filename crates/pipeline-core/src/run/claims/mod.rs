//! Claims: of all processes on a machine that share a state folder, one at a time does a task.
//!
//! A claim is a lock that the system drops when whoever holds it dies, however it dies. What
//! a run has started inherits it: a child that outlives a killed run by a moment still keeps
//! others from the task, and there is no instant at which two do one task.
//!
//! A claim alone does not tell whether another run has done the task since we last looked at its
//! outputs. [`Claims::has_company`] says whether there has been another run at all; a run
//! that was alone all the time need not look a second time.

mod files;
#[cfg(target_os = "linux")]
mod records;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::task::TaskId;

/// The claims of one run. What is cloned is the same run's.
#[derive(Clone, Debug)]
pub struct Claims {
    held: Arc<Held>,
}

#[derive(Debug)]
enum Held {
    #[cfg(target_os = "linux")]
    Records(records::Records),
    #[cfg_attr(target_os = "linux", allow(dead_code))] // tests alone make it there
    Files(files::Files),
}

/// Why claims cannot be had in a folder.
#[derive(Debug, thiserror::Error)]
#[error("no locks can be had in {}", folder.display())]
pub struct ClaimsError {
    /// The state folder.
    pub folder: PathBuf,
    /// What the system said.
    #[source]
    pub source: io::Error,
}

impl Claims {
    /// Claims among all runs of a state folder, which is made if it is missing. Blocks for a
    /// moment.
    ///
    /// # Errors
    /// The folder cannot be written to, or its file system has no locks.
    pub fn open(state_dir: &Path) -> Result<Self, ClaimsError> {
        let failed = |source| ClaimsError {
            folder: state_dir.to_owned(),
            source,
        };
        std::fs::create_dir_all(state_dir).map_err(failed)?;
        #[cfg(target_os = "linux")]
        let held = Held::Records(records::Records::open(state_dir).map_err(failed)?);
        #[cfg(not(target_os = "linux"))]
        let held = Held::Files(files::Files::open(state_dir).map_err(failed)?);
        Ok(Self {
            held: Arc::new(held),
        })
    }

    /// The way without record locks, which works on every Unix.
    #[cfg(test)]
    pub(crate) fn in_files(state_dir: &Path) -> io::Result<Self> {
        Ok(Self {
            held: Arc::new(Held::Files(files::Files::open(state_dir)?)),
        })
    }

    /// Takes the claim of a task if nobody else has it. What this run has already it gets
    /// again.
    ///
    /// # Errors
    /// The system cannot tell.
    pub fn try_take(&self, task: TaskId) -> io::Result<bool> {
        match &*self.held {
            #[cfg(target_os = "linux")]
            Held::Records(records) => records.try_take(task),
            Held::Files(files) => files.try_take(task),
        }
    }

    /// Takes the claim of a task, and waits as long as somebody else has it. Blocks its thread.
    ///
    /// # Errors
    /// The system cannot tell.
    pub fn take(&self, task: TaskId) -> io::Result<()> {
        match &*self.held {
            #[cfg(target_os = "linux")]
            Held::Records(records) => records.take(task),
            Held::Files(files) => files.take(task),
        }
    }

    /// Gives the claim of a task up, if it is held.
    pub fn give_up(&self, task: TaskId) {
        match &*self.held {
            #[cfg(target_os = "linux")]
            Held::Records(records) => records.give_up(task),
            Held::Files(files) => files.give_up(task),
        }
    }

    /// Whether another run of the same state folder has been at work at any time since these
    /// claims were opened: then a task that was missing when this run looked may be done by now.
    #[must_use]
    pub fn has_company(&self) -> bool {
        match &*self.held {
            #[cfg(target_os = "linux")]
            Held::Records(records) => records.has_company(),
            // Nobody counts runs there.
            Held::Files(_) => true,
        }
    }
}

/// The same open file, for what we start to inherit: it keeps our claims until it has ended. Its
/// number is one that no script uses for itself.
fn inherited(file: &std::fs::File) -> io::Result<std::fs::File> {
    const ABOVE: i32 = 100;
    let file = rustix::io::fcntl_dupfd_cloexec(file, ABOVE)?;
    rustix::io::fcntl_setfd(&file, rustix::io::FdFlags::empty())?;
    Ok(file.into())
}

#[cfg(test)]
mod tests;

//! Claims as record locks on one file, at an offset made of the task's id.
//!
//! They cost two system calls a task and nothing on the disk, so a million tasks can have them.
//! They belong to the open file description and not to the process (`F_OFD_SETLK`): two runs of
//! one process are kept apart, and a child that inherits the description keeps the lock.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;

use crate::task::TaskId;

/// Where every run has a shared lock as long as it lives: behind all offsets of tasks.
const PRESENCE: i64 = 1 << 62;

#[derive(Debug)]
pub(super) struct Records {
    /// What children inherit.
    claims: File,
    /// What they do not: a run is present as long as its own process lives. Its length is the
    /// number of the runs that there have been.
    presence: File,
    /// How long the file was when this run had entered itself.
    runs: u64,
    company: AtomicBool,
}

impl Records {
    pub(super) fn open(state_dir: &Path) -> io::Result<Self> {
        let path = state_dir.join("claims");
        let open = || {
            let mut options = File::options();
            options.read(true).append(true).create(true).open(&path)
        };
        let (claims, mut presence) = (super::inherited(&open()?)?, open()?);
        lock(&presence, libc::F_RDLCK, PRESENCE, Wait::No)?;
        io::Write::write_all(&mut presence, b".")?;
        let runs = presence.metadata()?.len();
        // Whoever comes later makes the file longer, and who was there before is seen here.
        let company = is_locked_by_others(&presence, PRESENCE)?;
        Ok(Self {
            claims,
            presence,
            runs,
            company: AtomicBool::new(company),
        })
    }

    pub(super) fn try_take(&self, task: TaskId) -> io::Result<bool> {
        lock(&self.claims, libc::F_WRLCK, offset(task), Wait::No)
    }

    pub(super) fn take(&self, task: TaskId) -> io::Result<()> {
        lock(&self.claims, libc::F_WRLCK, offset(task), Wait::Yes).map(|_| ())
    }

    pub(super) fn give_up(&self, task: TaskId) {
        // To give a lock back fails only where none could be had.
        let _ = lock(&self.claims, libc::F_UNLCK, offset(task), Wait::No);
    }

    pub(super) fn has_company(&self) -> bool {
        if self.company.load(Ordering::Relaxed) {
            return true;
        }
        let alone = self.presence.metadata();
        let company = !alone.is_ok_and(|metadata| metadata.len() == self.runs);
        if company {
            self.company.store(true, Ordering::Relaxed);
        }
        company
    }
}

/// The place of a task in the file. Of a million tasks two share one once in ten million runs,
/// and would then only wait for each other in two processes.
fn offset(task: TaskId) -> i64 {
    // 62 bits always fit.
    i64::try_from(task.bits() >> 66).unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    No,
    Yes,
}

fn record(kind: i32, at: i64) -> libc::flock {
    // The constants of the system are small.
    #[allow(clippy::cast_possible_truncation)]
    libc::flock {
        l_type: kind as i16,
        l_whence: libc::SEEK_SET as i16,
        l_start: at,
        l_len: 1,
        l_pid: 0,
    }
}

fn lock(file: impl AsFd, kind: i32, at: i64, wait: Wait) -> io::Result<bool> {
    let record = record(kind, at);
    loop {
        let asked = match wait {
            Wait::No => FcntlArg::F_OFD_SETLK(&record),
            Wait::Yes => FcntlArg::F_OFD_SETLKW(&record),
        };
        match fcntl(&file, asked) {
            Ok(_) => return Ok(true),
            Err(Errno::EAGAIN | Errno::EACCES) if wait == Wait::No => return Ok(false),
            Err(Errno::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn is_locked_by_others(file: impl AsFd, at: i64) -> io::Result<bool> {
    let mut record = record(libc::F_WRLCK, at);
    fcntl(file, FcntlArg::F_OFD_GETLK(&mut record))?;
    Ok(i32::from(record.l_type) != libc::F_UNLCK)
}

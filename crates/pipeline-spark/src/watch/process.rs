//! A child process in a group of its own that ends when we end, however we end.

use std::ffi::OsString;
use std::io::{self, PipeWriter};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};

use rustix::process::{Pid, Signal};
use serde::{Deserialize, Serialize};

/// What the child is started through.
///
/// A shell is here for one thing that needs `fork` between two `exec`s, which is not to be had
/// from safe Rust: a watcher inside the child's own group, born before the program is. It never
/// interprets what it is given: the text is fixed, and the program and its arguments arrive as
/// `"$@"`. (`spark-submit` is a shell script itself.)
///
/// Descriptor 0 is the lifeline, a pipe whose only writer is ours. The watcher waits for its
/// end, which comes when we close it or when the kernel does because we are gone, and then
/// kills the group. The program gets neither the lifeline nor our stdin. There is no moment
/// at which our death goes unseen: until the watcher runs, the pipe keeps the news for it.
const SCRIPT: &str = "\
exec 3<&0 </dev/null
(
  trap '' HUP INT QUIT TERM
  exec >/dev/null 2>&1
  while read -r _ <&3; do :; done
  kill -s KILL -- -$$
) &
exec 3<&-
exec \"$@\"
";

/// What is started, with what.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// The program: a path, or a name looked up in the PATH that it will see.
    pub program: PathBuf,
    /// Its arguments, which nothing interprets.
    pub arguments: Vec<OsString>,
    /// Changes to our environment: a value sets a variable, none removes it.
    pub environment: Vec<(OsString, Option<OsString>)>,
    /// The working folder; none means ours.
    pub dir: Option<PathBuf>,
}

/// Why a process could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The program is not there.
    #[error("`{}` does not exist or is not a program", .0.display())]
    NoProgram(PathBuf),
    /// The system refused.
    #[error("`{}` cannot be started", program.display())]
    Start {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// It exited with this code.
    Code(i32),
    /// A signal of this number ended it.
    Signal(i32),
    /// The system did not tell.
    Unknown,
}

impl Exit {
    /// Whether it exited with zero.
    #[must_use]
    pub const fn success(self) -> bool {
        matches!(self, Self::Code(0))
    }

    /// The code as a shell has it: 128 and the signal's number for a signal.
    #[must_use]
    pub const fn code(self) -> Option<i32> {
        match self {
            Self::Code(code) => Some(code),
            Self::Signal(signal) => Some(128 + signal),
            Self::Unknown => None,
        }
    }
}

impl From<ExitStatus> for Exit {
    fn from(status: ExitStatus) -> Self {
        match (status.code(), status.signal()) {
            (Some(code), _) => Self::Code(code),
            (None, Some(signal)) => Self::Signal(signal),
            (None, None) => Self::Unknown,
        }
    }
}

/// A running process with everything in its group. Dropped, it is killed.
#[derive(Debug)]
pub struct Process {
    child: tokio::process::Child,
    group: Pid,
    lifeline: Option<PipeWriter>,
    exit: Option<Exit>,
}

/// What a process prints, to be read by [`super::Output`].
#[derive(Debug)]
pub struct Pipes {
    /// Its stdout.
    pub stdout: OwnedFd,
    /// Its stderr.
    pub stderr: OwnedFd,
}

/// Held while a pipe is made and a child is started: where a pipe cannot be made
/// close-on-exec in one step (macOS), no other child of ours inherits a lifeline.
static STARTING: Mutex<()> = Mutex::new(());

impl Process {
    /// Starts a program in a process group of its own, with nothing on its stdin.
    ///
    /// # Errors
    /// The program is not there, or the system refuses. Nothing is left running.
    pub fn start(launch: &Launch) -> Result<(Self, Pipes), StartError> {
        let failed = |source| StartError::Start {
            program: launch.program.clone(),
            source,
        };
        let program = find(launch).ok_or_else(|| StartError::NoProgram(launch.program.clone()))?;
        let mut command = tokio::process::Command::new("/bin/sh");
        command
            .arg("-c")
            .arg(SCRIPT)
            .arg("sh")
            .arg(program)
            .args(&launch.arguments)
            .process_group(0);
        for (name, value) in &launch.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        if let Some(dir) = &launch.dir {
            command.current_dir(dir);
        }
        let starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let (watched, lifeline) = io::pipe().map_err(failed)?;
        let (stdout, child_stdout) = io::pipe().map_err(failed)?;
        let (stderr, child_stderr) = io::pipe().map_err(failed)?;
        command
            .stdin(Stdio::from(OwnedFd::from(watched)))
            .stdout(Stdio::from(OwnedFd::from(child_stdout)))
            .stderr(Stdio::from(OwnedFd::from(child_stderr)));
        let child = command.spawn().map_err(failed)?;
        drop(starting);
        // The command holds our copies of the child's ends; without them the readers see the end.
        drop(command);
        let group = child
            .id()
            .and_then(|id| Pid::from_raw(i32::try_from(id).ok()?))
            .ok_or_else(|| failed(io::Error::other("the child has no process id")))?;
        let process = Self {
            child,
            group,
            lifeline: Some(lifeline),
            exit: None,
        };
        let pipes = Pipes {
            stdout: stdout.into(),
            stderr: stderr.into(),
        };
        Ok((process, pipes))
    }

    /// The id of the process, which is also the id of its group.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.group.as_raw_nonzero().get().unsigned_abs()
    }

    /// Waits for the end of the program, and then ends what is left of its group.
    /// Cancel-safe, and may be called again.
    ///
    /// # Errors
    /// The system cannot wait for it.
    pub async fn wait(&mut self) -> io::Result<Exit> {
        if let Some(exit) = self.exit {
            return Ok(exit);
        }
        let exit = Exit::from(self.child.wait().await?);
        self.exit = Some(exit);
        self.end_group();
        Ok(exit)
    }

    /// Asks everything in the group to end (SIGTERM, upon which a JVM runs its shutdown hooks).
    pub fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    /// Kills everything in the group.
    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        // After the end the number may belong to somebody else.
        if self.exit.is_none() {
            // It fails only if nobody is left to be told.
            let _ = rustix::process::kill_process_group(self.group, signal);
        }
    }

    fn end_group(&mut self) {
        // The watcher is in the group as long as it has the lifeline, so the number is still
        // ours; should somebody have killed the watcher, it was ours an instant ago.
        if let Some(lifeline) = self.lifeline.take() {
            let _ = rustix::process::kill_process_group(self.group, Signal::KILL);
            drop(lifeline);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end_group();
    }
}

/// The program's own path: as given if it names a folder, or else from the PATH that it will see.
fn find(launch: &Launch) -> Option<PathBuf> {
    let program = &launch.program;
    if program.as_os_str().as_bytes().contains(&b'/') {
        return is_program(program).then(|| program.to_owned());
    }
    let mut changes = launch.environment.iter().rev();
    let path = match changes.find(|(name, _)| name == "PATH") {
        Some((_, path)) => path.clone(),
        None => std::env::var_os("PATH"),
    };
    std::env::split_paths(&path?)
        .map(|dir| std::path::absolute(dir.join(program)).unwrap_or_else(|_| dir.join(program)))
        .find(|path| is_program(path))
}

fn is_program(path: &Path) -> bool {
    path.is_file() && rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

/// When a process began, in the system's own clock; with its id it names a process for good.
///
/// Nothing if there is no such process, or the system does not say (only Linux does).
#[must_use]
pub fn start_time(id: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name, in parentheses, may hold anything; the 22nd field is the 20th after it.
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_ascii_whitespace().nth(19)?.parse().ok()
}

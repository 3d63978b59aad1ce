//! Children of a search or an install: no shell, a process group of their own, and ended with us.

use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

/// How long a question to a program (its version, say) may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a silent child is looked at.
const TICK: Duration = Duration::from_millis(200);

/// How long output is still read after the child has ended, in case something that it left
/// behind holds its pipes open.
const AFTER_END: Duration = Duration::from_secs(2);

/// A longer line is cut into several.
const LONGEST_LINE: usize = 16 * 1024;

/// What a running child does.
pub(crate) enum Event<'a> {
    /// It printed a line.
    Line(&'a str),
    /// Some time has passed.
    Tick,
}

/// What the hearer of an event wants.
#[derive(PartialEq, Eq)]
pub(crate) enum Then {
    GoOn,
    Stop,
}

/// The whole group of processes dies when this is dropped.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        // Not yet waited for, so the id is still this child's.
        if matches!(self.0.try_wait(), Ok(None)) {
            let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
            let _ = self.0.wait();
        }
    }
}

/// Runs a command to its end and hears its lines, of stdout and stderr together, as they come.
/// `None` means that the hearer wanted it stopped; then its whole process group was killed.
///
/// The child's stdin is a pipe that nobody writes to and that ends when we do: a child that
/// watches it need not outlive us.
pub(crate) fn run(
    mut command: Command,
    mut hear: impl FnMut(Event<'_>) -> Then,
) -> io::Result<Option<ExitStatus>> {
    command
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = spawn(&mut command)?;
    let mut group = Group(child);
    let (sender, lines) = mpsc::sync_channel(1024);
    if let Some(stdout) = group.0.stdout.take() {
        let sender = sender.clone();
        thread::spawn(move || split_lines(stdout, |line| sender.send(line).is_ok()));
    }
    if let Some(stderr) = group.0.stderr.take() {
        thread::spawn(move || split_lines(stderr, |line| sender.send(line).is_ok()));
    }
    // Kept open: its end is what tells the child that we are gone.
    let _stdin = group.0.stdin.take();
    let mut ended: Option<Instant> = None;
    loop {
        let event = lines.recv_timeout(TICK);
        let then = match &event {
            Ok(line) => hear(Event::Line(line)),
            Err(RecvTimeoutError::Timeout) => hear(Event::Tick),
            Err(RecvTimeoutError::Disconnected) => break,
        };
        if then == Then::Stop {
            return Ok(None);
        }
        if event.is_err() && ended.is_none() && group.0.try_wait()?.is_some() {
            ended = Some(Instant::now());
        }
        if ended.is_some_and(|ended| ended.elapsed() > AFTER_END) {
            break;
        }
    }
    // Both pipes are closed: it has ended or is about to.
    let closed = Instant::now();
    loop {
        if let Some(status) = group.0.try_wait()? {
            return Ok(Some(status));
        }
        if closed.elapsed() > TICK && hear(Event::Tick) == Then::Stop {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Starts it. A script that this process wrote a moment ago may be "busy": another thread that
/// starts a child just then holds it open for writing until that child runs.
pub(super) fn spawn(command: &mut Command) -> io::Result<Child> {
    let mut tries = 50;
    loop {
        match command.spawn() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy && tries > 0 => {
                tries -= 1;
                thread::sleep(Duration::from_millis(20));
            }
            other => return other,
        }
    }
}

/// What a program answered.
pub(crate) struct Answer {
    pub(crate) status: ExitStatus,
    pub(crate) lines: Vec<String>,
}

/// Asks a program a short question.
pub(crate) fn ask(command: Command) -> io::Result<Answer> {
    let started = Instant::now();
    let mut lines = Vec::new();
    let status = run(command, |event| {
        if let Event::Line(line) = event
            && lines.len() < 10_000
        {
            lines.push(line.to_owned());
        }
        if started.elapsed() > PATIENCE {
            Then::Stop
        } else {
            Then::GoOn
        }
    })?;
    match status {
        Some(status) => Ok(Answer { status, lines }),
        None => Err(io::Error::new(
            io::ErrorKind::TimedOut,
            format!("no answer within {} s", PATIENCE.as_secs()),
        )),
    }
}

/// Splits bytes into lines at `\n` and `\r`, invalid UTF-8 replaced, until the end or until
/// `give` says no.
fn split_lines(mut from: impl Read, mut give: impl FnMut(String) -> bool) {
    let mut line = Vec::new();
    let mut chunk = [0u8; 8192];
    loop {
        let read = match from.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(read) => read,
        };
        for &byte in &chunk[..read] {
            if byte == b'\n' || byte == b'\r' || line.len() == LONGEST_LINE {
                if !line.is_empty() && !give(String::from_utf8_lossy(&line).into_owned()) {
                    return;
                }
                line.clear();
            }
            if byte != b'\n' && byte != b'\r' {
                line.push(byte);
            }
        }
    }
    if !line.is_empty() {
        give(String::from_utf8_lossy(&line).into_owned());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(script);
        command
    }

    #[test]
    fn lines_of_both_streams_are_heard_and_the_exit_code_is_known() {
        let answer = ask(shell("echo out; echo err >&2; printf 'a\\rb'; exit 3")).unwrap();
        assert_eq!(answer.status.code(), Some(3));
        let mut lines = answer.lines;
        lines.sort();
        assert_eq!(lines, ["a", "b", "err", "out"]);
    }

    #[test]
    fn a_stopped_child_takes_its_own_children_with_it() {
        let temp = tempfile::tempdir().unwrap();
        let pid = temp.path().join("pid");
        let script = format!("sleep 600 & echo $! > '{}'; echo up; wait", pid.display());
        let status = run(shell(&script), |event| match event {
            Event::Line("up") => Then::Stop,
            _ => Then::GoOn,
        });
        assert!(status.unwrap().is_none());
        let pid = std::fs::read_to_string(pid).unwrap();
        let gone = || {
            let sent = Command::new("kill").args(["-0", pid.trim()]).output();
            !sent.unwrap().status.success()
        };
        // Whoever adopts the grandchild reaps it in its own time.
        for _ in 0..500 {
            if gone() || is_zombie(pid.trim()) {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("process {pid} is still there");
    }

    fn is_zombie(pid: &str) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit(')')
            .next()
            .is_some_and(|rest| rest.trim().starts_with('Z'))
    }

    #[test]
    fn a_line_without_an_end_is_cut_not_kept() {
        let mut longest = 0;
        split_lines(io::repeat(b'x').take(100_000), |line| {
            longest = longest.max(line.len());
            true
        });
        assert_eq!(longest, LONGEST_LINE);
    }

    #[test]
    fn what_a_child_leaves_behind_does_not_hold_us() {
        let answer = ask(shell("sleep 60 & echo $!")).unwrap();
        assert!(answer.status.success());
        let _ = Command::new("kill").arg(&answer.lines[0]).status();
    }
}

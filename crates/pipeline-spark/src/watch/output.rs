//! Keeps what a process prints whole on disk, and scans it on the way.

use std::fs::{File, OpenOptions};
use std::io::{self, PipeReader, PipeWriter, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use tokio::sync::{mpsc, oneshot, watch as latest};

use super::lines::Finding;
use super::process::Pipes;
use super::scan::{Marks, Scanner};
use super::stages::Progress;

/// How much a pipe holds at most: what the kernel is asked for, so that a child that prints
/// much and a reader that writes it down wait less for each other.
const PIPE: usize = 1 << 20;

/// The file that keeps a process's stdout, in the folder it was given.
pub const STDOUT: &str = "stdout.log";
/// The file that keeps a process's stderr.
pub const STDERR: &str = "stderr.log";

/// The two streams of a process on their way to disk: a thread each, which waits in `poll`
/// and holds one buffer. Dropped, it stops reading.
#[derive(Debug)]
pub struct Output {
    stdout: Reading,
    stderr: Reading,
    closing: Arc<AtomicBool>,
    progress: latest::Receiver<Option<Progress>>,
    /// Closed, it wakes both threads.
    wake: Option<PipeWriter>,
}

/// What became of the two streams.
#[derive(Clone, Debug)]
pub struct OutputSummary {
    /// Stdout. A PySpark driver's own stderr is in here too: Spark joins the two
    /// (`PythonRunner`).
    pub stdout: StreamSummary,
    /// Stderr.
    pub stderr: StreamSummary,
}

/// What became of a stream.
#[derive(Clone, Debug)]
pub struct StreamSummary {
    /// The file that keeps it.
    pub path: PathBuf,
    /// How many bytes it had.
    pub bytes: u64,
    /// Where in it causes are to be looked for.
    pub marks: Marks,
    /// Why it could not be kept whole: the disk is full, say. The process was not disturbed.
    pub trouble: Option<String>,
}

#[derive(Debug)]
struct Reading {
    path: PathBuf,
    done: oneshot::Receiver<StreamSummary>,
}

impl Output {
    /// Begins to read. What is found arrives in order within each stream.
    ///
    /// # Errors
    /// The files cannot be made, or the system has no pipe or thread left.
    pub fn start(pipes: Pipes, dir: &Path) -> io::Result<(Self, mpsc::UnboundedReceiver<Finding>)> {
        let (wake_reader, wake) = io::pipe()?;
        let closing = Arc::new(AtomicBool::new(false));
        let (sender, findings) = mpsc::unbounded_channel();
        let (far, progress) = latest::channel(None);
        let start = |stream: OwnedFd, name: &'static str, wake: PipeReader| {
            let path = dir.join(name);
            let reader = Reader {
                file: create(&path)?,
                stream: prepare(stream)?,
                wake,
                closing: Arc::clone(&closing),
                findings: sender.clone(),
                far: far.clone(),
            };
            let (finished, done) = oneshot::channel();
            let reading = Reading {
                path: path.clone(),
                done,
            };
            std::thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || {
                    // Nobody waits for it any more when the output was dropped.
                    let _ = finished.send(reader.read(path));
                })?;
            io::Result::Ok(reading)
        };
        let stdout = start(pipes.stdout, STDOUT, wake_reader.try_clone()?)?;
        let stderr = start(pipes.stderr, STDERR, wake_reader)?;
        let output = Self {
            stdout,
            stderr,
            closing,
            progress,
            wake: Some(wake),
        };
        Ok((output, findings))
    }

    /// How far Spark's stages are, as far as its log says: the latest counts, so that nothing
    /// piles up however fast they go.
    #[must_use]
    pub fn progress(&self) -> latest::Receiver<Option<Progress>> {
        self.progress.clone()
    }

    /// Takes what the process has left in its pipes, and ends. To be called after the end of
    /// the process: what a grandchild prints later, should it have escaped with a pipe, is not
    /// waited for.
    pub async fn finish(mut self) -> OutputSummary {
        self.close();
        OutputSummary {
            stdout: Reading::wait(&mut self.stdout).await,
            stderr: Reading::wait(&mut self.stderr).await,
        }
    }

    fn close(&mut self) {
        self.closing.store(true, Ordering::Release);
        self.wake.take();
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.close();
    }
}

impl Reading {
    async fn wait(&mut self) -> StreamSummary {
        match (&mut self.done).await {
            Ok(summary) => summary,
            Err(_) => StreamSummary {
                path: self.path.clone(),
                bytes: 0,
                marks: Marks::default(),
                trouble: Some("its reader ended early; see the message on our stderr".to_owned()),
            },
        }
    }
}

/// A file that nobody else may read: a program prints what it likes.
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

fn prepare(stream: OwnedFd) -> io::Result<OwnedFd> {
    // The program's end is another open file: it goes on to block.
    rustix::io::ioctl_fionbio(&stream, true)?;
    #[cfg(target_os = "linux")]
    {
        // Only for speed; a user with very many pipes is refused.
        let _ = rustix::pipe::fcntl_setpipe_size(&stream, PIPE);
    }
    Ok(stream)
}

struct Reader {
    stream: OwnedFd,
    file: File,
    wake: PipeReader,
    closing: Arc<AtomicBool>,
    findings: mpsc::UnboundedSender<Finding>,
    far: latest::Sender<Option<Progress>>,
}

impl Reader {
    fn read(mut self, path: PathBuf) -> StreamSummary {
        let mut scanner = Scanner::default();
        let mut bytes = 0;
        let mut trouble = None;
        // Once the process has ended, no more than a full pipe is its own.
        let mut left = None;
        let findings = self.findings;
        let mut found = |finding| {
            let _ = findings.send(finding);
        };
        loop {
            if left.is_none() && self.closing.load(Ordering::Acquire) {
                left = Some(PIPE);
            }
            match rustix::io::read(&self.stream, scanner.space()) {
                Ok(0) => break,
                Ok(length) => {
                    bytes += length as u64;
                    if trouble.is_none() {
                        // The process must never wait for a disk that is full.
                        trouble = self.file.write_all(scanner.fresh(length)).err();
                    }
                    scanner.scan(length, &mut found);
                    if let Some(progress) = scanner.progress() {
                        self.far.send_replace(Some(progress));
                    }
                    if let Some(left) = &mut left {
                        *left = left.saturating_sub(length);
                        if *left == 0 {
                            break;
                        }
                    }
                }
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if left.is_some() => break,
                Err(Errno::AGAIN) => {
                    let mut ready = [
                        PollFd::new(&self.stream, PollFlags::IN),
                        PollFd::new(&self.wake, PollFlags::IN),
                    ];
                    // An interruption only takes us round once more.
                    let _ = poll(&mut ready, None);
                }
                Err(error) => {
                    trouble = trouble.or(Some(error.into()));
                    break;
                }
            }
        }
        let marks = scanner.finish(&mut found);
        StreamSummary {
            trouble: trouble.map(|error: io::Error| format!("{}: {error}", path.display())),
            path,
            bytes,
            marks,
        }
    }
}

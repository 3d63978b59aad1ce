//! What a driver prints, copied from the worker that runs it while it runs.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::get;
use super::page::MasterPage;
use crate::watch::scan::Scanner;
use crate::watch::{Finding, Progress};

/// How much is asked for at once: a worker gives no more (`WorkerPage`).
const PIECE: u64 = 1 << 20;

/// How often a worker that does not answer is tried: it may well be out of reach from here.
const TRIES: u32 = 3;

/// The two logs of a driver, as far as they have been copied.
pub(super) struct Logs {
    stdout: Copied,
    stderr: Copied,
    worker: Option<Worker>,
    failed: u32,
    /// Why what was copied could not be kept.
    pub(super) trouble: Option<String>,
}

/// Where a worker is asked.
#[derive(Clone)]
struct Worker {
    ui: String,
    host: String,
}

/// One log.
struct Copied {
    name: &'static str,
    path: PathBuf,
    file: Option<File>,
    /// Up to where it has been copied.
    offset: u64,
    scanner: Option<Scanner>,
}

/// A part of a log.
struct Piece {
    end: u64,
    total: u64,
    text: String,
}

impl Logs {
    pub(super) fn new(dir: &Path) -> Self {
        let log = |name, file| Copied {
            name,
            path: dir.join(file),
            file: None,
            offset: 0,
            scanner: None,
        };
        Self {
            stdout: log("stdout", "driver-stdout.log"),
            stderr: log("stderr", "driver-stderr.log"),
            worker: None,
            failed: 0,
            trouble: None,
        }
    }

    /// Whether its worker is still to be found.
    pub(super) fn is_lost(&self) -> bool {
        self.worker.is_none()
    }

    /// Whether it is of no use to ask any more.
    pub(super) fn gave_up(&self) -> bool {
        self.failed >= TRIES || self.trouble.is_some()
    }

    /// One more try, for when it matters most.
    pub(super) fn try_once_more(&mut self) {
        self.failed = self.failed.min(TRIES - 1);
    }

    /// It could not be found or asked.
    pub(super) fn failed(&mut self) {
        self.failed += 1;
    }

    /// The driver runs there.
    pub(super) fn found(&mut self, page: &MasterPage, worker: &str) {
        self.worker = page
            .workers
            .iter()
            .find(|line| line.id == worker)
            .map(|line| Worker {
                ui: line.ui.clone(),
                host: line.host.clone(),
            });
        if self.worker.is_none() {
            self.failed();
        }
    }

    /// Another driver has taken over: its logs come after those that are there.
    pub(super) fn begin_again(&mut self) {
        self.worker = None;
        self.failed = 0;
        for log in [&mut self.stdout, &mut self.stderr] {
            log.offset = 0;
            log.scanner = None;
        }
    }

    /// Copies what has come, at most so many pieces of each log. Cancel-safe.
    pub(super) async fn copy(
        &mut self,
        client: &reqwest::Client,
        driver: &str,
        pieces: u32,
    ) -> Vec<Finding> {
        let mut found = Vec::new();
        let Some(worker) = self.worker.clone() else {
            return found;
        };
        for log in [&mut self.stderr, &mut self.stdout] {
            for _ in 0..pieces {
                let Some(piece) = piece(client, &worker.ui, driver, log.name, log.offset).await
                else {
                    self.failed += 1;
                    return found;
                };
                self.failed = 0;
                if piece.end <= log.offset {
                    break;
                }
                if let Err(error) = log.keep(&piece, &mut found) {
                    self.trouble = Some(format!("{}: {error}", log.path.display()));
                    return found;
                }
                if piece.end >= piece.total {
                    break;
                }
            }
        }
        for finding in &mut found {
            // On every address of the worker's machine: it is reached by the worker's host.
            if let Finding::TrackingUrl(url) = finding
                && let Some(port) = url.strip_prefix("http://localhost:")
            {
                *url = format!("http://{}:{port}", worker.host);
            }
        }
        found
    }

    /// How far Spark's stages are, if that has changed since it was last asked.
    pub(super) fn progress(&mut self) -> Option<Progress> {
        [&mut self.stderr, &mut self.stdout]
            .into_iter()
            .filter_map(|log| log.scanner.as_mut())
            .find_map(Scanner::progress)
    }

    /// The copy of its stderr, if there is one.
    pub(super) fn stderr(&self) -> Option<&Path> {
        (self.stderr.offset > 0).then_some(self.stderr.path.as_path())
    }

    /// Where the log of a driver is shown to a person.
    pub(super) fn page(&self, driver: &str) -> Option<String> {
        let ui = &self.worker.as_ref()?.ui;
        Some(format!("{ui}/logPage/?driverId={driver}&logType=stderr"))
    }
}

impl Copied {
    fn keep(&mut self, piece: &Piece, found: &mut Vec<Finding>) -> std::io::Result<()> {
        if self.file.is_none() {
            // A program prints what it likes: nobody else may read it.
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true).mode(0o600);
            self.file = Some(options.open(&self.path)?);
        }
        if let Some(file) = &mut self.file {
            file.write_all(piece.text.as_bytes())?;
        }
        self.offset = piece.end;
        let scanner = self.scanner.get_or_insert_default();
        let mut bytes = piece.text.as_bytes();
        while !bytes.is_empty() {
            let space = scanner.space();
            let length = space.len().min(bytes.len());
            let (now, later) = bytes.split_at(length);
            space[..length].copy_from_slice(now);
            scanner.scan(length, &mut |finding| found.push(finding));
            bytes = later;
        }
        Ok(())
    }
}

async fn piece(
    client: &reqwest::Client,
    ui: &str,
    driver: &str,
    log: &str,
    offset: u64,
) -> Option<Piece> {
    let mut length = PIECE;
    loop {
        let url = format!(
            "{ui}/log/?driverId={driver}&logType={log}&offset={offset}&byteLength={length}"
        );
        let piece = read(&get(client, &url).await.ok()?)?;
        // A letter that was cut in two: what begins it is asked for with the next piece.
        let cut = piece.end < piece.total && piece.text.ends_with('\u{fffd}');
        if !cut || length + 3 <= PIECE || piece.end <= offset + 1 {
            return Some(piece);
        }
        length -= 1;
    }
}

/// `==== Bytes 0-300 of 1000 of /work/driver-1/stderr ====`, and then the text.
fn read(answer: &str) -> Option<Piece> {
    let (head, text) = answer.split_once('\n')?;
    let (range, rest) = head.strip_prefix("==== Bytes ")?.split_once(" of ")?;
    let (_, end) = range.split_once('-')?;
    let (total, _) = rest.split_once(" of ")?;
    Some(Piece {
        end: end.parse().ok()?,
        total: total.parse().ok()?,
        text: text.to_owned(),
    })
}

//! What the end-to-end tests share: a program in a folder of its own, watched from outside.
#![allow(dead_code, clippy::unwrap_used)] // each test file uses its part

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a test waits for what must happen before it gives up. Nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(240);

/// A folder to run programs in: it sees the repository's `examples` and nothing else of it.
pub struct Folder {
    temp: tempfile::TempDir,
    /// A text in the environment of every process that was started here, and in no other's.
    mark: String,
}

/// What a program printed and how it ended.
pub struct Done {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        std::os::unix::fs::symlink(examples, temp.path().join("examples")).unwrap();
        let mark = format!("PIPELINE_TEST_MARK={}", temp.path().display());
        Self { temp, mark }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.temp.path().join(path)
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// A command that runs an example (or the programs of the tests) here.
    pub fn command(&self, example: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(executable(example));
        let (name, value) = self.mark.split_once('=').unwrap();
        command
            .args(arguments)
            .current_dir(self.temp.path())
            .env(name, value)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, example: &str, arguments: &[&str]) -> Done {
        finish(self.command(example, arguments))
    }

    /// Starts a program whose output goes to files here.
    pub fn start(&self, mut command: Command) -> Running {
        let out = self.path("started.out");
        let err = self.path("started.err");
        command.stdout(fs::File::create(&out).unwrap());
        command.stderr(fs::File::create(&err).unwrap());
        Running {
            child: command.spawn().unwrap(),
            out,
            err,
        }
    }

    /// The command lines of the processes that were started here and still run.
    pub fn processes(&self) -> Vec<(u32, String)> {
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let Ok(id) = entry.file_name().to_string_lossy().parse() else {
                continue;
            };
            // A process that ends meanwhile, or is not ours, cannot be read.
            let Ok(environment) = fs::read(entry.path().join("environ")) else {
                continue;
            };
            let marked = environment
                .split(|byte| *byte == 0)
                .any(|variable| variable == self.mark.as_bytes());
            let state = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
            let ended = state.is_empty() || state.contains(") Z ");
            if marked && !ended {
                let words = fs::read(entry.path().join("cmdline")).unwrap_or_default();
                found.push((id, String::from_utf8_lossy(&words).replace('\0', " ")));
            }
        }
        found
    }

    /// Waits until no process that was started here is left.
    pub fn wait_until_nobody_is_left(&self) {
        wait_for("no process is left", || self.processes().is_empty());
    }

    /// The text of every file below a folder whose name ends so.
    pub fn texts(&self, below: &str, ending: &str) -> Vec<(PathBuf, String)> {
        let mut found = Vec::new();
        let mut folders = vec![self.path(below)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.to_string_lossy().ends_with(ending) {
                    let bytes = fs::read(&path).unwrap();
                    found.push((path, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
        }
        found
    }

    /// Every event of every run here, in the order in which they were written.
    pub fn events(&self) -> Vec<serde_json::Value> {
        let mut files = self.texts(".spark-pipeline/runs", "journal.jsonl");
        files.sort();
        // The first line says whose journal it is.
        let lines = files.iter().flat_map(|(_, text)| text.lines().skip(1));
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A test that failed half-way leaves nothing running either.
        for (id, _) in self.processes() {
            let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
        }
    }
}

/// A program that runs.
pub struct Running {
    pub child: Child,
    out: PathBuf,
    err: PathBuf,
}

impl Running {
    pub fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
    }

    pub fn end(mut self) -> Done {
        let mut status = None;
        let ended = try_wait_for(|| {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        if !ended {
            let _ = self.child.kill();
        }
        let done = Done {
            status: status.unwrap_or_else(|| self.child.wait().unwrap()),
            stdout: fs::read_to_string(&self.out).unwrap(),
            stderr: fs::read_to_string(&self.err).unwrap(),
        };
        assert!(ended, "it did not end:\n{}", done.all());
        done
    }
}

impl Done {
    /// All that was printed.
    pub fn all(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }

    #[track_caller]
    pub fn code(&self, expected: i32) -> &Self {
        assert_eq!(self.status.code(), Some(expected), "{}", self.all());
        self
    }

    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.all().contains(text), "no `{text}` in:\n{}", self.all());
        self
    }
}

/// Runs a command to its end.
pub fn finish(mut command: Command) -> Done {
    let output = command.output().unwrap();
    Done {
        status: output.status,
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Waits for what must happen.
#[track_caller]
pub fn wait_for(what: &str, happened: impl FnMut() -> bool) {
    assert!(try_wait_for(happened), "waited in vain: {what}");
}

fn try_wait_for(mut happened: impl FnMut() -> bool) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        if happened() {
            return true;
        }
        sleep(Duration::from_millis(50));
    }
    false
}

/// The executable of an example. `cargo test` builds the examples; with a `--test` it does
/// not.
pub fn executable(example: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let path = profile.join("examples").join(example);
    assert!(
        path.exists(),
        "{} is not built: run `cargo build --examples` first",
        path.display()
    );
    path
}

//! The command line over three tasks, without a process: what is printed and what it ends
//! with.

mod again;
mod backfills;
mod checked;
mod completions;
mod hooks;
mod past;
mod ranged;
mod refused;
mod runs;
mod shown;
mod tasks;
mod timeline;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use tasks::Press;

use super::{ExitKind, Program, Roots, Stream, Surroundings};

/// A writer whose text can be read.
#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no poison").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Text {
    fn read(&self) -> String {
        String::from_utf8(self.0.lock().expect("no poison").clone()).expect("UTF-8")
    }
}

/// A program in a folder of its own.
struct Stage {
    folder: tempfile::TempDir,
    environment: BTreeMap<String, String>,
}

/// What a program printed and how it ended.
struct Shown {
    out: String,
    err: String,
    exit: ExitKind,
}

impl Stage {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            environment: BTreeMap::new(),
        }
    }

    fn with(toml: &str) -> Self {
        let stage = Self::new();
        std::fs::write(stage.path().join("pipeline.toml"), toml).expect("a file");
        stage
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn put(&self, name: &str) {
        std::fs::write(self.path().join(name), "").expect("a file");
    }

    /// Runs a program over these roots. `OUT` is the folder, in arguments and in what is shown.
    fn show<R: Roots>(&self, line: &str) -> Shown {
        self.show_of::<R>(line, |program| program)
    }

    /// The same of a program that has more.
    fn show_of<R: Roots>(&self, line: &str, change: impl FnOnce(Program) -> Program) -> Shown {
        let folder = self.path().to_str().expect("UTF-8");
        let words = std::iter::once("/bin/flights").chain(line.split_whitespace());
        let (out, err) = (Text::default(), Text::default());
        let surroundings = Surroundings {
            arguments: words
                .map(|word| OsString::from(word.replace("OUT", folder)))
                .collect(),
            environment: self.environment.clone(),
            cwd: self.path().to_owned(),
            out: Stream::new(out.clone(), false),
            err: Stream::new(err.clone(), false),
            signals: false,
        };
        let program = Program::new().engine(Press).roots::<R>().version("1.2.3");
        let exit = change(program).main_in(&surroundings);
        Shown {
            out: out.read().replace(folder, "OUT"),
            err: err.read().replace(folder, "OUT"),
            exit,
        }
    }
}

/// What is shown on standard output by a program that ends well.
fn out<R: Roots>(stage: &Stage, line: &str) -> String {
    let shown = stage.show::<R>(line);
    assert_eq!(
        (shown.err.as_str(), shown.exit),
        ("", ExitKind::Success),
        "{}",
        shown.out
    );
    shown.out
}

/// What is shown on standard output by a plan that ends so.
fn planned<R: Roots>(stage: &Stage, line: &str, exit: ExitKind) -> String {
    let shown = stage.show::<R>(line);
    assert_eq!(
        (shown.err.as_str(), shown.exit),
        ("", exit),
        "{}",
        shown.out
    );
    shown.out
}

/// What is shown on standard error by a program that refuses, which prints nothing else.
fn refused<R: Roots>(stage: &Stage, line: &str) -> String {
    let shown = stage.show::<R>(line);
    assert_eq!(
        (shown.out.as_str(), shown.exit),
        ("", ExitKind::Usage),
        "{}",
        shown.err
    );
    shown.err
}

/// Two roots, to read command lines with.
pub(super) fn roots_of() -> Vec<super::Root> {
    <(tasks::Report, tasks::Delays)>::roots()
}

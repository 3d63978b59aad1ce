//! Finds the root cause of a failure in what a program printed.
//!
//! Architecture invariant: text never decides whether something failed; it only explains. A
//! successful log is full of exceptions that were caught.
//!
//! Where it looks, in this order: the traceback of a Python driver (on stdout, where Spark
//! puts a driver's stderr), the uncaught exception of the JVM's main thread, the words of the
//! launcher or of the JVM itself, the reason for which Spark ended the application, and at
//! last what the exit code means.

mod excerpt;
mod exit_code;
mod jvm;
mod launcher;
mod permanent;
mod python;

use std::path::PathBuf;

use pipeline_core::{Failure, FailureKind};

use crate::watch::{Exit, Mark, OutputSummary, StreamSummary};

pub use excerpt::last_lines;
pub use exit_code::{ExitCode, exit_codes, meaning};

/// How much is read from where a mark points to.
const WINDOW: usize = 64 * 1024;

/// How much is read before a traceback, for the ones that it came from.
const BEFORE: u64 = 32 * 1024;

/// How many of the last lines are shown.
const LAST_LINES: usize = 20;

/// A root cause: what a person reads first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RootCause {
    /// Class and message, in one line.
    pub cause: String,
    /// The user's own frames and what the cause led to, most useful first.
    pub context: Vec<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// Whether the environment is to blame, and not the program.
    pub environment: bool,
    /// Whether another try is known to end the same way.
    pub permanent: bool,
}

/// What is known of a process that failed.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// How it ended.
    pub exit: Exit,
    /// What it printed.
    pub output: &'a OutputSummary,
    /// Whether the driver is a Python program.
    pub python: bool,
}

/// Explains why a process failed. Secrets are not masked yet ([`masked`]), and no text is cut,
/// as a masker does not know half a secret: [`bounded`] comes last.
#[must_use]
pub fn explain(evidence: &Evidence<'_>) -> Failure {
    let OutputSummary { stdout, stderr } = evidence.output;
    let found = find(evidence);
    let (root, log) = match found {
        Some((root, stream)) => (judged(root), stream),
        None => {
            let log = if evidence.python { stdout } else { stderr };
            let usage = usage_in(evidence, log);
            (
                usage.unwrap_or_else(|| exit_code::explain(evidence.exit)),
                log,
            )
        }
    };
    let other = if log.path == stdout.path {
        stderr
    } else {
        stdout
    };
    let log = if log.bytes == 0 { other } else { log };
    let mut failure = Failure::new(
        if root.environment {
            FailureKind::Environment
        } else {
            FailureKind::Program
        },
        root.cause,
    );
    failure.context = root.context;
    failure.hint = root.hint;
    failure.exit_code = evidence.exit.code();
    failure.permanent = root.permanent || permanent::is_known_code(failure.exit_code);
    failure.last_lines = last_lines(&log.path, LAST_LINES);
    failure.log = Some(absolute(&log.path));
    for trouble in [&stdout.trouble, &stderr.trouble].into_iter().flatten() {
        failure = failure.context(format!("what it printed is not kept whole: {trouble}"));
    }
    failure
}

/// The root cause in a log that somebody else kept: a driver's stderr on a worker, say.
#[must_use]
pub fn in_text(text: &str) -> Option<RootCause> {
    python::find(text, None)
        .filter(|_| !text.contains("Exception in thread \"main\""))
        .or_else(|| {
            let at = text.find("Exception in thread \"main\"")?;
            jvm::find(text.get(at..)?)
        })
        .or_else(|| text.lines().find_map(launcher::find))
        .map(judged)
}

/// The same, with whether it comes back on every try.
fn judged(root: RootCause) -> RootCause {
    RootCause {
        permanent: root.permanent || permanent::is_known(&root.cause),
        ..root
    }
}

/// What `argparse` said of a command line that it refused: it ends the program with 2, after
/// its usage and one line with the error.
fn usage_in(evidence: &Evidence<'_>, log: &StreamSummary) -> Option<RootCause> {
    if !evidence.python || evidence.exit.code() != Some(2) {
        return None;
    }
    let lines = last_lines(&log.path, LAST_LINES);
    let usage = lines.iter().rposition(|line| line.starts_with("usage: "))?;
    let (_, error) = lines[usage..]
        .iter()
        .find_map(|line| line.split_once(": error: "))?;
    Some(RootCause {
        cause: format!("the program refuses its arguments: {error}"),
        context: vec![lines[usage].clone()],
        hint: Some(
            "the arguments are the fields with `arg`, in their order; `plan` shows them".to_owned(),
        ),
        permanent: true,
        ..RootCause::default()
    })
}

/// The same failure with every secret replaced.
#[must_use]
pub fn masked(mut failure: Failure, mask: &dyn Fn(&str) -> String) -> Failure {
    failure.cause = mask(&failure.cause);
    for line in failure.context.iter_mut().chain(&mut failure.last_lines) {
        *line = mask(line);
    }
    for text in [&mut failure.rerun, &mut failure.hint]
        .into_iter()
        .flatten()
    {
        *text = mask(text);
    }
    failure
}

/// The same failure as it may be shown on a terminal: no line longer than a screen holds, and no
/// control characters. To be called when every secret is masked.
#[must_use]
pub fn bounded(mut failure: Failure) -> Failure {
    let shown = |text: &str| {
        let lines: Vec<String> = text.split('\n').map(excerpt::shown).collect();
        lines.join("\n")
    };
    failure.cause = shown(&failure.cause);
    for line in failure.context.iter_mut().chain(&mut failure.last_lines) {
        *line = shown(line);
    }
    failure
}

fn find<'a>(evidence: &Evidence<'a>) -> Option<(RootCause, &'a StreamSummary)> {
    let OutputSummary { stdout, stderr } = evidence.output;
    // A signal says more than what was printed before it came.
    if let Exit::Signal(_) = evidence.exit {
        return None;
    }
    // An uncaught exception makes Python and the JVM exit with 1. Another code was chosen by
    // the program (or by Spark), and what was caught before is not its cause.
    let uncaught = evidence.exit.code() == Some(1);
    if uncaught {
        if let Some(root) = python_in(stdout) {
            return Some((root, stdout));
        }
        if let Some(root) = jvm_in(stderr) {
            return Some((root, stderr));
        }
    }
    for stream in [stderr, stdout] {
        if let Some(root) = launcher_in(stream) {
            return Some((root, stream));
        }
    }
    if uncaught {
        if let Some(root) = python_in(stderr) {
            return Some((root, stderr));
        }
        if let Some(root) = killed_in(stderr) {
            return Some((root, stderr));
        }
    }
    None
}

fn python_in(stream: &StreamSummary) -> Option<RootCause> {
    let marks = &stream.marks;
    if marks.syntax > marks.traceback {
        let text = window(stream, marks.syntax?, 1024)?;
        return python::find_syntax(&text.0, text.1);
    }
    let (text, at) = window(stream, marks.traceback?, BEFORE)?;
    python::find(&text, Some(at))
}

fn jvm_in(stream: &StreamSummary) -> Option<RootCause> {
    let (text, _) = window(stream, stream.marks.exception?, 0)?;
    let root = jvm::find(&text)?;
    // Whoever uses a context that Spark has ended fails after the fact.
    if root.cause.contains("stopped SparkContext") {
        return killed_in(stream).or(Some(root));
    }
    Some(root)
}

fn launcher_in(stream: &StreamSummary) -> Option<RootCause> {
    let (text, _) = window(stream, stream.marks.launcher?, 0)?;
    let mut root = launcher::find(text.lines().next()?)?;
    if root.cause.starts_with("Failed to load class") {
        let (before, _) = window(stream, stream.marks.launcher?, BEFORE)?;
        root.context.extend(
            before
                .lines()
                .filter_map(|line| line.split_once("Local jar "))
                .map(|(_, rest)| format!("jar {}", rest.trim_end_matches(", skipping."))),
        );
    }
    Some(root)
}

fn killed_in(stream: &StreamSummary) -> Option<RootCause> {
    let (text, _) = window(stream, stream.marks.killed?, 0)?;
    let (_, reason) = text.lines().next()?.split_once("Reason: ")?;
    let unresponsive = reason.contains("masters are unresponsive");
    Some(RootCause {
        cause: format!("Spark ended the application: {reason}"),
        hint: unresponsive
            .then(|| "check that the master of this profile is up and is reached from here".into()),
        environment: unresponsive,
        ..RootCause::default()
    })
}

/// The text from a little before a mark, and where in it the mark is.
fn window(stream: &StreamSummary, mark: Mark, before: u64) -> Option<(String, usize)> {
    let from = mark.0.saturating_sub(before);
    let (head, tail) = excerpt::around(&stream.path, from, mark.0, WINDOW).ok()?;
    let at = head.len();
    Some((head + &tail, at))
}

fn absolute(path: &std::path::Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests;

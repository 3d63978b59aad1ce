//! How a search and an install tell what they do.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Hears what [`super::find_or_install`] does. Every method has an empty body by default.
pub trait Progress: Send {
    /// A phase begins: `Installing Spark 4.3.0 (about 460 MB)`.
    fn phase(&mut self, _what: &str) {}

    /// What happens within the phase at this moment: pip's line, a process that is waited for.
    fn step(&mut self, _what: &str) {}

    /// How much of the present step's download has arrived, in bytes, and of how much.
    fn bytes(&mut self, _done: u64, _of: Option<u64>) {}

    /// A sentence worth keeping: a Spark that was passed over and why.
    fn note(&mut self, _what: &str) {}

    /// The phase is over.
    fn done(&mut self, _what: &str) {}
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quiet;

impl Progress for Quiet {}

/// A spinner with the elapsed time when stderr is a terminal, else plain lines on stderr.
#[must_use]
pub fn on_stderr() -> Box<dyn Progress> {
    if std::io::stderr().is_terminal() {
        Box::new(Spinner::default())
    } else {
        Box::new(Lines::new(std::io::stderr()))
    }
}

/// One plain line for each thing that happens, for logs and pipes.
#[derive(Debug)]
pub struct Lines<W> {
    out: W,
    shown: Option<Instant>,
}

impl<W: Write> Lines<W> {
    /// Writes to `out`. Errors of writing are ignored: progress never fails an install.
    pub fn new(out: W) -> Self {
        Self { out, shown: None }
    }

    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.out, "{text}");
        let _ = self.out.flush();
    }
}

/// How often [`Lines`] says how far a download is.
const DOWNLOAD_EVERY: Duration = Duration::from_secs(10);

impl<W: Write + Send> Progress for Lines<W> {
    fn phase(&mut self, what: &str) {
        self.line(format_args!("{what}"));
    }

    fn step(&mut self, what: &str) {
        self.shown = Some(Instant::now());
        self.line(format_args!("  {what}"));
    }

    fn bytes(&mut self, done: u64, of: Option<u64>) {
        if self
            .shown
            .is_none_or(|shown| shown.elapsed() >= DOWNLOAD_EVERY)
        {
            self.shown = Some(Instant::now());
            self.line(format_args!("  {}", megabytes(done, of)));
        }
    }

    fn note(&mut self, what: &str) {
        self.line(format_args!("note: {what}"));
    }

    fn done(&mut self, what: &str) {
        self.line(format_args!("{what}"));
    }
}

/// A spinner on stderr with the phase, its present step and the elapsed time.
#[derive(Debug, Default)]
pub struct Spinner {
    bar: Option<ProgressBar>,
    step: String,
}

impl Spinner {
    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn say(&self, what: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{what}")),
            None => eprintln!("{what}"),
        }
    }
}

impl Progress for Spinner {
    fn phase(&mut self, what: &str) {
        self.clear();
        let bar = ProgressBar::new_spinner();
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {prefix} [{elapsed}] {wide_msg:.dim}")
        {
            bar.set_style(style);
        }
        bar.set_prefix(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        self.bar = Some(bar);
        self.step.clear();
    }

    fn step(&mut self, what: &str) {
        what.clone_into(&mut self.step);
        if let Some(bar) = &self.bar {
            bar.set_message(self.step.clone());
        }
    }

    fn bytes(&mut self, done: u64, of: Option<u64>) {
        if let Some(bar) = &self.bar {
            // The number first: the end of the line may be cut off.
            bar.set_message(format!("{}, {}", megabytes(done, of), self.step));
        }
    }

    fn note(&mut self, what: &str) {
        self.say(&format!("note: {what}"));
    }

    fn done(&mut self, what: &str) {
        self.clear();
        self.say(what);
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.clear();
    }
}

/// `120 of 456 MB`.
fn megabytes(done: u64, of: Option<u64>) -> String {
    const MB: u64 = 1_000_000;
    match of {
        Some(of) => format!("{} of {} MB", done / MB, of / MB),
        None => format!("{} MB", done / MB),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn plain_lines_have_one_line_for_each_thing_and_do_not_flood_with_bytes() {
        let mut out = Vec::new();
        let mut lines = Lines::new(&mut out);
        lines.phase("Installing Spark 4.3.0");
        lines.step("Downloading pyspark-4.3.0.tar.gz");
        for done in 0..1000 {
            lines.bytes(done, Some(1000));
        }
        lines.note("SPARK_HOME is passed over");
        lines.done("Spark 4.3.0 is installed");
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "Installing Spark 4.3.0\n  Downloading pyspark-4.3.0.tar.gz\n\
             note: SPARK_HOME is passed over\nSpark 4.3.0 is installed\n"
        );
    }

    #[test]
    fn a_download_is_told_in_megabytes() {
        assert_eq!(megabytes(120_400_000, Some(455_900_000)), "120 of 455 MB");
        assert_eq!(megabytes(7_000_000, None), "7 MB");
    }
}

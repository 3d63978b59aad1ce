//! What a program has around it, so that a test can put something else there.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::variables;

/// What a program has around it: its arguments, its environment, its folder, its streams.
#[derive(Clone)]
pub struct Surroundings {
    /// The arguments; the first is the program.
    pub arguments: Vec<OsString>,
    /// The variables that concern it: those beginning with `SPARK_PIPELINE_`, those of the
    /// standards that observers follow (`OTEL_`, `OPENLINEAGE_`, `TRACEPARENT`), `RUST_LOG`, and
    /// `NO_COLOR`, `CLICOLOR_FORCE`, `TERM`.
    pub environment: BTreeMap<String, String>,
    /// The current folder.
    pub cwd: PathBuf,
    /// Where results go.
    pub out: Stream,
    /// Where errors and progress go.
    pub err: Stream,
    /// Whether signals stop a run; only the process itself can listen for them.
    pub signals: bool,
}

impl Surroundings {
    /// Those of this process.
    ///
    /// # Errors
    /// The current folder is gone.
    pub fn of_the_process() -> io::Result<Self> {
        let concerns = |name: &str| {
            name.starts_with(variables::PREFIX)
                || name.starts_with("OTEL_")
                || name.starts_with("OPENLINEAGE_")
                || matches!(name, "TRACEPARENT" | "RUST_LOG")
                || matches!(name, "NO_COLOR" | "CLICOLOR_FORCE" | "TERM")
        };
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            let name = name.into_string().ok().filter(|name| concerns(name))?;
            Some((name, value.to_string_lossy().into_owned()))
        });
        Ok(Self {
            arguments: std::env::args_os().collect(),
            environment: environment.collect(),
            cwd: std::env::current_dir()?,
            out: Stream::new(io::stdout(), io::stdout().is_terminal()),
            err: Stream::new(io::stderr(), io::stderr().is_terminal()),
            signals: true,
        })
    }

    /// A variable that is set to something.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        let text = self.environment.get(name)?;
        (!text.is_empty()).then_some(text)
    }
}

/// A stream that several may write to. Once its reader is gone it takes everything in
/// silence: who pipes into `head` has not made a mistake.
#[derive(Clone)]
pub struct Stream {
    writer: Arc<Mutex<dyn Write + Send>>,
    /// Whether a person sees it as it is written.
    pub terminal: bool,
}

impl Stream {
    /// A stream into this writer.
    #[must_use]
    pub fn new(writer: impl Write + Send + 'static, terminal: bool) -> Self {
        Self {
            writer: Arc::new(Mutex::new(writer)),
            terminal,
        }
    }

    /// Writes a text. What cannot be written (a full disk behind `>`) is lost.
    pub fn print(&self, text: &str) {
        let mut stream = self.clone();
        // There is nowhere left to tell that a stream to tell things on is broken.
        let _ = stream.write_all(text.as_bytes());
        let _ = stream.flush();
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        match writer.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        match writer.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn a_stream_whose_reader_is_gone_harms_nothing() {
        let mut stream = Stream::new(Closed, false);
        stream.print("text");
        assert!(stream.write_all(b"more").is_ok());
        assert!(stream.flush().is_ok());
    }
}

//! The terminal: how big it is, and who writes to it.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

/// How long the end of a run waits for a terminal that takes nothing (Ctrl-S, say).
const PATIENCE: Duration = Duration::from_secs(2);

/// Where the live lines are drawn.
pub trait Terminal: Send {
    /// Its columns and rows.
    fn size(&self) -> (u16, u16);

    /// Whether it has taken what was written. While it has not, nothing is drawn.
    fn is_free(&self) -> bool {
        true
    }

    /// Writes.
    fn write(&mut self, text: String);

    /// Waits until all is written, but not for ever.
    fn finish(&mut self) {}
}

/// The terminal that standard output is. A thread of its own writes to it: one that somebody
/// holds (Ctrl-S) must not hold the run.
pub(super) struct Stdout {
    pictures: Option<mpsc::Sender<String>>,
    busy: Arc<AtomicBool>,
    /// Closed when the thread has written everything.
    written: mpsc::Receiver<()>,
}

impl Stdout {
    /// Writes by way of `out`.
    pub(super) fn new(mut out: impl Write + Send + 'static) -> Self {
        let (pictures, received) = mpsc::channel::<String>();
        let busy = Arc::new(AtomicBool::new(false));
        let drawing = Arc::clone(&busy);
        let (ended, written) = mpsc::channel();
        let thread = std::thread::Builder::new().name("screen".to_owned());
        // Without its thread nothing is shown, and the run goes on.
        let _ = thread.spawn(move || {
            let _ended: mpsc::Sender<()> = ended;
            for picture in received {
                // Whoever has closed the terminal sees nothing more.
                let _ = out.write_all(picture.as_bytes());
                let _ = out.flush();
                drawing.store(false, Ordering::Release);
            }
        });
        Self {
            pictures: Some(pictures),
            busy,
            written,
        }
    }
}

impl Terminal for Stdout {
    fn size(&self) -> (u16, u16) {
        match rustix::termios::tcgetwinsize(std::io::stdout()) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
            _ => (80, 24),
        }
    }

    fn is_free(&self) -> bool {
        !self.busy.load(Ordering::Acquire)
    }

    fn write(&mut self, text: String) {
        if let Some(pictures) = &self.pictures {
            self.busy.store(true, Ordering::Release);
            let _ = pictures.send(text);
        }
    }

    fn finish(&mut self) {
        self.pictures = None;
        // Nothing is ever sent: it ends by being closed, or by the time that is over.
        let _ = self.written.recv_timeout(PATIENCE);
    }
}

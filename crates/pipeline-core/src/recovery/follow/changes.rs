//! Is woken when a file of a folder changes.

use std::path::Path;

/// As long as it is kept, changes are told.
pub(super) struct Watching {
    /// Its other end wakes the thread when this one is closed.
    _end: Option<std::io::PipeWriter>,
}

/// Tells when something may have changed in a folder, which may not be there yet, until `tell`
/// says that nobody wants to know.
pub(super) fn watch(dir: &Path, tell: impl Fn() -> bool + Send + 'static) -> Watching {
    let Ok((until, end)) = std::io::pipe() else {
        return Watching { _end: None };
    };
    let dir = dir.to_owned();
    let thread = std::thread::Builder::new().name("run-journal".to_owned());
    // Without a thread the end of the run, which has one of its own, is still seen.
    let _ = thread.spawn(move || {
        #[cfg(target_os = "linux")]
        if inotify::watch(&dir, &until, &tell).is_ok() {
            return;
        }
        look(&dir, &until, &tell);
    });
    Watching { _end: Some(end) }
}

/// Looks four times a second how long the journal is. For systems without inotify, or where it
/// gives no more watches: there nothing else wakes us when a file grows, and a person would
/// not see it sooner.
fn look(dir: &Path, until: &std::io::PipeReader, tell: &dyn Fn() -> bool) {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let pace = Timespec {
        tv_sec: 0,
        tv_nsec: 250_000_000,
    };
    let mut length = None;
    loop {
        let now = std::fs::metadata(dir.join(crate::journal::FILE)).map(|it| it.len());
        if now.as_ref().ok() != length.as_ref() {
            length = now.ok();
            if !tell() {
                return;
            }
        }
        let mut fds = [PollFd::new(until, PollFlags::IN)];
        match poll(&mut fds, Some(&pace)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => {}
            // The other end is closed.
            _ => return,
        }
    }
}

#[cfg(target_os = "linux")]
mod inotify {
    use std::io::PipeReader;
    use std::path::Path;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
    use rustix::io::Errno;

    /// Returns when `until` is closed or nobody wants to know any more.
    ///
    /// # Errors
    /// The system gives no watch.
    pub(super) fn watch(
        dir: &Path,
        until: &PipeReader,
        tell: &dyn Fn() -> bool,
    ) -> Result<(), Errno> {
        let events = init(CreateFlags::CLOEXEC)?;
        let parent = dir.parent().unwrap_or(dir);
        let mut is_watched = false;
        // The folder is made after the run has entered itself.
        let _ = std::fs::create_dir_all(parent);
        add_watch(&events, parent, WatchFlags::CREATE | WatchFlags::ONLYDIR)?;
        let mut buffer = [0; 4096];
        loop {
            if !is_watched {
                let changes = WatchFlags::MODIFY | WatchFlags::CREATE | WatchFlags::ONLYDIR;
                match add_watch(&events, dir, changes) {
                    Ok(_) => is_watched = true,
                    Err(Errno::NOENT) => {}
                    Err(error) => return Err(error),
                }
            }
            // What was written before the watch began is seen now.
            if !tell() {
                return Ok(());
            }
            let mut fds = [
                PollFd::new(&events, PollFlags::IN),
                PollFd::new(until, PollFlags::IN),
            ];
            match poll(&mut fds, None) {
                Err(Errno::INTR) => continue,
                polled => polled?,
            };
            if !fds[1].revents().is_empty() {
                return Ok(());
            }
            // What has changed is seen in the files; many changes are one.
            rustix::io::read(&events, &mut buffer)?;
        }
    }
}

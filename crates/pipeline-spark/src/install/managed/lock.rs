//! One process at a time installs a package.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::{InstallError, Package, Progress, Request};

/// How often a lock that another process holds is tried.
const AGAIN: Duration = Duration::from_millis(200);

/// Waits for the lock and keeps it until the file is dropped. The system takes it from a
/// process that dies; children do not inherit it.
pub(super) fn hold(
    path: &Path,
    package: &Package,
    request: &Request,
    progress: &mut dyn Progress,
) -> Result<File, InstallError> {
    let io = |error| InstallError::io("lock", path, error);
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(io)?;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        if !told {
            told = true;
            let holder = holder(&mut file);
            progress.phase(&format!(
                "Waiting for {holder}, which is installing {}",
                package.title
            ));
        }
        if request.stop.asked() {
            return Err(InstallError::Stopped {
                package: package.describe(),
            });
        }
        thread::sleep(AGAIN);
    }
    if told {
        progress.done(&format!("The other install of {} has ended", package.title));
    }
    // For whoever waits for us.
    file.set_len(0).map_err(io)?;
    file.rewind().map_err(io)?;
    write!(file, "{}", std::process::id()).map_err(io)?;
    Ok(file)
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut text));
    match read.ok().and_then(|_| text.trim().parse::<u32>().ok()) {
        Some(id) => format!("process {id}"),
        None => "another process".to_owned(),
    }
}

//! The numbers of runs: an order that no clock can upset.

use std::fs::OpenOptions;
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{Reader, runs};

/// The file that has the number of the run that began last.
const FILE: &str = "last-run";

/// The number of a run that begins now: one more than that of the last.
pub(super) fn next(state_dir: &Path) -> io::Result<u64> {
    let mut options = OpenOptions::new();
    options.create(true).read(true).write(true).truncate(false);
    let mut file = options.mode(0o600).open(state_dir.join(FILE))?;
    // Let go of when the file is closed.
    file.lock()?;
    let mut text = String::new();
    let last = match file.read_to_string(&mut text) {
        Ok(_) => text.trim().parse().ok(),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => None,
        Err(error) => return Err(error),
    };
    // Somebody removed it, or the machine died while it was written.
    let last: u64 = match last {
        Some(last) => last,
        None => of_the_last_run(state_dir)?,
    };
    let next = last.saturating_add(1);
    file.rewind()?;
    // Never shorter than before: what a full disk leaves of it is no other number.
    file.write_all(format!("{next:020}\n").as_bytes())?;
    file.sync_data()?;
    Ok(next)
}

/// The highest number in the journals that there are.
fn of_the_last_run(state_dir: &Path) -> io::Result<u64> {
    let numbers = runs(state_dir)?.into_iter();
    let numbers = numbers.filter_map(|run| Some(Reader::open(&run.dir).ok()?.header().number));
    Ok(numbers.max().unwrap_or(0))
}

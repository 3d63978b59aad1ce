//! What of a leftover must not be removed.

use std::fs;
use std::path::{Path, PathBuf};

/// Why a folder must not be removed, if there is a reason.
pub(super) fn reason_to_keep(folder: &Path, state_dir: &Path) -> Option<String> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_symlink() => return Some("it is a link".to_owned()),
        Ok(_) => {}
        Err(error) => return Some(error.to_string()),
    }
    let Ok(real) = folder.canonicalize() else {
        return Some("its real path cannot be told".to_owned());
    };
    // `/` and what stands right below it.
    if real.components().count() < 3 {
        return Some("it is too near to the root of the file system".to_owned());
    }
    let home = std::env::var_os("HOME").map(PathBuf::from);
    for (what, inner) in [
        ("the current folder", std::env::current_dir().ok()),
        ("your home folder", home),
        ("the state of the pipeline", Some(state_dir.to_owned())),
    ] {
        if inner
            .and_then(|inner| inner.canonicalize().ok())
            .is_some_and(|inner| inner.starts_with(&real))
        {
            return Some(format!("it contains {what}"));
        }
    }
    match stranger(&real) {
        Ok(None) => None,
        Ok(Some(path)) => Some(format!("{} is nothing that Spark writes", path.display())),
        Err(error) => Some(error.to_string()),
    }
}

/// The first thing in a dataset that Spark did not write.
fn stranger(folder: &Path) -> std::io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, name, file_type) = (entry.path(), entry.file_name(), entry.file_type()?);
        let name = name.to_string_lossy();
        if file_type.is_file() && is_spark_file(&name) {
            continue;
        }
        if file_type.is_dir() {
            if is_committers(&name) {
                continue;
            }
            if name.contains('=') {
                match stranger(&path)? {
                    None => continue,
                    found => return Ok(found),
                }
            }
        }
        return Ok(Some(path));
    }
    Ok(None)
}

/// Whether Spark or one of its committers writes a file of this path below a dataset.
pub(super) fn is_spark_path(path: &str) -> bool {
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return is_spark_file(part);
        }
        if is_committers(part) {
            return true;
        }
        if !part.contains('=') {
            return false;
        }
    }
    false
}

/// Whether a folder is a committer's own, whatever is in it.
fn is_committers(name: &str) -> bool {
    matches!(name, "_temporary" | "__magic") || name.starts_with(".spark-staging-")
}

fn is_spark_file(name: &str) -> bool {
    // Hadoop keeps the checksum of `x` in `.x.crc`.
    let name = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(".crc"))
        .unwrap_or(name);
    name.starts_with("part-")
        || name.starts_with("_committed_")
        || name.starts_with("_started_")
        || matches!(name, "_SUCCESS" | "_metadata" | "_common_metadata")
}

//! The data files of a dataset, and the lines in them.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::location::Location;
use super::store;
use super::{AnyTarget, StoreError};

/// The data files of a complete dataset, sorted by path, those of its partitions included.
///
/// As Spark does (`HadoopFSUtils.shouldFilterOutPathName`), it passes over names that begin
/// with `.`, or with `_` unless there is a `=` in them, and over files that are being copied.
pub(super) fn data_files(target: &dyn AnyTarget) -> Result<Vec<PathBuf>, StoreError> {
    let at = Location::parse(target.location());
    let root = at.local()?;
    if !store::is_complete(target)? {
        return Err(StoreError::Incomplete {
            location: target.location().to_owned(),
        });
    }
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let fail = || StoreError::io("list", &folder);
        for entry in fs::read_dir(&folder).map_err(fail())? {
            let path = entry.map_err(fail())?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if is_hidden(&name) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with('_') && !name.contains('=')
        || name.ends_with("._COPYING_")
}

/// One line of a dataset, and where it stands.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) path: PathBuf,
    pub(super) number: u64,
}

/// The lines of files, one file after the other.
pub(super) struct Lines {
    files: std::vec::IntoIter<PathBuf>,
    open: Option<(PathBuf, Box<dyn BufRead + Send>, u64)>,
}

impl Lines {
    pub(super) fn of(target: &dyn AnyTarget) -> Result<Self, StoreError> {
        Ok(Self {
            files: data_files(target)?.into_iter(),
            open: None,
        })
    }
}

impl Iterator for Lines {
    type Item = Result<Line, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.open.is_none() {
                let path = self.files.next()?;
                match open(&path) {
                    Ok(reader) => self.open = Some((path, reader, 0)),
                    Err(error) => return Some(Err(error)),
                }
            }
            let (path, reader, number) = self.open.as_mut()?;
            let mut text = String::new();
            match reader.read_line(&mut text) {
                Ok(0) => self.open = None,
                Ok(_) => {
                    *number += 1;
                    if text.ends_with('\n') {
                        text.pop();
                        if text.ends_with('\r') {
                            text.pop();
                        }
                    }
                    return Some(Ok(Line {
                        text,
                        path: path.clone(),
                        number: *number,
                    }));
                }
                Err(error) => {
                    let error = StoreError::io("read", path)(error);
                    // The rest of a file that cannot be read is no data.
                    self.open = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// A reader over a data file; gzip is undone, other compressions are an error.
fn open(path: &Path) -> Result<Box<dyn BufRead + Send>, StoreError> {
    let fail = || StoreError::io("read", path);
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    if matches!(
        &*ending,
        "bz2" | "deflate" | "lz4" | "snappy" | "zst" | "zstd" | "xz"
    ) {
        return Err(fail()(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("files compressed with {ending} cannot be read here, only gzip and plain ones"),
        )));
    }
    let file = fs::File::open(path).map_err(fail())?;
    Ok(if ending == "gz" {
        Box::new(BufReader::new(MultiGzDecoder::new(file)))
    } else {
        Box::new(BufReader::new(file))
    })
}

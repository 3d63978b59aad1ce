//! The data files of a dataset, and the lines in them.

use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;

use flate2::read::MultiGzDecoder;

use super::location::Location;
use super::store::known;
use super::{AnyTarget, File, StoreError, Target};

/// The data files of a complete dataset, sorted, those of its partitions included.
///
/// As Spark does (`HadoopFSUtils.shouldFilterOutPathName`), it passes over names that begin
/// with `.`, or with `_` unless there is a `=` in them, and over files that are being copied.
pub(super) fn data_files(target: &dyn AnyTarget) -> Result<Vec<File>, StoreError> {
    let at = Location::parse(target.location());
    let stores = known();
    let store = stores.of(&at)?;
    if !stores.is_complete(target)? {
        return Err(StoreError::Incomplete {
            location: target.location().to_owned(),
        });
    }
    let mut names = Vec::new();
    store.walk(&at, &mut |entry| {
        if !entry.name.split('/').any(is_hidden) {
            names.push(entry.name);
        }
        ControlFlow::Continue(())
    })?;
    names.sort();
    let files = names.iter().map(|name| at.join(name).text().to_owned());
    Ok(files.map(File::at).collect())
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with('_') && !name.contains('=')
        || name.ends_with("._COPYING_")
}

/// One line of a dataset, and where it stands.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) file: String,
    pub(super) number: u64,
}

/// The lines of files, one file after the other.
pub(super) struct Lines {
    files: std::vec::IntoIter<File>,
    open: Option<(File, Box<dyn BufRead + Send>, u64)>,
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
                let file = self.files.next()?;
                match open(&file) {
                    Ok(reader) => self.open = Some((file, reader, 0)),
                    Err(error) => return Some(Err(error)),
                }
            }
            let (file, reader, number) = self.open.as_mut()?;
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
                        file: Target::location(file).to_owned(),
                        number: *number,
                    }));
                }
                Err(error) => {
                    let error =
                        StoreError::at("read", &Location::parse(Target::location(file)))(error);
                    // The rest of a file that cannot be read is no data.
                    self.open = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// A reader over a data file; gzip is undone, other compressions are an error.
fn open(file: &File) -> Result<Box<dyn BufRead + Send>, StoreError> {
    let ending = Target::location(file)
        .rsplit('.')
        .next()
        .unwrap_or_default();
    if matches!(
        ending,
        "bz2" | "deflate" | "lz4" | "snappy" | "zst" | "zstd" | "xz"
    ) {
        let error = io::Error::new(
            io::ErrorKind::Unsupported,
            format!("files compressed with {ending} cannot be read here, only gzip and plain ones"),
        );
        return Err(StoreError::at(
            "read",
            &Location::parse(Target::location(file)),
        )(error));
    }
    let reader = file.reader()?;
    Ok(if ending == "gz" {
        Box::new(BufReader::new(MultiGzDecoder::new(reader)))
    } else {
        Box::new(reader)
    })
}

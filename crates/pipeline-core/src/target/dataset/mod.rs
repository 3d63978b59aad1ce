//! Datasets: folders of data files with `_SUCCESS` in them, as Spark writes them.

use std::fmt;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::directory::DirectoryWriter;
use super::location::{located, path_of};
use super::records::{Lines, data_files};
use super::store;
use super::{Completion, File, StoreError, Target};
use crate::row::{Column, DataType, Row};

/// In place of a row: the columns are not declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undeclared;

/// What a dataset says of its columns: a [`Row`], or nothing.
pub trait Declared: 'static {
    /// The columns, where they were declared.
    const COLUMNS: Option<&'static [Column]>;
}

impl<R: Row> Declared for R {
    const COLUMNS: Option<&'static [Column]> = Some(<R as Row>::COLUMNS);
}

impl Declared for Undeclared {
    const COLUMNS: Option<&'static [Column]> = None;
}

macro_rules! datasets {
    ($($(#[$doc:meta])* $name:ident, $format:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// It is complete when it holds `_SUCCESS`.
        pub struct $name<R = Undeclared> {
            location: String,
            path: PathBuf,
            row: PhantomData<fn() -> R>,
        }

        impl<R: Declared> Target for $name<R> {
            const FORMAT: &'static str = $format;
            const COMPLETION: Completion = Completion::SuccessMarker;
            const COLUMNS: Option<&'static [Column]> = R::COLUMNS;

            fn at(location: String) -> Self {
                Self { path: path_of(&location), location, row: PhantomData }
            }

            fn location(&self) -> &str {
                &self.location
            }
        }

        impl<R: Declared> Clone for $name<R> {
            fn clone(&self) -> Self {
                Self::at(self.location.clone())
            }
        }

        impl<R: Declared> fmt::Debug for $name<R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.location).finish()
            }
        }

        common!(impl[R: Declared] $name[R]);
    )*};
}

macro_rules! common {
    (impl[$($generics:tt)*] $name:ident[$($arguments:tt)*]) => {
        impl<$($generics)*> $name<$($arguments)*> {
            /// Its folder. (Of a location with another scheme than `file:` it is the location
            /// as it is.)
            #[must_use]
            pub fn path(&self) -> &Path {
                &self.path
            }

            /// Whether it is complete. Blocks for a moment.
            ///
            /// # Errors
            /// Nobody can tell, or a file is in its place.
            pub fn exists(&self) -> Result<bool, StoreError> {
                store::is_complete(self)
            }

            /// Its data files, sorted, those of its partitions included; what Spark hides
            /// (`_SUCCESS`, checksums) is left out. Blocks.
            ///
            /// # Errors
            /// It is not complete, or cannot be listed.
            pub fn files(&self) -> Result<Vec<File>, StoreError> {
                data_files(self)
            }

            /// Writes it without Spark: `fill` puts data files (`part-00000…`) into a
            /// temporary folder, which gets `_SUCCESS` and the dataset's name, or is uploaded,
            /// `_SUCCESS` last. Blocks.
            ///
            /// # Errors
            /// What `fill` fails with, or the folder cannot be made. Nothing is left then.
            pub fn write_with(
                &self,
                fill: impl FnOnce(&Path) -> crate::Result<()>,
            ) -> crate::Result<()> {
                write_whole(&self.location, fill)
            }
        }
    };
}

/// Has a folder filled, marked and renamed to a location.
fn write_whole<E: From<StoreError>>(
    location: &str,
    fill: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let writer = DirectoryWriter::create(location)?;
    fill(writer.path())?;
    let marker = writer.path().join(store::SUCCESS);
    fs::write(&marker, "").map_err(StoreError::io("write", &marker))?;
    Ok(writer.finish()?)
}

datasets! {
    /// Parquet files.
    Parquet, "parquet";
    /// Files of comma-separated values.
    Csv, "csv";
    /// Files with one JSON object a line.
    Json, "json";
    /// ORC files.
    Orc, "orc";
}

/// Text files; their one column is `value`, a line.
///
/// It is complete when it holds `_SUCCESS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    location: String,
    path: PathBuf,
}

impl Target for Text {
    const FORMAT: &'static str = "text";
    const COMPLETION: Completion = Completion::SuccessMarker;
    const COLUMNS: Option<&'static [Column]> = Some(&[Column {
        name: "value",
        data_type: &DataType::String,
        // Spark calls every column of a file one that may be NULL; a line is none.
        nullable: false,
    }]);

    located!();
}

common!(impl[] Text[]);

impl Text {
    /// Its lines, file by file. Blocks; holds one line in memory. Gzip is undone.
    ///
    /// # Errors
    /// It is not complete; each line, if its file cannot be read.
    pub fn lines(
        &self,
    ) -> Result<impl Iterator<Item = Result<String, StoreError>> + Send, StoreError> {
        Ok(Lines::of(self)?.map(|line| line.map(|line| line.text)))
    }

    /// Writes it whole, one file with these lines. Blocks.
    ///
    /// # Errors
    /// It cannot be written, or a line has a line break in it, which would make it two.
    pub fn write_lines<L: AsRef<str>>(
        &self,
        lines: impl IntoIterator<Item = L>,
    ) -> Result<(), StoreError> {
        write_whole(&self.location, |folder| {
            write_part(&folder.join("part-00000.txt"), lines, |line, file| {
                let line = line.as_ref();
                if line.contains(['\n', '\r']) {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidInput,
                        format!("the line {line:?} has a line break in it"),
                    ));
                }
                file.write_all(line.as_bytes())
            })
        })
    }
}

impl<R: Declared> Json<R> {
    /// Its rows, file by file. Blocks; holds one row in memory. Gzip is undone.
    ///
    /// Spark leaves NULL fields out of a row, so what may be NULL is an `Option`.
    ///
    /// # Errors
    /// It is not complete; each row, if it cannot be read as a `T`.
    pub fn rows<T: DeserializeOwned>(
        &self,
    ) -> Result<impl Iterator<Item = Result<T, StoreError>> + Send, StoreError> {
        let lines = Lines::of(self)?;
        Ok(lines
            .filter(|line| !line.as_ref().is_ok_and(|line| line.text.trim().is_empty()))
            .map(|line| {
                let line = line?;
                serde_json::from_str(&line.text).map_err(|source| StoreError::Record {
                    file: line.file,
                    line: line.number,
                    source,
                })
            }))
    }

    /// Writes it whole, one file with these rows. Blocks.
    ///
    /// # Errors
    /// It cannot be written, or a row has no JSON.
    pub fn write_rows<T: Serialize>(
        &self,
        rows: impl IntoIterator<Item = T>,
    ) -> Result<(), StoreError> {
        write_whole(&self.location, |folder| {
            write_part(&folder.join("part-00000.json"), rows, |row, file| {
                serde_json::to_writer(file, row).map_err(io::Error::from)
            })
        })
    }
}

/// Writes one item a line.
fn write_part<T>(
    path: &Path,
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&T, &mut BufWriter<fs::File>) -> io::Result<()>,
) -> Result<(), StoreError> {
    let fail = || StoreError::io("write", path);
    let mut file = BufWriter::new(fs::File::create(path).map_err(fail())?);
    for item in items {
        write(&item, &mut file)
            .and_then(|()| file.write_all(b"\n"))
            .map_err(fail())?;
    }
    file.flush().map_err(fail())
}

#[cfg(test)]
mod tests;

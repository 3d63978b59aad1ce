//! A folder with whatever a task puts into it.

use std::path::{Path, PathBuf};
use std::{fmt, fs};

use super::location::{FILE, Location, located};
use super::staging::Staging;
use super::store::{self, known};
use super::{Completion, StoreError, Target, upload};

/// A folder with whatever a task puts into it, which becomes visible whole by one rename. In an
/// object store, which renames nothing, it is complete when it holds `_SUCCESS`, written last.
///
/// ```no_run
/// # fn export() -> pipeline_core::Result<()> {
/// use pipeline_core::target::{Directory, Target};
/// let charts = Directory::at("out/charts".to_owned());
/// charts.write_with(|folder| {
///     std::fs::write(folder.join("delays.svg"), "<svg/>")?;
///     Ok(())
/// })?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    location: String,
    path: PathBuf,
}

impl Target for Directory {
    const FORMAT: &'static str = "directory";
    const COMPLETION: Completion = Completion::Exists;

    located!();
}

impl Directory {
    /// Its path. (Of a location with another scheme than `file:` it is the location as it is.)
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is there. Blocks for a moment.
    ///
    /// # Errors
    /// Nobody can tell, or a file is there.
    pub fn exists(&self) -> Result<bool, StoreError> {
        store::is_complete(self)
    }

    /// Fills a temporary folder, and gives that its name or uploads it. Blocks.
    ///
    /// A folder that has the name already is replaced.
    ///
    /// # Errors
    /// What `fill` fails with, or the folder cannot be made. Nothing is left then.
    pub fn write_with(&self, fill: impl FnOnce(&Path) -> crate::Result<()>) -> crate::Result<()> {
        let writer = self.builder()?;
        fill(writer.path())?;
        Ok(writer.finish()?)
    }

    /// A temporary folder to fill in any way. The directory is there when
    /// [`DirectoryWriter::finish`] returns; a writer that is dropped before leaves nothing.
    ///
    /// # Errors
    /// No folder can be made there.
    pub fn builder(&self) -> Result<DirectoryWriter, StoreError> {
        DirectoryWriter::create(&self.location)
    }
}

/// Builds a [`Directory`] or a dataset in a temporary folder: beside its place if that is local,
/// and then renamed; else a local one, and then uploaded.
pub struct DirectoryWriter(Work);

enum Work {
    Rename(Staging),
    Upload(tempfile::TempDir, Location),
}

impl DirectoryWriter {
    pub(super) fn create(location: &str) -> Result<Self, StoreError> {
        let at = Location::parse(location);
        // Refused here, with the location that the author wrote.
        known().of(&at)?;
        if at.scheme() != FILE {
            let folder = tempfile::Builder::new().prefix("spark-pipeline-").tempdir();
            let folder =
                folder.map_err(StoreError::io("make a folder in", &std::env::temp_dir()))?;
            return Ok(Self(Work::Upload(folder, at)));
        }
        at.local()?;
        let staging = Staging::new(location, 0)?;
        fs::create_dir(staging.path())
            .map_err(StoreError::io("make the folder", staging.path()))?;
        Ok(Self(Work::Rename(staging)))
    }

    /// The temporary folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        match &self.0 {
            Work::Rename(staging) => staging.path(),
            Work::Upload(folder, _) => folder.path(),
        }
    }

    /// Brings everything in it to the disk and gives the folder its name; or uploads it, and in a
    /// store that renames nothing writes `_SUCCESS` last. (Such a store keeps no empty folders.)
    ///
    /// # Errors
    /// The disk is full, the store refuses, or the name is a file's. Nothing that looks complete is
    /// left then.
    pub fn finish(self) -> Result<(), StoreError> {
        match self.0 {
            Work::Rename(staging) => staging.commit(),
            Work::Upload(folder, at) => upload::folder(folder.path(), &at),
        }
    }
}

impl fmt::Debug for DirectoryWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DirectoryWriter")
            .field(&self.path())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(folder: &Path) -> usize {
        fs::read_dir(folder).expect("listed").count()
    }

    #[test]
    fn a_directory_is_there_whole_or_not_at_all() {
        let temp = tempfile::tempdir().expect("a folder");
        let target = Directory::at(temp.path().join("a/x").to_str().expect("UTF-8").to_owned());
        let failed = target.write_with(|folder| {
            fs::write(folder.join("half"), "").expect("written");
            Err(crate::TaskError::msg("half-way"))
        });
        assert!(failed.is_err());
        assert!(!target.exists().expect("local"));
        assert_eq!(entries(&temp.path().join("a")), 0, "nothing is left");

        for text in ["one", "two"] {
            let writer = target.builder().expect("a folder");
            fs::create_dir(writer.path().join("sub")).expect("made");
            fs::write(writer.path().join("sub/f"), text).expect("written");
            writer.finish().expect("finished");
            assert_eq!(
                fs::read_to_string(target.path().join("sub/f")).expect("read"),
                text
            );
        }
        assert!(target.exists().expect("local"));
        assert_eq!(entries(&temp.path().join("a")), 1, "nothing is left");
    }
}

//! A folder with whatever a task puts into it.

use std::path::{Path, PathBuf};
use std::{fmt, fs};

use super::location::{Location, located};
use super::staging::Staging;
use super::store;
use super::{Completion, StoreError, Target};

/// A folder with whatever a task puts into it, which becomes visible whole by one rename.
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

    /// Fills a temporary folder beside it, and gives that its name. Blocks.
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

    /// A temporary folder beside it, to fill in any way. The directory is there when
    /// [`DirectoryWriter::finish`] returns; a writer that is dropped before leaves nothing.
    ///
    /// # Errors
    /// No folder can be made there.
    pub fn builder(&self) -> Result<DirectoryWriter, StoreError> {
        DirectoryWriter::create(&self.location)
    }
}

/// Builds a [`Directory`] or a dataset under a temporary name in the same folder.
pub struct DirectoryWriter {
    staging: Staging,
}

impl DirectoryWriter {
    pub(super) fn create(location: &str) -> Result<Self, StoreError> {
        // Refused here, with the location that the author wrote.
        Location::parse(location).local()?;
        let staging = Staging::new(location, 0)?;
        fs::create_dir(staging.path())
            .map_err(StoreError::io("make the folder", staging.path()))?;
        Ok(Self { staging })
    }

    /// The temporary folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.staging.path()
    }

    /// Brings everything in it to the disk and gives the folder its name.
    ///
    /// # Errors
    /// The disk is full, or the name is a file's. Nothing is left then.
    pub fn finish(self) -> Result<(), StoreError> {
        self.staging.commit()
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

//! What a derive may know besides the item: the crate that is being compiled.
//!
//! It is handed to the passes as a value, so that they stay functions of what they are given.

use std::path::{Path, PathBuf};

/// The crate around an item.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    /// The folder of its `Cargo.toml`; nothing where it is not known, and then no file is
    /// looked for.
    crate_dir: Option<PathBuf>,
}

impl Surroundings {
    /// Those of the crate that cargo is compiling.
    pub(crate) fn of_the_build() -> Self {
        Self {
            crate_dir: std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
        }
    }

    /// A crate in this folder.
    #[cfg(test)]
    #[allow(dead_code)]
    pub(crate) fn of(crate_dir: impl Into<PathBuf>) -> Self {
        Self {
            crate_dir: Some(crate_dir.into()),
        }
    }

    /// The folder of the crate.
    #[allow(dead_code)]
    pub(crate) fn crate_dir(&self) -> Option<&Path> {
        self.crate_dir.as_deref()
    }
}

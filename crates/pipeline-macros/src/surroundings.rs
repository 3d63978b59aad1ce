//! What a derive may know besides the item: the crate that is being compiled.
//!
//! It is handed to the passes as a value, so that they stay functions of what they are given.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The crate around an item.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    /// The folder of its `Cargo.toml`; nothing where it is not known, and then no file is
    /// looked for.
    crate_dir: Option<PathBuf>,
    /// The files that an expansion in this crate includes already.
    tracked: Arc<Mutex<HashSet<PathBuf>>>,
}

/// The size in bytes up to which a file is tracked.
const TRACKED: u64 = 32 << 20;

impl Surroundings {
    /// Those of the crate that cargo is compiling.
    pub(crate) fn of_the_build() -> Self {
        // One process compiles one crate.
        static TRACKED: LazyLock<Arc<Mutex<HashSet<PathBuf>>>> = LazyLock::new(Arc::default);
        Self {
            crate_dir: std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
            tracked: Arc::clone(&TRACKED),
        }
    }

    /// A crate in this folder.
    #[cfg(test)]
    pub(crate) fn of(crate_dir: impl Into<PathBuf>) -> Self {
        Self {
            crate_dir: Some(crate_dir.into()),
            ..Self::default()
        }
    }

    /// Whether the expansion is to include a file, given relative to the crate, so that the
    /// crate is compiled again when it changes: once for a crate, and no big one, since rustc
    /// reads all of it into memory (300 MB cost it 0.65 s and 655 MB).
    pub(crate) fn track(&self, path: &str) -> bool {
        let Some(crate_dir) = self.crate_dir() else {
            return false;
        };
        let whole = crate_dir.join(path);
        let is_small = std::fs::metadata(&whole).is_ok_and(|data| data.len() <= TRACKED);
        let mut tracked = self.tracked.lock().unwrap_or_else(PoisonError::into_inner);
        is_small && tracked.insert(whole)
    }

    /// The folder of the crate.
    pub(crate) fn crate_dir(&self) -> Option<&Path> {
        self.crate_dir.as_deref()
    }
}

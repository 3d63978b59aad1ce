//! Whether targets are there, wherever they are.
//!
//! A [`Store`] is a kind of place: the local file system, later object stores and HDFS. Its
//! methods block: whoever is asynchronous calls them on a thread for that.

mod complete;
mod local;

pub(super) use complete::SUCCESS;
pub use complete::State;
pub use local::LocalStore;
pub(super) use local::{create_folder, replace, sync_folder, sync_tree, unique};

use std::fmt;
use std::sync::{Arc, LazyLock};

use super::location::Location;
use super::{AnyTarget, StoreError};

/// What stands at a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Bytes under a name.
    File,
    /// Something that holds others.
    Folder,
}

/// One thing in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the folder.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// A kind of place where targets can be.
pub trait Store: fmt::Debug + Send + Sync {
    /// The schemes of its locations, in small letters.
    fn schemes(&self) -> &[&'static str];

    /// What stands at a location; nothing if nothing does. Links are followed.
    ///
    /// # Errors
    /// Nobody can tell.
    fn look(&self, at: &Location) -> Result<Option<Kind>, StoreError>;

    /// What is in a folder, in any order; nothing if there is no such folder.
    ///
    /// # Errors
    /// Nobody can tell.
    fn list(&self, at: &Location) -> Result<Option<Vec<Entry>>, StoreError>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    fn read(&self, at: &Location) -> Result<Vec<u8>, StoreError>;

    /// Writes a file whole: it is there with all its bytes, or as it was before. Folders that
    /// are missing are made.
    ///
    /// # Errors
    /// It cannot be written.
    fn write(&self, at: &Location, bytes: &[u8]) -> Result<(), StoreError>;

    /// Removes a file, or a folder with everything in it. It is no error if there is none.
    ///
    /// # Errors
    /// It cannot be removed, or not all of it.
    fn remove(&self, at: &Location) -> Result<(), StoreError>;

    /// Gives something another name in the same store, durably; what has that name already is
    /// replaced.
    ///
    /// # Errors
    /// It cannot be renamed; then both are as before.
    fn rename(&self, from: &Location, to: &Location) -> Result<(), StoreError>;

    /// Whether others see a rename of a folder at once and whole. Where they do not (object
    /// stores), a folder must carry a marker that is written last.
    fn renames_at_once(&self) -> bool;
}

/// The stores that a program knows, by scheme.
#[derive(Clone, Debug)]
pub struct Stores(Vec<Arc<dyn Store>>);

impl Default for Stores {
    /// The local file system alone.
    fn default() -> Self {
        Self(vec![Arc::new(LocalStore)])
    }
}

impl Stores {
    /// These and one more, which is asked before them.
    #[must_use]
    pub fn with(mut self, store: Arc<dyn Store>) -> Self {
        self.0.insert(0, store);
        self
    }

    /// The store of a location.
    ///
    /// # Errors
    /// There is none for its scheme; the error names both.
    pub fn of(&self, at: &Location) -> Result<&dyn Store, StoreError> {
        self.0
            .iter()
            .find(|store| store.schemes().contains(&at.scheme()))
            .map(|store| &**store)
            .ok_or_else(|| StoreError::UnknownScheme {
                scheme: at.scheme().to_owned(),
                location: at.text().to_owned(),
            })
    }
}

static DEFAULT: LazyLock<Stores> = LazyLock::new(Stores::default);

/// Whether a target is complete: a file or directory exists, a dataset holds `_SUCCESS`.
/// Blocks; on the local file system it costs one call of the system.
///
/// # Errors
/// Nobody can tell: no store for its scheme, no right to look, or something else than what was
/// declared is there.
pub fn is_complete(target: &dyn AnyTarget) -> Result<bool, StoreError> {
    DEFAULT.is_complete(target)
}

/// [`is_complete`] of many targets, in their order. A folder that many of them share is
/// listed once, which answers for all that are not there.
pub fn are_complete(targets: &[&dyn AnyTarget]) -> Vec<Result<bool, StoreError>> {
    DEFAULT.are_complete(targets)
}

/// [`is_complete`] with the reason, for a person.
///
/// # Errors
/// As [`is_complete`].
pub fn state(target: &dyn AnyTarget) -> Result<State, StoreError> {
    DEFAULT.state(target)
}

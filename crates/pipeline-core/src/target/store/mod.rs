//! The places where targets can be, and whether targets are there.
//!
//! A [`Store`] is a kind of place: the local file system, an object store, HDFS, or one of your
//! own. What it must do is said by [`conformance`], which every store passes.
//!
//! Its methods block: whoever is asynchronous calls them on a thread for that, and who writes a
//! store needs no runtime. What is large goes through [`Read`] and [`Upload`], never
//! as one piece of memory.

mod complete;
pub mod conformance;
mod known;
mod local;

pub(super) use complete::SUCCESS;
pub use complete::State;
pub use known::{Stores, known, register};
pub use local::LocalStore;
pub(super) use local::{create_folder, sync_tree, unique};

use std::fmt;
use std::io::{Read, Write};
use std::ops::ControlFlow;

use super::location::Location;
use super::{AnyTarget, Completion, StoreError};

/// What stands at a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Bytes under a name.
    File,
    /// Something that holds others. In an object store it is there as long as it holds one.
    Folder,
}

/// One thing in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the folder that was listed; of a [`Store::walk`] its path below it, with `/`.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// What folders are to a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folders {
    /// They exist by themselves and are renamed at once and whole, as in a file system.
    Real,
    /// They are what names have in common up to a `/`, as in an object store. Nothing is renamed
    /// there: a file appears whole where it is written, and a folder is whole when it holds
    /// `_SUCCESS`, written last.
    Names,
}

/// Sees one entry after the other, and says whether it wants more.
pub type See<'a> = dyn FnMut(Entry) -> ControlFlow<()> + 'a;

/// A kind of place where targets can be.
///
/// A store of one's own is given to a program by [`Program::store`](crate::cli::Program::store).
pub trait Store: fmt::Debug + Send + Sync {
    /// The schemes of its locations, in small letters.
    fn schemes(&self) -> &[&'static str];

    /// What folders are here.
    fn folders(&self) -> Folders;

    /// What stands at a location; nothing if nothing does. Links are followed.
    ///
    /// # Errors
    /// Nobody can tell: no right to look, no such bucket, nobody answers.
    fn look(&self, at: &Location) -> Result<Option<Kind>, StoreError>;

    /// [`Store::look`] at many locations, in their order. One after the other by default; where
    /// each is a request, several should be under way at once.
    fn look_at_all(&self, many: &[Location]) -> Vec<Result<Option<Kind>, StoreError>> {
        many.iter().map(|at| self.look(at)).collect()
    }

    /// Whether there is a file, for each of many locations. By default [`Store::look_at_all`];
    /// where it costs more to tell a folder from nothing, that can be left out here.
    fn are_files(&self, many: &[Location]) -> Vec<Result<bool, StoreError>> {
        let found = self.look_at_all(many).into_iter();
        found.map(|kind| Ok(kind? == Some(Kind::File))).collect()
    }

    /// Shows what is in a folder, in any order, a page at a time if it comes in pages, until it
    /// has been seen or nobody wants more. Says whether there is such a folder.
    ///
    /// # Errors
    /// Nobody can tell.
    fn list(&self, at: &Location, see: &mut See<'_>) -> Result<bool, StoreError>;

    /// Shows the files in a folder and in all folders below it. By default it lists each.
    /// Says whether there is such a folder.
    ///
    /// # Errors
    /// Nobody can tell.
    fn walk(&self, at: &Location, see: &mut See<'_>) -> Result<bool, StoreError> {
        walk_by_lists(self, at, see)
    }

    /// The bytes of a file, as they come.
    ///
    /// # Errors
    /// It is not there ([`StoreError::is_not_there`]), or cannot be read.
    fn read(&self, at: &Location) -> Result<Box<dyn Read + Send>, StoreError>;

    /// Begins to write a file, which is there when [`Upload::finish`] returns, with all its bytes.
    /// Before, and if it never does, the location is as it was. Folders that are missing are made.
    ///
    /// # Errors
    /// It cannot be written.
    fn write(&self, at: &Location) -> Result<Box<dyn Upload>, StoreError>;

    /// Removes a file, or a folder with everything in it. It is no error if there is none.
    ///
    /// # Errors
    /// It cannot be removed, or not all of it.
    fn remove(&self, at: &Location) -> Result<(), StoreError>;

    /// Gives a file or folder another name in the same store, at once and durably; what has that
    /// name already is replaced. Only where folders are [`Folders::Real`].
    ///
    /// # Errors
    /// It cannot be renamed; then both are as before.
    fn rename(&self, from: &Location, to: &Location) -> Result<(), StoreError> {
        Err(StoreError::NoRename {
            from: from.text().to_owned(),
            to: to.text().to_owned(),
        })
    }

    /// A text that changes whenever the file at this location is written again (its time, its
    /// entity tag); nothing if nothing is there, and for a folder, where those are names only.
    ///
    /// # Errors
    /// Nobody can tell.
    fn version(&self, at: &Location) -> Result<Option<String>, StoreError>;
}

/// A file that is being written. Dropped before it is finished, it leaves nothing.
pub trait Upload: Write + Send {
    /// Makes the file visible, with everything that was written, durably.
    ///
    /// # Errors
    /// It cannot; then the location is as it was.
    fn finish(self: Box<Self>) -> Result<(), StoreError>;
}

/// What [`Store::walk`] is if nobody says better.
fn walk_by_lists<S: Store + ?Sized>(
    store: &S,
    at: &Location,
    see: &mut See<'_>,
) -> Result<bool, StoreError> {
    let mut folders = vec![String::new()];
    let mut there = false;
    let mut wanted = ControlFlow::Continue(());
    while let (Some(folder), ControlFlow::Continue(())) = (folders.pop(), wanted) {
        let here = match folder.as_str() {
            "" => at.clone(),
            folder => at.join(folder),
        };
        there |= store.list(&here, &mut |entry| {
            let name = match folder.as_str() {
                "" => entry.name,
                folder => format!("{folder}/{}", entry.name),
            };
            match entry.kind {
                Kind::Folder => folders.push(name),
                kind @ Kind::File => wanted = see(Entry { name, kind }),
            }
            wanted
        })?;
    }
    Ok(there)
}

/// Everything in a folder, or nothing if there is none: [`Store::list`] at once.
///
/// # Errors
/// Nobody can tell.
pub fn entries(store: &dyn Store, at: &Location) -> Result<Option<Vec<Entry>>, StoreError> {
    let mut found = Vec::new();
    let there = store.list(at, &mut |entry| {
        found.push(entry);
        ControlFlow::Continue(())
    })?;
    Ok(there.then_some(found))
}

/// Writes a small file whole.
///
/// # Errors
/// It cannot be written; then the location is as it was.
pub fn write(store: &dyn Store, at: &Location, bytes: &[u8]) -> Result<(), StoreError> {
    let mut upload = store.write(at)?;
    upload
        .write_all(bytes)
        .map_err(StoreError::at("write", at))?;
    upload.finish()
}

/// How a target is known to be complete where it is: a directory in a store that renames nothing
/// has a marker, like a dataset.
///
/// # Errors
/// There is no store for its scheme.
pub fn completion_of(target: &dyn AnyTarget) -> Result<Completion, StoreError> {
    let at = Location::parse(target.location());
    Ok(complete::completion(known().of(&at)?, target))
}

/// Writes `_SUCCESS` into a folder that its program has filled, unless the program did.
///
/// # Errors
/// There is no such folder, or it cannot be written.
pub fn mark(location: &str) -> Result<(), StoreError> {
    let at = Location::parse(location);
    let stores = known();
    let store = stores.of(&at)?;
    let marker = at.join(SUCCESS);
    if store.look(&marker)? == Some(Kind::File) {
        return Ok(());
    }
    if store.look(&at)? != Some(Kind::Folder) {
        return Err(StoreError::NotWritten {
            location: location.to_owned(),
            staged: location.into(),
        });
    }
    write(store, &marker, b"")
}

/// Whether a target is complete: a file or directory exists, a dataset holds `_SUCCESS`; so must a
/// directory in a store that renames nothing. Blocks; on the local file system it costs one call of
/// the system.
///
/// # Errors
/// Nobody can tell: no store for its scheme, no right to look, or something else than what was
/// declared is there.
pub fn is_complete(target: &dyn AnyTarget) -> Result<bool, StoreError> {
    known().is_complete(target)
}

/// [`is_complete`] of many targets, in their order. A folder that many of them share is
/// listed once, which answers for all that are not there.
pub fn are_complete(targets: &[&dyn AnyTarget]) -> Vec<Result<bool, StoreError>> {
    known().are_complete(targets)
}

/// [`is_complete`] with the reason, for a person.
///
/// # Errors
/// As [`is_complete`].
pub fn state(target: &dyn AnyTarget) -> Result<State, StoreError> {
    known().state(target)
}

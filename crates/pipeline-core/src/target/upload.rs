//! A local folder that is brought to another store.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use super::StoreError;
use super::location::Location;
use super::staging::Staging;
use super::store::{Folders, SUCCESS, Store, known};

/// How many files are on their way at once.
const AT_ONCE: usize = 8;

/// Uploads a folder. Where the store renames folders it appears at once; else `_SUCCESS` is
/// removed first and written last, so that nobody takes a half of it for the whole.
pub(super) fn folder(from: &Path, to: &Location) -> Result<(), StoreError> {
    let stores = known();
    let store = stores.of(to)?;
    let mut files = Vec::new();
    find(from, String::new(), &mut files)?;
    match store.folders() {
        Folders::Real => {
            let staging = Staging::new(to.text(), 0)?;
            all(store, &files, &Location::parse(staging.location()))?;
            staging.commit()
        }
        Folders::Names => {
            let marker = to.join(SUCCESS);
            store.remove(&marker)?;
            store.remove(to)?;
            files.retain(|(name, _)| name != SUCCESS);
            all(store, &files, to)?;
            super::store::write(store, &marker, b"")
        }
    }
}

/// The files in a folder, each with its path below it. A link is what it leads to.
fn find(folder: &Path, name: String, files: &mut Vec<(String, PathBuf)>) -> Result<(), StoreError> {
    let fail = || StoreError::io("read", folder);
    for entry in fs::read_dir(folder).map_err(fail())? {
        let entry = entry.map_err(fail())?;
        let path = entry.path();
        let Ok(own) = entry.file_name().into_string() else {
            let error = io::Error::new(io::ErrorKind::InvalidData, "the name is not UTF-8");
            return Err(StoreError::io("upload", &path)(error));
        };
        let name = match name.as_str() {
            "" => own,
            above => format!("{above}/{own}"),
        };
        if path.is_dir() {
            find(&path, name, files)?;
        } else {
            files.push((name, path));
        }
    }
    Ok(())
}

fn all(store: &dyn Store, files: &[(String, PathBuf)], to: &Location) -> Result<(), StoreError> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE.min(files.len()))
            .map(|first| {
                scope.spawn(move || {
                    let mut own = files.iter().skip(first).step_by(AT_ONCE);
                    own.try_for_each(|(name, path)| one(store, path, &to.join(name)))
                })
            })
            .collect();
        let ended = threads.into_iter().map(|thread| {
            let ended = thread.join();
            ended.unwrap_or_else(|_| {
                Err(StoreError::at("write", to)(io::Error::other(
                    "the upload panicked",
                )))
            })
        });
        ended.collect()
    })
}

fn one(store: &dyn Store, from: &Path, to: &Location) -> Result<(), StoreError> {
    let mut file = fs::File::open(from).map_err(StoreError::io("read", from))?;
    let mut upload = store.write(to)?;
    io::copy(&mut file, &mut upload).map_err(StoreError::at("write", to))?;
    upload.finish()
}

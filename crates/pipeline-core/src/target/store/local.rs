//! The local file system.

use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Entry, Folders, Kind, See, Store, Upload};
use crate::target::StoreError;
use crate::target::location::{FILE, Location};
use crate::target::staging;

/// The local file system. What is written is there whole or not at all, also after the
/// machine has died: bytes, then the rename, then the folder are brought to the disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalStore;

impl Store for LocalStore {
    fn schemes(&self) -> &[&'static str] {
        &[FILE]
    }

    fn folders(&self) -> Folders {
        Folders::Real
    }

    fn look(&self, at: &Location) -> Result<Option<Kind>, StoreError> {
        let path = at.local()?;
        present(fs::metadata(path))
            .map(|found| found.map(kind))
            .map_err(StoreError::io("look for", path))
    }

    fn list(&self, at: &Location, see: &mut See<'_>) -> Result<bool, StoreError> {
        let path = at.local()?;
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        let fail = || StoreError::io("list", path);
        let Some(entries) = present(fs::read_dir(path)).map_err(fail())? else {
            return Ok(false);
        };
        for entry in entries {
            let entry = entry.map_err(fail())?;
            // A name that is no text is no target of ours, which are all texts.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let file_type = entry.file_type().map_err(fail())?;
            let kind = if file_type.is_symlink() {
                // A link that leads nowhere is nothing.
                match present(fs::metadata(entry.path())).map_err(fail())? {
                    Some(metadata) => kind(metadata),
                    None => continue,
                }
            } else if file_type.is_dir() {
                Kind::Folder
            } else {
                Kind::File
            };
            if see(Entry { name, kind }) == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(true)
    }

    fn read(&self, at: &Location) -> Result<Box<dyn Read + Send>, StoreError> {
        let path = at.local()?;
        let file = fs::File::open(path).map_err(StoreError::io("read", path))?;
        Ok(Box::new(file))
    }

    fn write(&self, at: &Location) -> Result<Box<dyn Upload>, StoreError> {
        Ok(Box::new(Temporary::beside(at.local()?)?))
    }

    fn remove(&self, at: &Location) -> Result<(), StoreError> {
        remove(at.local()?)
    }

    fn rename(&self, from: &Location, to: &Location) -> Result<(), StoreError> {
        replace(from.local()?, to.local()?)
    }

    fn version(&self, at: &Location) -> Result<Option<String>, StoreError> {
        let path = at.local()?;
        let seen = present(fs::metadata(path)).map_err(StoreError::io("look for", path))?;
        Ok(seen.map(|seen| {
            format!(
                "{:x}-{:x}-{}.{:09}",
                seen.dev(),
                seen.ino(),
                seen.mtime(),
                seen.mtime_nsec()
            )
        }))
    }
}

/// A file under a temporary name in the folder of the one that it becomes.
struct Temporary {
    file: NamedTempFile,
    path: PathBuf,
    folder: PathBuf,
}

impl Temporary {
    fn beside(path: &Path) -> Result<Self, StoreError> {
        let folder = create_folder(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Told by its name which file it is to become, should nobody live to finish it.
        let suffix = staging::suffix(0, &name);
        let file = tempfile::Builder::new()
            .prefix(staging::PREFIX)
            .rand_bytes(staging::UNIQUE)
            .suffix(&suffix)
            // As for any new file, the umask takes away what it does not allow.
            .permissions(fs::Permissions::from_mode(0o666))
            .tempfile_in(&folder)
            .map_err(StoreError::io("write", path))?;
        Ok(Self {
            file,
            path: path.to_owned(),
            folder,
        })
    }
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Upload for Temporary {
    /// Brings the bytes to the disk and gives the file its name.
    fn finish(self: Box<Self>) -> Result<(), StoreError> {
        let fail = || StoreError::io("write", &self.path);
        self.file.as_file().sync_all().map_err(fail())?;
        self.file
            .persist(&self.path)
            .map_err(|error| fail()(error.error))?;
        sync_folder(&self.folder)
    }
}

fn kind(metadata: fs::Metadata) -> Kind {
    if metadata.is_dir() {
        Kind::Folder
    } else {
        Kind::File
    }
}

/// What is there, or nothing.
fn present<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Removes a file, a link (not what it leads to), or a folder with everything in it.
fn remove(path: &Path) -> Result<(), StoreError> {
    let fail = || StoreError::io("remove", path);
    match present(fs::symlink_metadata(path)).map_err(fail())? {
        None => Ok(()),
        Some(metadata) if metadata.is_dir() => fs::remove_dir_all(path).map_err(fail()),
        Some(_) => fs::remove_file(path).map_err(fail()),
    }
}

/// A part of a name that nobody else gives. Not made from the process's id, which in a
/// container is the same in every run.
pub(in crate::target) fn unique() -> String {
    // The standard library seeds its maps from the system, each another way.
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    format!("{:016x}", hasher.finish())
}

/// The folder that a path is in, made if it is missing.
pub(in crate::target) fn create_folder(path: &Path) -> Result<PathBuf, StoreError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    fs::create_dir_all(&folder).map_err(StoreError::io("make the folder", &folder))?;
    Ok(folder)
}

/// Renames `from` to `to`, which is replaced, and brings the name to the disk.
///
/// A file replaces a file at once. A folder takes the place of a folder in two renames: for a
/// moment neither is there, which reads as absent, never as complete.
fn replace(from: &Path, to: &Path) -> Result<(), StoreError> {
    let fail = || StoreError::io("rename to", to);
    let folder = create_folder(to)?;
    let source = fs::symlink_metadata(from).map_err(StoreError::io("rename", from))?;
    let held = present(fs::symlink_metadata(to)).map_err(fail())?;
    let wrong = |declared, found| StoreError::WrongKind {
        location: to.display().to_string(),
        declared,
        found,
    };
    match held {
        Some(held) if held.is_dir() && !source.is_dir() => return Err(wrong("file", "folder")),
        Some(held) if !held.is_dir() && source.is_dir() => return Err(wrong("directory", "file")),
        Some(held) if held.is_dir() => {
            let old = folder.join(format!(".old-{}", unique()));
            fs::rename(to, &old).map_err(fail())?;
            if let Err(error) = fs::rename(from, to) {
                // The first error is the one to tell, whatever becomes of the way back.
                let _ = fs::rename(&old, to);
                return Err(fail()(error));
            }
            remove(&old)?;
        }
        _ => fs::rename(from, to).map_err(fail())?,
    }
    sync_folder(&folder)
}

/// Brings a folder's names to the disk.
fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(StoreError::io("bring to the disk", folder))
}

/// Brings a file, or a folder with everything in it, to the disk.
pub(in crate::target) fn sync_tree(path: &Path) -> Result<(), StoreError> {
    let fail = || StoreError::io("bring to the disk", path);
    let metadata = fs::symlink_metadata(path).map_err(fail())?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path).map_err(fail())? {
            sync_tree(&entry.map_err(fail())?.path())?;
        }
    }
    // Links and pipes have no bytes of their own.
    if metadata.is_dir() || metadata.is_file() {
        sync_folder(path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_takes_the_place_of_a_folder() {
        let temp = tempfile::tempdir().expect("a folder");
        let (new, old) = (temp.path().join("new"), temp.path().join("old"));
        fs::create_dir(&new).expect("made");
        fs::write(new.join("a"), "new").expect("written");
        fs::create_dir(&old).expect("made");
        fs::write(old.join("b"), "old").expect("written");
        replace(&new, &old).expect("renamed");
        assert_eq!(fs::read_to_string(old.join("a")).expect("read"), "new");
        assert!(!old.join("b").exists() && !new.exists());
        assert_eq!(fs::read_dir(temp.path()).expect("listed").count(), 1);
    }

    #[test]
    fn what_a_process_of_the_same_id_left_is_in_nobodys_way() {
        let temp = tempfile::tempdir().expect("a folder");
        for count in 0..999 {
            let stale = format!(".old-{:x}-{count:x}/f", std::process::id());
            fs::create_dir_all(temp.path().join(stale)).expect("made");
        }
        let (new, old) = (temp.path().join("new"), temp.path().join("old"));
        fs::create_dir(&new).expect("made");
        fs::create_dir(&old).expect("made");
        replace(&new, &old).expect("renamed");
    }

    #[test]
    fn a_file_takes_no_folders_place() {
        let temp = tempfile::tempdir().expect("a folder");
        let (file, folder) = (temp.path().join("f"), temp.path().join("d"));
        fs::write(&file, "").expect("written");
        fs::create_dir(&folder).expect("made");
        assert!(matches!(
            replace(&file, &folder),
            Err(StoreError::WrongKind { .. })
        ));
        assert!(matches!(
            replace(&folder, &file),
            Err(StoreError::WrongKind { .. })
        ));
        assert!(file.is_file() && folder.is_dir());
    }

    #[test]
    fn removing_a_link_leaves_what_it_leads_to() {
        let temp = tempfile::tempdir().expect("a folder");
        let (folder, link) = (temp.path().join("d"), temp.path().join("l"));
        fs::create_dir(&folder).expect("made");
        std::os::unix::fs::symlink(&folder, &link).expect("linked");
        remove(&link).expect("removed");
        assert!(folder.is_dir() && !link.exists());
        remove(&link).expect("nothing to remove is no error");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_nothing() {
        let temp = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink("nowhere", temp.path().join("l")).expect("linked");
        let at = Location::parse(temp.path().to_str().expect("UTF-8"));
        let found = super::super::entries(&LocalStore, &at).expect("listed");
        assert_eq!(found, Some(vec![]));
        assert_eq!(LocalStore.look(&at.join("l")).expect("looked"), None);
    }
}

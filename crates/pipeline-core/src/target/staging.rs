//! A temporary place for what becomes visible by a rename.
//!
//! A program that is no Rust code of ours is handed a temporary location beside the final
//! one, and what it wrote there is renamed when it has succeeded. Datasets are not staged:
//! Spark writes them in place and marks them itself (see [`super::partial`]). Nothing is staged in a
//! store that renames nothing: a file appears there whole by itself, and a directory is marked.

use std::path::{Path, PathBuf};

use super::StoreError;
use super::location::{FILE, Location, path_of};
use super::store::{Folders, Store, Stores, create_folder, known, sync_tree, unique};

/// The beginning of every temporary name.
pub(super) const PREFIX: &str = ".tmp-";

/// How many letters tell one temporary name from all others.
pub(super) const UNIQUE: usize = 16;

/// The longest name that common file systems take, in bytes.
const LONGEST: usize = 255;

/// A temporary location in the folder of a target, and the way from one to the other.
///
/// Its name begins with a dot, so that Spark and `ls` pass over it, and ends with the target's
/// own name, so that a program that looks at the ending (`.csv.gz`) sees the right one. No two
/// are the same, of whatever process. Nothing is made but the folder.
///
/// What was written there is removed when it is dropped without [`Staging::commit`]. Only a
/// process that is killed leaves it behind; it is never taken for the target.
#[derive(Debug)]
pub struct Staging {
    stores: Stores,
    target: Location,
    staged: Location,
    path: PathBuf,
    keep: bool,
}

/// Whether what is written at a location can be staged: its store renames.
///
/// # Errors
/// There is no store for its scheme.
pub fn can_stage(location: &str) -> Result<bool, StoreError> {
    Ok(known().of(&Location::parse(location))?.folders() == Folders::Real)
}

impl Staging {
    /// A temporary location for a target.
    ///
    /// # Errors
    /// The target is in a store that renames nothing, has no name, or its folder cannot be made.
    pub fn new(target: &str, attempt: u32) -> Result<Self, StoreError> {
        let target = Location::parse(target);
        let stores = known();
        let folders = stores.of(&target)?.folders();
        let Some((folder, name)) = target.split() else {
            return Err(StoreError::at("write", &target)(std::io::Error::other(
                "a root or `..` is no name for an output",
            )));
        };
        if target.scheme() == FILE {
            create_folder(target.local()?)?;
        }
        let suffix = suffix(attempt, &name);
        let staged = folder.join(&format!("{PREFIX}{}{suffix}", unique()));
        if folders == Folders::Names {
            return Err(StoreError::NoRename {
                from: staged.text().to_owned(),
                to: target.text().to_owned(),
            });
        }
        Ok(Self {
            path: path_of(staged.text()),
            stores,
            target,
            staged,
            keep: false,
        })
    }

    /// The temporary location that another process has given to a program, which may still write
    /// there: it is kept until it is committed or discarded. Nothing, if it is none of the
    /// target.
    #[must_use]
    pub fn resume(target: &str, staged: &str) -> Option<Self> {
        let (target, staged) = (Location::parse(target), Location::parse(staged));
        if !is_staged_for(&staged, &target) {
            return None;
        }
        Some(Self {
            stores: known(),
            path: path_of(staged.text()),
            target,
            staged,
            keep: true,
        })
    }

    /// The temporary location, written like the target's: a path, or a `file:` URI.
    #[must_use]
    pub fn location(&self) -> &str {
        self.staged.text()
    }

    /// The temporary path. (Of another scheme than `file:` it is the location as it is.)
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether anything was written there.
    ///
    /// # Errors
    /// Nobody can tell.
    pub fn is_written(&self) -> Result<bool, StoreError> {
        if self.staged.scheme() == FILE {
            // A link that leads nowhere is something here.
            return Ok(std::fs::symlink_metadata(&self.path).is_ok());
        }
        Ok(self.store()?.look(&self.staged)?.is_some())
    }

    fn store(&self) -> Result<&dyn Store, StoreError> {
        self.stores.of(&self.staged)
    }

    /// Brings what was written to the disk and gives it the target's name. What has that
    /// name already is replaced.
    ///
    /// # Errors
    /// Nothing was written, or it cannot be renamed; then it is removed.
    pub fn commit(mut self) -> Result<(), StoreError> {
        if !self.is_written()? {
            return Err(StoreError::NotWritten {
                location: self.target.text().to_owned(),
                staged: self.path.clone(),
            });
        }
        if self.staged.scheme() == FILE {
            sync_tree(self.staged.local()?)?;
        }
        self.store()?.rename(&self.staged, &self.target)?;
        self.keep = true;
        Ok(())
    }

    /// Keeps what is written when it is dropped: whoever writes it may outlive us.
    pub const fn keep(&mut self) {
        self.keep = true;
    }

    /// Removes what was written.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn discard(mut self) -> Result<(), StoreError> {
        self.keep = true;
        self.store()?.remove(&self.staged)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.keep {
            // Nobody is left to tell; what stays is hidden and taken for nothing.
            let _ = self.store().and_then(|store| store.remove(&self.staged));
        }
    }
}

/// What a temporary name has behind its unique part: the attempt, and the target's own name. Of
/// a long name its end stays.
pub(super) fn suffix(attempt: u32, name: &str) -> String {
    let mark = format!("-{attempt}-");
    let mut cut = (PREFIX.len() + UNIQUE + mark.len() + name.len()).saturating_sub(LONGEST);
    while !name.is_char_boundary(cut) {
        cut += 1;
    }
    format!("{mark}{}", &name[cut..])
}

/// Whether a name is a temporary one of a target of this name.
fn is_name_for(temporary: &str, name: &str) -> bool {
    let unique = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let Some(rest) = temporary.strip_prefix(PREFIX) else {
        return false;
    };
    let Some((head, rest)) = rest.split_at_checked(UNIQUE) else {
        return false;
    };
    let attempt = rest.strip_prefix('-').and_then(|rest| rest.split_once('-'));
    unique(head)
        && attempt
            .and_then(|(attempt, _)| attempt.parse().ok())
            .is_some_and(|attempt| rest == suffix(attempt, name))
}

/// Removes what a process that was killed left of a local target under temporary names, and says
/// what. Only who knows that nobody writes the target at this moment may call it: who has the
/// claim of its task. Blocks.
///
/// # Errors
/// The folder cannot be read, or something cannot be removed.
pub(crate) fn sweep(target: &str) -> Result<Vec<PathBuf>, StoreError> {
    let target = Location::parse(target);
    let (Ok(_), Some((folder, name))) = (target.local(), target.split()) else {
        // In other stores what is not finished is no object.
        return Ok(Vec::new());
    };
    let folder = folder.local()?;
    let fail = || StoreError::io("list", folder);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fail()(error)),
    };
    let mut removed = Vec::new();
    for entry in entries {
        let entry = entry.map_err(fail())?;
        if is_name_for(&entry.file_name().to_string_lossy(), &name) {
            let path = entry.path();
            super::store::LocalStore.remove(&Location::parse(&path.to_string_lossy()))?;
            removed.push(path);
        }
    }
    Ok(removed)
}

/// Whether a location is a temporary one of a target: a name that only we give, in the folder
/// that the target is in.
pub(super) fn is_staged_for(staged: &Location, target: &Location) -> bool {
    let (Some((folder, name)), Some((of, _))) = (staged.split(), target.split()) else {
        return false;
    };
    let Ok(here) = std::env::current_dir() else {
        return false;
    };
    name.starts_with(PREFIX) && folder.normal(&here) == of.normal(&here)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_a_process_of_the_same_id_left_is_never_taken_for_ours() {
        let temp = tempfile::tempdir().expect("a folder");
        let target = location(temp.path(), "x");
        for count in 0..999 {
            let stale = format!(".tmp-{:x}-1-{count:x}-x", std::process::id());
            fs::write(temp.path().join(stale), "stale").expect("written");
        }
        let staging = Staging::new(&target, 1).expect("a place");
        assert!(!staging.is_written().expect("local"));
        assert!(staging.commit().is_err(), "nothing was written");
        assert!(!Path::new(&target).exists());
    }

    #[test]
    fn what_a_killed_process_left_of_a_target_is_swept_and_nothing_else() {
        let temp = tempfile::tempdir().expect("a folder");
        let long = "y".repeat(255);
        for name in ["x", "a-x", "x-1-x", &long] {
            let target = location(temp.path(), name);
            let mut staging = Staging::new(&target, 1).expect("a place");
            fs::create_dir(staging.path()).expect("made");
            fs::write(staging.path().join("part"), "").expect("written");
            staging.keep();
            let file = known();
            let upload = file.of(&Location::parse(&target)).expect("a store");
            // As if the process were killed in the middle of it.
            std::mem::forget(upload.write(&Location::parse(&target)).expect("begun"));
        }
        fs::write(temp.path().join("x"), "").expect("written");
        fs::write(temp.path().join(".tmp-x"), "").expect("written");
        let before = entries(temp.path());
        for (at, name) in ["x", "a-x", "x-1-x", &long].into_iter().enumerate() {
            let swept = sweep(&location(temp.path(), name)).expect("swept");
            assert_eq!(swept.len(), 2, "{name}: {swept:?}");
            assert_eq!(entries(temp.path()), before - 2 * (at + 1));
        }
        assert!(temp.path().join("x").exists());
        assert_eq!(sweep("s3://b/x").expect("nothing"), Vec::<PathBuf>::new());
        assert_eq!(
            sweep(&location(temp.path(), "no/x")).expect("nothing"),
            Vec::<PathBuf>::new()
        );
    }

    #[test]
    fn a_temporary_name_is_known_by_its_folder_and_its_beginning() {
        let is = |staged: &str, target: &str| {
            is_staged_for(&Location::parse(staged), &Location::parse(target))
        };
        assert!(is("out/.tmp-1-1-x", "out/x"));
        let here = std::env::current_dir().expect("a folder");
        let absolute = format!("file://{}/out/x", here.display());
        assert!(is("out/.tmp-1-1-x", &absolute));
        assert!(!is("out/x", "out/x"));
        assert!(!is("other/.tmp-1-1-x", "out/x"));
        assert!(is("hdfs://n/o/.tmp-1-1-x", "hdfs://n/o/x"));
        assert!(!is("hdfs://n/o/.tmp-1-1-x", "hdfs://m/o/x"));
    }

    fn location(folder: &Path, name: &str) -> String {
        folder.join(name).to_str().expect("UTF-8").to_owned()
    }

    fn entries(folder: &Path) -> usize {
        fs::read_dir(folder).expect("listed").count()
    }

    #[test]
    fn what_was_staged_gets_the_targets_name_by_commit() {
        let temp = tempfile::tempdir().expect("a folder");
        let target = location(temp.path(), "deep/x.csv.gz");
        let staging = Staging::new(&target, 1).expect("a place");
        assert!(staging.location().ends_with("-x.csv.gz"));
        let name = staging
            .path()
            .file_name()
            .expect("a name")
            .to_str()
            .expect("UTF-8")
            .to_owned();
        assert!(name.starts_with('.'));
        assert_eq!(staging.path().parent(), Path::new(&target).parent());
        fs::write(staging.path(), "x").expect("written");
        assert!(!Path::new(&target).exists());
        staging.commit().expect("renamed");
        assert_eq!(fs::read_to_string(&target).expect("read"), "x");
        assert_eq!(entries(&temp.path().join("deep")), 1);
    }

    #[test]
    fn what_is_not_committed_is_gone() {
        let temp = tempfile::tempdir().expect("a folder");
        let target = location(temp.path(), "x");
        let staging = Staging::new(&target, 1).expect("a place");
        fs::create_dir(staging.path()).expect("made");
        fs::write(staging.path().join("f"), "").expect("written");
        drop(staging);
        assert_eq!(entries(temp.path()), 0);
        let staging = Staging::new(&target, 1).expect("a place");
        fs::write(staging.path(), "").expect("written");
        staging.discard().expect("removed");
        assert_eq!(entries(temp.path()), 0);
    }

    #[test]
    fn nothing_written_is_an_error_that_names_the_target() {
        let temp = tempfile::tempdir().expect("a folder");
        let target = location(temp.path(), "x");
        let error = Staging::new(&target, 1)
            .expect("a place")
            .commit()
            .expect_err("nothing there");
        assert!(
            error
                .to_string()
                .starts_with(&format!("nothing was written for {target}"))
        );
    }

    #[test]
    fn two_are_never_one_and_a_long_name_still_fits() {
        let temp = tempfile::tempdir().expect("a folder");
        let target = location(temp.path(), &"ü".repeat(127));
        let (one, two) = (Staging::new(&target, 1), Staging::new(&target, 1));
        let (one, two) = (one.expect("a place"), two.expect("a place"));
        assert_ne!(one.path(), two.path());
        fs::write(one.path(), "x").expect("the name fits");
        one.commit().expect("renamed");
        assert!(Path::new(&target).exists());
        assert!(Staging::new("s3://b/x", 1).is_err());
        assert!(Staging::new("/", 1).is_err());
    }

    #[test]
    fn a_uri_stays_a_uri() {
        let temp = tempfile::tempdir().expect("a folder");
        let target = format!("file://{}", location(temp.path(), "x"));
        let staging = Staging::new(&target, 2).expect("a place");
        assert!(staging.location().starts_with("file:///"));
        assert!(staging.path().is_absolute());
    }
}

//! Looking for a path in the crate.

use std::path::Path;

use super::absent::Absent;

/// What is at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A file, or those that a pattern matches; relative to the crate.
    Files(Vec<String>),
    Folder,
    Absent(Absent),
    /// A pattern that we do not read as Spark does.
    Unknown,
}

/// What is at a path without wildcards.
pub(super) fn look(crate_dir: &Path, path: &str) -> Place {
    let whole = crate_dir.join(path);
    if whole.is_dir() {
        return Place::Folder;
    }
    // A pipe or a device is a file too, to who opens it.
    if whole.exists() {
        return Place::Files(vec![path.to_owned()]);
    }
    Place::Absent(first_absent(crate_dir, path))
}

/// The first part of a path that is not there.
pub(super) fn first_absent(crate_dir: &Path, path: &str) -> Absent {
    let mut folder = String::new();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        let here = crate_dir.join(&folder);
        let is_last = parts.peek().is_none();
        if here.join(part).exists() && (is_last || here.join(part).is_dir()) {
            folder.push_str(part);
            folder.push('/');
            continue;
        }
        let rest: Vec<&str> = parts.collect();
        return Absent {
            is_file: here.join(part).is_file(),
            is_wild: false,
            folder,
            part: part.to_owned(),
            rest: rest.join("/"),
        };
    }
    // It has come to be in the meantime, or it is a link to nowhere.
    Absent {
        is_file: false,
        is_wild: false,
        folder: String::new(),
        part: path.to_owned(),
        rest: String::new(),
    }
}

/// The names in a folder, sorted; none where it cannot be read.
pub(super) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names
}

/// The names of the files in a folder, sorted, without hidden ones.
pub(super) fn files_in(folder: &Path) -> Vec<String> {
    let mut names = names_in(folder);
    names.retain(|name| !name.starts_with('.') && folder.join(name).is_file());
    names
}

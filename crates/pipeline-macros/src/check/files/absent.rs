//! What is said of a file that is not there: what is missing, and what to write instead.

use std::path::{Path, PathBuf};

use super::look::names_in;
use crate::words;

/// The first part of a path that is not there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Absent {
    /// The folder that is there, with a `/` behind it; empty for the crate's own.
    pub(super) folder: String,
    /// The name that it does not have.
    pub(super) part: String,
    /// What would follow.
    pub(super) rest: String,
    /// Whether the name is there, but is a file, which nothing can be in.
    pub(super) is_file: bool,
    /// Whether the name is a pattern.
    pub(super) is_wild: bool,
}

/// How many folders are searched for a file of the same name.
const SEARCHED: usize = 200;

impl Absent {
    /// The problem and the help, for a path and the literal of a key that it is from.
    pub(super) fn message(
        &self,
        key: &str,
        literal: &str,
        path: &str,
        crate_dir: &Path,
    ) -> (String, String) {
        let folder = match self.folder.trim_end_matches('/') {
            "" => "the crate's folder".to_owned(),
            folder => format!("the folder `{folder}`"),
        };
        let part = &self.part;
        let names = names_in(&crate_dir.join(&self.folder));
        let same = names
            .iter()
            .find(|name| name.to_lowercase() == part.to_lowercase());
        let problem = if self.is_file {
            format!(
                "{path:?} is not there: `{}{part}` is a file, not a folder",
                self.folder
            )
        } else if self.is_wild {
            format!("nothing matches {path:?}: {folder} has no such file")
        } else if let Some(same) = same {
            format!(
                "{path:?} is not there: {folder} has `{same}`, which differs in capital letters"
            )
        } else if self.rest.is_empty() {
            format!("{path:?} is not there: {folder} has no such file")
        } else {
            format!("{path:?} is not there: {folder} has no folder `{part}`")
        };
        let instead = self.instead(key, crate_dir, &names, same);
        let instead = match self.is_wild {
            true => instead,
            false => instead.or_else(|| elsewhere(path, crate_dir)),
        };
        let ways = format!(
            "`later({literal:?})` if it is made after compiling, a URI or an absolute path if it lies elsewhere"
        );
        let help = match instead {
            Some(instead) => format!("did you mean {instead:?}? (Or {ways}.)"),
            None => format!("write a path relative to the crate's folder, {ways}"),
        };
        (problem, help)
    }

    /// The nearest path that is there, in the same folder.
    fn instead(
        &self,
        key: &str,
        crate_dir: &Path,
        names: &[String],
        same: Option<&String>,
    ) -> Option<String> {
        if self.is_file || self.is_wild {
            return None;
        }
        let ending = |name: &str| Path::new(name).extension().map(std::ffi::OsStr::to_owned);
        // A program of another ending would be no help: a jar for a script. Code may be a folder.
        let is_program = matches!(key, "app" | "python_file" | "jars");
        let is_code = matches!(key, "py_files" | "archives");
        let fitting = names.iter().filter(|name| {
            let is_dir = crate_dir.join(&self.folder).join(name).is_dir();
            match self.rest.is_empty() {
                true if is_dir => is_code,
                true => !is_program || ending(name) == ending(&self.part),
                false => is_dir,
            }
        });
        let fitting = fitting.map(String::as_str);
        let near = same
            .map(String::as_str)
            .or_else(|| words::nearest(&self.part, fitting))?;
        let near = format!("{}{near}", self.folder);
        if self.rest.is_empty() {
            return Some(near);
        }
        let whole = format!("{near}/{}", self.rest);
        crate_dir.join(&whole).exists().then_some(whole)
    }
}

/// The same path seen from a folder above, or a file of that name in another folder.
fn elsewhere(path: &str, crate_dir: &Path) -> Option<String> {
    // Paths of a workspace's root are a habit.
    let up = (1..=3).find(|up| {
        let above = crate_dir.ancestors().nth(*up);
        above.is_some_and(|above| above.join("Cargo.toml").is_file() && above.join(path).is_file())
    });
    if let Some(up) = up {
        return Some(format!("{}{path}", "../".repeat(up)));
    }
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    let mut folders = vec![PathBuf::new()];
    let mut searched = 0;
    while let Some(folder) = (searched < folders.len()).then(|| folders[searched].clone()) {
        let whole = crate_dir.join(&folder);
        if whole.join(name).is_file() {
            return folder.join(name).to_str().map(str::to_owned);
        }
        for inside in names_in(&whole) {
            let skipped = inside.starts_with('.') || inside == "target";
            if !skipped && folders.len() < SEARCHED && whole.join(&inside).is_dir() {
                folders.push(folder.join(inside));
            }
        }
        searched += 1;
    }
    None
}

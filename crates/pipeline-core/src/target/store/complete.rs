//! Completeness of targets, over any store.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::ControlFlow;

use super::{Folders, Kind, Store, Stores};
use crate::target::location::Location;
use crate::target::{AnyTarget, Completion, Directory, File, StoreError, Target};

/// What Spark writes into a dataset last.
pub(crate) const SUCCESS: &str = "_SUCCESS";

/// From how many targets on it pays to list the folder that they share. An object store gives a
/// thousand names for one request, and takes one request for each look.
const fn shared(folders: Folders) -> usize {
    match folders {
        Folders::Real => 32,
        Folders::Names => 4,
    }
}

/// How many names of the folder are listed for each target before a look at each alone is cheaper.
const fn names_per_target(folders: Folders) -> usize {
    match folders {
        Folders::Real => 100,
        Folders::Names => 1_000,
    }
}

/// How many files are gone through for each dataset that is sought before it is cheaper to look for
/// each `_SUCCESS` alone: those requests go out many at a time, while pages of a thousand files
/// come one after the other.
const FILES_PER_DATASET: usize = 10;

/// How many files are gone through at least: two pages.
const FILES_AT_LEAST: usize = 2_000;

/// Where a person is told "or more".
const MANY: usize = 10_000;

/// How far a target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is complete.
    Complete,
    /// Nothing is there.
    Absent,
    /// A dataset without `_SUCCESS`.
    Unfinished {
        /// How many files and folders are in it, hidden ones left out.
        entries: usize,
    },
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Complete => f.write_str("complete"),
            Self::Absent => f.write_str("not there"),
            Self::Unfinished { entries: 0 } => {
                f.write_str("an empty folder without _SUCCESS: whoever wrote it has not finished")
            }
            Self::Unfinished { entries } => write!(
                f,
                "a folder with {entries}{} data files or folders but no _SUCCESS: whoever wrote \
                 it has not finished, or writes no such marker \
                 (mapreduce.fileoutputcommitter.marksuccessfuljobs)",
                if *entries >= MANY { " or more" } else { "" }
            ),
        }
    }
}

/// How a target is known to be complete in a store: a directory that no rename makes whole is
/// marked, like a dataset.
pub(super) fn completion(store: &dyn Store, target: &dyn AnyTarget) -> Completion {
    match store.folders() {
        Folders::Names if target.format() == Directory::FORMAT => Completion::SuccessMarker,
        _ => target.completion(),
    }
}

impl Stores {
    /// As the function of the same name, with these stores.
    ///
    /// # Errors
    /// Nobody can tell.
    pub fn is_complete(&self, target: &dyn AnyTarget) -> Result<bool, StoreError> {
        let at = Location::parse(target.location());
        let store = self.of(&at)?;
        match completion(store, target) {
            Completion::Exists => exists(target, &at, store.look(&at)?),
            Completion::SuccessMarker => marked(store, &at),
        }
    }

    /// As the function of the same name, with these stores.
    pub fn are_complete(&self, targets: &[&dyn AnyTarget]) -> Vec<Result<bool, StoreError>> {
        let mut answers: Vec<Option<Result<bool, StoreError>>> = Vec::new();
        answers.resize_with(targets.len(), || None);
        for (folder, members) in by_folder(targets) {
            // A folder that cannot be listed is no answer: each target is looked for alone.
            if let Ok(store) = self.of(&folder)
                && members.len() >= shared(store.folders())
                && let Ok(found) = Found::in_folder(store, &folder, &members, targets)
            {
                for (number, name) in &members {
                    answers[*number] = found.answer(store, targets[*number], name);
                }
            }
        }
        self.look_for_the_rest(targets, &mut answers);
        let looked = answers.into_iter();
        looked.map(|answer| answer.unwrap_or(Ok(false))).collect()
    }

    /// Looks for every target that has no answer by itself, those of one store together.
    fn look_for_the_rest(
        &self,
        targets: &[&dyn AnyTarget],
        answers: &mut [Option<Result<bool, StoreError>>],
    ) {
        // By the scheme, since there are few of those, and the store is looked up by it.
        let mut open: HashMap<String, Vec<(usize, Location)>> = HashMap::new();
        for (number, target) in targets.iter().enumerate() {
            if answers[number].is_none() {
                let at = Location::parse(target.location());
                let scheme = at.scheme().to_owned();
                open.entry(scheme).or_default().push((number, at));
            }
        }
        for open in open.into_values() {
            let store = match open.first().map(|(_, at)| self.of(at)) {
                Some(Ok(store)) => store,
                _ => {
                    for (number, at) in open {
                        answers[number] = Some(self.of(&at).map(|_| false));
                    }
                    continue;
                }
            };
            let (plain, marked): (Vec<_>, Vec<_>) = open
                .into_iter()
                .partition(|(number, _)| completion(store, targets[*number]) == Completion::Exists);
            let (numbers, places): (Vec<_>, Vec<_>) = plain.into_iter().unzip();
            let kinds = store.look_at_all(&places).into_iter();
            for ((number, at), kind) in numbers.into_iter().zip(&places).zip(kinds) {
                answers[number] = Some(kind.and_then(|kind| exists(targets[number], at, kind)));
            }
            let (numbers, places): (Vec<_>, Vec<_>) = marked.into_iter().unzip();
            for (number, answer) in numbers.into_iter().zip(all_marked(store, places)) {
                answers[number] = Some(answer);
            }
        }
    }

    /// As the function of the same name, with these stores.
    ///
    /// # Errors
    /// Nobody can tell.
    pub fn state(&self, target: &dyn AnyTarget) -> Result<State, StoreError> {
        if self.is_complete(target)? {
            return Ok(State::Complete);
        }
        let at = Location::parse(target.location());
        let mut entries = 0;
        let there = self.of(&at)?.list(&at, &mut |entry| {
            entries += usize::from(!entry.name.starts_with(['_', '.']));
            go_on(entries, MANY)
        })?;
        Ok(match there {
            false => State::Absent,
            true => State::Unfinished { entries },
        })
    }
}

/// The targets of each folder, with their numbers and their names in it.
fn by_folder(targets: &[&dyn AnyTarget]) -> Vec<(Location, Vec<(usize, String)>)> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut folders: Vec<(Location, Vec<(usize, String)>)> = Vec::new();
    for (number, target) in targets.iter().enumerate() {
        let Some((folder, name)) = Location::parse(target.location()).split() else {
            continue;
        };
        let next = folders.len();
        let at = *numbers.entry(folder.text().to_owned()).or_insert(next);
        if at == next {
            folders.push((folder, Vec::new()));
        }
        folders[at].1.push((number, name));
    }
    folders
}

/// What one listing told of a folder.
struct Found {
    folder: Location,
    kinds: HashMap<String, Kind>,
    /// The folders in it that hold `_SUCCESS`, where files were gone through.
    marked: HashSet<String>,
    /// Whether all was seen: then what was not seen is not there.
    all: bool,
    /// Whether files were gone through: then what is not marked has no marker.
    files: bool,
}

impl Found {
    fn in_folder(
        store: &dyn Store,
        folder: &Location,
        members: &[(usize, String)],
        targets: &[&dyn AnyTarget],
    ) -> Result<Self, StoreError> {
        let mut found = Self {
            folder: folder.clone(),
            kinds: HashMap::new(),
            marked: HashSet::new(),
            all: false,
            files: false,
        };
        let sought: HashSet<&str> = members.iter().map(|(_, name)| name.as_str()).collect();
        let markers = members
            .iter()
            .filter(|(number, _)| completion(store, targets[*number]) == Completion::SuccessMarker)
            .count();
        // In an object store, one way through the files answers for all the markers too.
        if store.folders() == Folders::Names && markers > 0 {
            let limit = FILES_AT_LEAST.max(markers.saturating_mul(FILES_PER_DATASET));
            found.go_through(store, &sought, limit)?;
            if found.all || found.marked.len() == markers {
                return Ok(found);
            }
        }
        let (mut seen, limit) = (0, names_per_target(store.folders()) * members.len());
        store.list(folder, &mut |entry| {
            seen += 1;
            // In an object store a file and a folder may have one name; then the file counts.
            if sought.contains(entry.name.as_str())
                && (entry.kind == Kind::File || !found.kinds.contains_key(&entry.name))
            {
                found.kinds.insert(entry.name, entry.kind);
            }
            go_on(seen, limit)
        })?;
        found.all = seen < limit;
        Ok(found)
    }

    fn go_through(
        &mut self,
        store: &dyn Store,
        sought: &HashSet<&str>,
        limit: usize,
    ) -> Result<(), StoreError> {
        let mut seen = 0;
        store.walk(&self.folder, &mut |entry| {
            seen += 1;
            let (name, kind) = match entry.name.split_once('/') {
                Some((name, rest)) => {
                    if rest == SUCCESS && sought.contains(name) {
                        self.marked.insert(name.to_owned());
                    }
                    (name, Kind::Folder)
                }
                None => (entry.name.as_str(), Kind::File),
            };
            if sought.contains(name) && !self.kinds.contains_key(name) {
                self.kinds.insert(name.to_owned(), kind);
            }
            go_on(seen, limit)
        })?;
        self.all = seen < limit;
        self.files = self.all;
        Ok(())
    }

    /// Whether a target of this folder is complete, if that is known now.
    fn answer(
        &self,
        store: &dyn Store,
        target: &dyn AnyTarget,
        name: &str,
    ) -> Option<Result<bool, StoreError>> {
        match (completion(store, target), self.kinds.get(name)) {
            (Completion::SuccessMarker, _) if self.marked.contains(name) => Some(Ok(true)),
            (_, None) => self.all.then_some(Ok(false)),
            (Completion::Exists, kind) => {
                let at = Location::parse(target.location());
                Some(exists(target, &at, kind.copied()))
            }
            (Completion::SuccessMarker, Some(Kind::Folder)) if self.files => Some(Ok(false)),
            // Its marker is looked for, with those of others.
            (Completion::SuccessMarker, _) => None,
        }
    }
}

const fn go_on(seen: usize, limit: usize) -> ControlFlow<()> {
    match seen >= limit {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    }
}

fn exists(target: &dyn AnyTarget, at: &Location, found: Option<Kind>) -> Result<bool, StoreError> {
    let wrong = |declared, found| {
        Err(StoreError::WrongKind {
            location: at.text().to_owned(),
            declared,
            found,
        })
    };
    match found {
        None => Ok(false),
        Some(Kind::Folder) if target.format() == File::FORMAT => wrong("file", "folder"),
        Some(Kind::File) if target.format() == Directory::FORMAT => wrong("directory", "file"),
        Some(_) => Ok(true),
    }
}

fn marked(store: &dyn Store, at: &Location) -> Result<bool, StoreError> {
    all_marked(store, vec![at.clone()])
        .pop()
        .unwrap_or(Ok(false))
}

/// Whether each of many folders holds `_SUCCESS`.
fn all_marked(store: &dyn Store, folders: Vec<Location>) -> Vec<Result<bool, StoreError>> {
    let markers: Vec<Location> = folders.iter().map(|at| at.join(SUCCESS)).collect();
    let mut answers = store.are_files(&markers);
    let unmarked = |answer: &Result<bool, StoreError>| matches!(answer, Ok(false));
    let (open, places): (Vec<usize>, Vec<Location>) = (answers.iter().zip(folders).enumerate())
        .filter(|(_, (answer, _))| unmarked(answer))
        .map(|(number, (_, at))| (number, at))
        .unzip();
    // A file in place of a dataset has no marker and never will: say so, rather than have it
    // waited for.
    let files = store.are_files(&places).into_iter();
    for ((number, at), file) in open.into_iter().zip(&places).zip(files) {
        answers[number] = file.and_then(|file| match file {
            false => Ok(false),
            true => Err(StoreError::WrongKind {
                location: at.text().to_owned(),
                declared: "dataset",
                found: "file",
            }),
        });
    }
    answers
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::super::{are_complete, is_complete, state};
    use super::*;
    use crate::target::{Parquet, Text};

    fn at<T: Target>(folder: &Path, name: &str) -> T {
        T::at(folder.join(name).to_str().expect("UTF-8").to_owned())
    }

    #[test]
    fn a_dataset_is_complete_only_with_its_marker() {
        let temp = tempfile::tempdir().expect("a folder");
        let dataset: Parquet = at(temp.path(), "x");
        assert_eq!(state(&dataset).expect("local"), State::Absent);
        fs::create_dir_all(temp.path().join("x/_temporary/0")).expect("written");
        fs::write(temp.path().join("x/part-00000.parquet"), "x").expect("written");
        assert!(!is_complete(&dataset).expect("local"));
        assert_eq!(
            state(&dataset).expect("local"),
            State::Unfinished { entries: 1 }
        );
        fs::write(temp.path().join("x/_SUCCESS"), "").expect("written");
        assert!(is_complete(&dataset).expect("local"));
        assert_eq!(state(&dataset).expect("local"), State::Complete);
    }

    #[test]
    fn something_else_than_what_was_declared_is_an_error() {
        let temp = tempfile::tempdir().expect("a folder");
        fs::write(temp.path().join("f"), "").expect("written");
        fs::create_dir(temp.path().join("d")).expect("made");
        assert!(is_complete(&at::<File>(temp.path(), "f")).expect("a file"));
        assert!(is_complete(&at::<Directory>(temp.path(), "d")).expect("a folder"));
        for target in [
            &at::<File>(temp.path(), "d") as &dyn AnyTarget,
            &at::<Directory>(temp.path(), "f"),
            &at::<Text>(temp.path(), "f"),
        ] {
            let error = is_complete(target).expect_err("not what was declared");
            assert!(matches!(error, StoreError::WrongKind { .. }), "{error}");
        }
        assert!(!is_complete(&at::<Text>(temp.path(), "f/x")).expect("not there"));
    }

    #[test]
    fn many_are_answered_like_each_alone() {
        let temp = tempfile::tempdir().expect("a folder");
        let mut targets: Vec<Box<dyn AnyTarget>> = Vec::new();
        for number in 0..200 {
            let name = format!("x{number}");
            let path = temp.path().join(&name);
            match number % 4 {
                0 => fs::write(&path, "").expect("written"),
                1 => fs::create_dir(&path).expect("made"),
                2 => {
                    fs::create_dir(&path).expect("made");
                    fs::write(path.join("_SUCCESS"), "").expect("written");
                }
                _ => {}
            }
            targets.push(if number % 3 == 0 {
                Box::new(at::<File>(temp.path(), &name))
            } else {
                Box::new(at::<Parquet>(temp.path(), &name))
            });
        }
        targets.push(Box::new(File::at("s3://bucket/x".to_owned())));
        targets.push(Box::new(at::<File>(temp.path(), "deep/er/x")));
        let all: Vec<&dyn AnyTarget> = targets.iter().map(|target| &**target).collect();
        let text = |answer: Result<bool, StoreError>| answer.map_err(|error| error.to_string());
        let together: Vec<_> = are_complete(&all).into_iter().map(text).collect();
        let alone: Vec<_> = all
            .iter()
            .map(|target| text(is_complete(*target)))
            .collect();
        assert_eq!(together, alone);
        assert!(alone.contains(&Ok(true)) && alone.contains(&Ok(false)));
        assert!(
            alone[200]
                .as_ref()
                .is_err_and(|error| error.contains("`s3:`"))
        );
    }
}

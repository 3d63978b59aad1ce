//! Completeness of targets, over any store.

use std::collections::HashMap;
use std::fmt;

use super::{Kind, Store, Stores};
use crate::target::location::Location;
use crate::target::{AnyTarget, Completion, Directory, File, StoreError, Target};

/// What Spark writes into a dataset last.
pub(crate) const SUCCESS: &str = "_SUCCESS";

/// From how many targets on it pays to list the folder that they share.
const SHARED: usize = 32;

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
                "a folder with {entries} data files or folders but no _SUCCESS: whoever wrote \
                 it has not finished, or writes no such marker \
                 (mapreduce.fileoutputcommitter.marksuccessfuljobs)"
            ),
        }
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
        match target.completion() {
            Completion::Exists => exists(target, &at, store.look(&at)?),
            Completion::SuccessMarker => marked(store, &at),
        }
    }

    /// As the function of the same name, with these stores.
    pub fn are_complete(&self, targets: &[&dyn AnyTarget]) -> Vec<Result<bool, StoreError>> {
        let mut answers: Vec<Option<Result<bool, StoreError>>> = Vec::new();
        answers.resize_with(targets.len(), || None);
        let mut shared: HashMap<String, Vec<(usize, Location, Location, String)>> = HashMap::new();
        for (number, target) in targets.iter().enumerate() {
            let at = Location::parse(target.location());
            if let Some((folder, name)) = at.split() {
                shared
                    .entry(folder.text().to_owned())
                    .or_default()
                    .push((number, at, folder, name));
            }
        }
        for group in shared.into_values().filter(|group| group.len() >= SHARED) {
            let Some((_, _, folder, _)) = group.first() else {
                continue;
            };
            // A folder that cannot be listed is no answer: each target is looked for alone.
            let Ok((store, entries)) = self
                .of(folder)
                .and_then(|store| Ok((store, store.list(folder)?)))
            else {
                continue;
            };
            let kinds: HashMap<String, Kind> = entries
                .unwrap_or_default()
                .into_iter()
                .map(|entry| (entry.name, entry.kind))
                .collect();
            for (number, at, _, name) in &group {
                let target = targets[*number];
                let found = kinds.get(name).copied();
                answers[*number] = Some(match (target.completion(), found) {
                    (_, None) => Ok(false),
                    (Completion::Exists, found) => exists(target, at, found),
                    (Completion::SuccessMarker, _) => marked(store, at),
                });
            }
        }
        answers
            .into_iter()
            .zip(targets)
            .map(|(answer, target)| answer.unwrap_or_else(|| self.is_complete(*target)))
            .collect()
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
        Ok(match self.of(&at)?.list(&at)? {
            None => State::Absent,
            Some(entries) => State::Unfinished {
                entries: entries
                    .iter()
                    .filter(|entry| !entry.name.starts_with(['_', '.']))
                    .count(),
            },
        })
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
    if store.look(&at.join(SUCCESS))?.is_some() {
        return Ok(true);
    }
    // A file in place of a dataset has no marker and never will: say so, rather than have it
    // waited for.
    if store.look(at)? == Some(Kind::File) {
        return Err(StoreError::WrongKind {
            location: at.text().to_owned(),
            declared: "dataset",
            found: "file",
        });
    }
    Ok(false)
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

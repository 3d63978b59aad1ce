//! The suite finds what is wrong with a store, rule by rule.

use std::io::{self, Read, Write};
use std::path::Path;

use super::*;
use crate::target::StoreError;
use crate::target::location::Location;
use crate::target::store::{Folders, Kind, LocalStore, See, Upload};

fn fixture(folder: &Path) -> Fixture {
    Fixture {
        many: 50,
        big: 200_000,
        ..Fixture::at(folder.join("suite").display().to_string())
    }
}

#[test]
fn the_local_store_conforms() {
    let temp = tempfile::tempdir().expect("a folder");
    let fixture = Fixture {
        many: 300,
        refused: Some("file://nas/x".to_owned()),
        ..fixture(temp.path())
    };
    let broken = run(Arc::new(LocalStore), &fixture);
    assert!(broken.is_empty(), "{broken:#?}");
    let suite = temp.path().join("suite");
    assert!(std::fs::read_dir(suite).expect("listed").next().is_none());
}

/// A fault of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// Writes in place.
    InPlace,
    /// Makes the file visible although it was not finished.
    KeepsDropped,
    /// Gives 1,000 names, the first page.
    OnePage,
    Twice,
    Deaf,
    Prefix,
    DecodesNames,
    VersionOfSize,
    NoRecursion,
    SaysNothing,
    LostOrder,
    RenameKeepsOld,
    Silent,
    AllComplete,
}

#[derive(Debug)]
struct Faulty(Fault);

impl Faulty {
    fn has(&self, fault: Fault) -> bool {
        self.0 == fault
    }
}

impl Store for Faulty {
    fn schemes(&self) -> &[&'static str] {
        LocalStore.schemes()
    }

    fn folders(&self) -> Folders {
        Folders::Real
    }

    fn look(&self, at: &Location) -> Result<Option<Kind>, StoreError> {
        if self.has(Fault::Prefix)
            && let Some((folder, name)) = at.split()
        {
            let mut found = None;
            LocalStore.list(&folder, &mut |entry| {
                if entry.name.starts_with(&name) {
                    found = Some(entry.kind);
                }
                std::ops::ControlFlow::Continue(())
            })?;
            return Ok(found);
        }
        if self.has(Fault::AllComplete) && at.text().ends_with("_SUCCESS") {
            return Ok(Some(Kind::File));
        }
        match LocalStore.look(at) {
            Err(_) if self.has(Fault::SaysNothing) => Ok(None),
            other => other,
        }
    }

    fn look_at_all(&self, many: &[Location]) -> Vec<Result<Option<Kind>, StoreError>> {
        let found: Vec<_> = many.iter().map(|at| self.look(at)).collect();
        match self.0 {
            Fault::LostOrder => found.into_iter().rev().collect(),
            _ => found,
        }
    }

    fn list(&self, at: &Location, see: &mut See<'_>) -> Result<bool, StoreError> {
        let mut seen = 0;
        LocalStore.list(at, &mut |entry| {
            seen += 1;
            if self.has(Fault::OnePage) && seen > 40 {
                return std::ops::ControlFlow::Break(());
            }
            // A folder that is shown twice is walked twice, and so is each folder in it.
            if self.has(Fault::Twice) && entry.kind == Kind::File {
                let _ = see(entry.clone());
            }
            match see(entry) {
                _ if self.has(Fault::Deaf) => std::ops::ControlFlow::Continue(()),
                wanted => wanted,
            }
        })
    }

    fn read(&self, at: &Location) -> Result<Box<dyn Read + Send>, StoreError> {
        match LocalStore.read(at) {
            Err(_) if self.has(Fault::Silent) => Ok(Box::new(io::empty())),
            other => other,
        }
    }

    fn write(&self, at: &Location) -> Result<Box<dyn Upload>, StoreError> {
        match self.0 {
            Fault::InPlace => {
                let path = at.local()?;
                let folder = path.parent().expect("a folder");
                std::fs::create_dir_all(folder).expect("made");
                let file = std::fs::File::create(path).map_err(StoreError::at("write", at))?;
                Ok(Box::new(InPlace(file)))
            }
            Fault::KeepsDropped => Ok(Box::new(Keeps(Some(LocalStore.write(at)?)))),
            Fault::DecodesNames => {
                LocalStore.write(&Location::parse(&at.text().replace("%20", " ")))
            }
            _ => LocalStore.write(at),
        }
    }

    fn remove(&self, at: &Location) -> Result<(), StoreError> {
        if self.has(Fault::NoRecursion) && at.local()?.is_dir() {
            return std::fs::remove_dir(at.local()?).map_err(StoreError::at("remove", at));
        }
        LocalStore.remove(at)
    }

    fn rename(&self, from: &Location, to: &Location) -> Result<(), StoreError> {
        if self.has(Fault::RenameKeepsOld) && from.local()?.is_dir() {
            for entry in std::fs::read_dir(from.local()?).expect("listed") {
                let entry = entry.expect("an entry");
                let name = entry.file_name().into_string().expect("UTF-8");
                LocalStore.rename(&from.join(&name), &to.join(&name))?;
            }
            return LocalStore.remove(from);
        }
        LocalStore.rename(from, to)
    }

    fn version(&self, at: &Location) -> Result<Option<String>, StoreError> {
        if self.has(Fault::VersionOfSize) {
            let size = std::fs::metadata(at.local()?).map(|seen| seen.len().to_string());
            return Ok(size.ok());
        }
        LocalStore.version(at)
    }
}

struct InPlace(std::fs::File);

impl Write for InPlace {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Upload for InPlace {
    fn finish(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}

struct Keeps(Option<Box<dyn Upload>>);

impl Write for Keeps {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.as_mut().expect("not finished").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Upload for Keeps {
    fn finish(mut self: Box<Self>) -> Result<(), StoreError> {
        self.0.take().expect("not finished").finish()
    }
}

impl Drop for Keeps {
    fn drop(&mut self) {
        if let Some(upload) = self.0.take() {
            let _ = upload.finish();
        }
    }
}

#[test]
fn every_fault_breaks_the_rule_that_forbids_it() {
    for (fault, rule) in [
        (Fault::InPlace, "a file is there only when it is finished"),
        (Fault::InPlace, "a file is replaced whole"),
        (
            Fault::KeepsDropped,
            "a writer that is dropped leaves nothing",
        ),
        (Fault::OnePage, "a big folder is listed whole"),
        (Fault::Twice, "a big folder is listed whole"),
        (Fault::Deaf, "who wants no more is shown no more"),
        (Fault::Prefix, "a name is no beginning of another name"),
        (Fault::DecodesNames, "odd names are kept, or refused"),
        (
            Fault::VersionOfSize,
            "a file that is written again has another version",
        ),
        (
            Fault::NoRecursion,
            "a folder is removed with everything in it",
        ),
        (Fault::SaysNothing, "an error says where, and what to do"),
        (
            Fault::LostOrder,
            "many looks answer like each alone, in order",
        ),
        (
            Fault::RenameKeepsOld,
            "names are renamed at once, or not at all",
        ),
        (Fault::Silent, "where nothing is, nothing is found"),
        (Fault::AllComplete, "a dataset is complete with its marker"),
    ] {
        let temp = tempfile::tempdir().expect("a folder");
        let fixture = Fixture {
            refused: Some("file://nas/x".to_owned()),
            ..fixture(temp.path())
        };
        let broken = run(Arc::new(Faulty(fault)), &fixture);
        let rules: Vec<_> = broken.iter().map(|broken| broken.rule).collect();
        assert!(rules.contains(&rule), "{fault:?} breaks only {broken:#?}");
    }
    let temp = tempfile::tempdir().expect("a folder");
    let broken = run(Arc::new(Faulty(Fault::None)), &fixture(temp.path()));
    assert!(broken.is_empty(), "{broken:#?}");
}

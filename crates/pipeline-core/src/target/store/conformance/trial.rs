//! One check of the suite, with a folder of its own.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::{Fixture, Verdict};
use crate::target::StoreError;
use crate::target::location::Location;
use crate::target::store::{self, Kind, Store, Upload};

pub(super) struct Trial {
    pub(super) store: Arc<dyn Store>,
    pub(super) fixture: Fixture,
    pub(super) folder: Location,
}

impl Trial {
    pub(super) fn new(store: &Arc<dyn Store>, fixture: &Fixture, number: usize) -> Self {
        Self {
            store: Arc::clone(store),
            fixture: fixture.clone(),
            folder: Location::parse(&fixture.at).join(&format!("check-{number:02}")),
        }
    }

    pub(super) fn at(&self, path: &str) -> Location {
        self.folder.join(path)
    }

    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Verdict {
        store::write(&*self.store, &self.at(path), bytes).map_err(|error| text(&error))
    }

    pub(super) fn begin(&self, path: &str, bytes: &[u8]) -> Result<Box<dyn Upload>, String> {
        let mut upload = self
            .store
            .write(&self.at(path))
            .map_err(|error| text(&error))?;
        upload
            .write_all(bytes)
            .map_err(|error| format!("writing {path}: {error}"))?;
        Ok(upload)
    }

    pub(super) fn get(&self, path: &str) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut reader = self
            .store
            .read(&self.at(path))
            .map_err(|error| text(&error))?;
        reader
            .read_to_end(&mut bytes)
            .map_err(|error| format!("reading {path}: {error}"))?;
        Ok(bytes)
    }

    pub(super) fn look(&self, path: &str) -> Result<Option<Kind>, String> {
        self.store
            .look(&self.at(path))
            .map_err(|error| text(&error))
    }

    pub(super) fn expect_look(&self, path: &str, kind: Option<Kind>) -> Verdict {
        let found = self.look(path)?;
        expect(found == kind, || {
            format!("`{path}` is {found:?}, not {kind:?}")
        })
    }

    pub(super) fn remove(&self, path: &str) -> Verdict {
        self.store
            .remove(&self.at(path))
            .map_err(|error| text(&error))
    }

    /// What a listing shows, sorted, and an error if it shows something twice; nothing if there is
    /// no such folder.
    pub(super) fn list(&self, path: &str) -> Result<Option<BTreeMap<String, Kind>>, String> {
        self.shown(path, |at, see| self.store.list(at, see))
    }

    /// The same of a walk.
    pub(super) fn walk(&self, path: &str) -> Result<Option<BTreeMap<String, Kind>>, String> {
        self.shown(path, |at, see| self.store.walk(at, see))
    }

    fn shown(
        &self,
        path: &str,
        show: impl Fn(&Location, &mut store::See<'_>) -> Result<bool, StoreError>,
    ) -> Result<Option<BTreeMap<String, Kind>>, String> {
        let at = match path {
            "" => self.folder.clone(),
            path => self.at(path),
        };
        let mut found = BTreeMap::new();
        let mut twice = None;
        let there = show(&at, &mut |entry| {
            if found.insert(entry.name.clone(), entry.kind).is_some() {
                twice = Some(entry.name);
            }
            ControlFlow::Continue(())
        })
        .map_err(|error| text(&error))?;
        match twice {
            Some(name) => Err(format!("`{name}` is shown twice in {}", at.text())),
            None => Ok(there.then_some(found)),
        }
    }

    /// Writes many small files, several at a time.
    pub(super) fn put_many(&self, paths: &[String]) -> Verdict {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|first| {
                    scope.spawn(move || {
                        let mut own = paths.iter().skip(first).step_by(8);
                        own.try_for_each(|path| self.put(path, path.as_bytes()))
                    })
                })
                .collect();
            let ended = threads.into_iter().map(|thread| {
                let ended = thread.join();
                ended.unwrap_or_else(|_| Err("a panic".to_owned()))
            });
            let ended: Vec<Verdict> = ended.collect();
            ended.into_iter().collect()
        })
    }

    /// Removes what the check has left.
    pub(super) fn clean(&self) -> Verdict {
        self.store
            .remove(&self.folder)
            .map_err(|error| text(&error))
    }
}

pub(super) fn expect(holds: bool, because: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(because()) }
}

/// An error with its causes.
pub(super) fn text(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

//! How somebody else is told of a program's runs: a lineage server, a collector of traces.
//!
//! An [`Observer`] adds settings to a program and watches its runs. It can neither fail nor slow
//! a run: what takes time happens aside, on a thread of its own behind a bounded queue.

mod aside;
mod keys;
#[cfg(test)]
mod tests;
mod watched;

pub use aside::{Aside, Finish, Pick, Queue, Work};
pub(crate) use keys::AsEngine;
pub use watched::{Tell, Watched};

use std::collections::BTreeMap;

use crate::engine::{Key, Objection};
use crate::report::Reporter;

/// Somebody who watches the runs of a program, with settings of their own.
pub trait Observer: Send + Sync + 'static {
    /// What a person calls it: `OpenLineage`.
    fn name(&self) -> &'static str;

    /// Its settings, all of them of the whole run. Each begins with a word of its own.
    fn keys(&self) -> Vec<Key>;

    /// Whether a value fits its key; see [`crate::engine::Engine::check`].
    ///
    /// # Errors
    /// What a person reads.
    fn check(&self, key: &str, value: &toml::Value) -> Result<(), Objection>;

    /// What its settings are when nobody says anything.
    fn defaults(&self) -> Vec<(&'static str, toml::Value)> {
        Vec::new()
    }

    /// The variables that it reads by itself, by the names that their standard gives them.
    fn variables(&self) -> Vec<Key> {
        Vec::new()
    }

    /// What in these variables must never be shown, beyond those whose names say so.
    fn secrets(&self, _environment: &BTreeMap<String, String>) -> Vec<String> {
        Vec::new()
    }

    /// Begins to watch a run, unless it is told not to.
    ///
    /// # Errors
    /// Why it cannot, in one line. The run goes on without it, and a person is told.
    fn watch(&self, run: &Watched<'_>) -> Result<Option<Watch>, String>;
}

/// A run that is watched.
pub struct Watch {
    /// Who is told what happens. It must be quick: the whole run waits for it.
    pub reporter: Box<dyn Reporter>,
    /// What is to be waited for when the run is over.
    pub finish: Option<Finish>,
    /// Whether the run's trace is kept somewhere, so that tasks hand it to what they start.
    pub traces: bool,
}

//! The settings of an observer, seen as those of an engine.

use std::sync::Arc;

use super::Observer;
use crate::config::Settings;
use crate::engine::{BoxFuture, Engine, Extensions, Key, Objection};
use crate::failure::Failure;

/// An observer's settings as those of an engine that no task has. Configuration need not know
/// that there are two kinds of owners.
pub(crate) struct AsEngine(pub(crate) Arc<dyn Observer>);

impl Engine for AsEngine {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn keys(&self) -> Vec<Key> {
        self.0.keys()
    }

    fn keys_of_the_run(&self) -> Vec<&'static str> {
        self.0.keys().into_iter().map(|key| key.name).collect()
    }

    fn check(&self, key: &str, value: &toml::Value) -> Result<(), Objection> {
        // Entries of `conf` and `env` are for engines.
        if self.0.keys().iter().any(|known| known.name == key) {
            self.0.check(key, value)
        } else {
            Ok(())
        }
    }

    fn defaults(&self) -> Vec<(&'static str, toml::Value)> {
        self.0.defaults()
    }

    fn variables(&self) -> Vec<Key> {
        self.0.variables()
    }

    fn prepare<'a>(
        &'a self,
        _: &'a Settings,
        _: &'a mut Extensions,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
}

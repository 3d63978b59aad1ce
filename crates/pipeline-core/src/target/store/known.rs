//! The stores that a program knows.

use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use super::{LocalStore, Store};
use crate::target::StoreError;
use crate::target::location::Location;

/// Stores, by the schemes of their locations.
#[derive(Clone, Debug)]
pub struct Stores(Arc<[Arc<dyn Store>]>);

impl Default for Stores {
    /// The local file system alone.
    fn default() -> Self {
        Self(Arc::new([Arc::new(LocalStore)]))
    }
}

impl Stores {
    /// These and one more, which is asked before them.
    #[must_use]
    pub fn with(self, store: Arc<dyn Store>) -> Self {
        Self([store].into_iter().chain(self.0.iter().cloned()).collect())
    }

    /// The store of a location.
    ///
    /// # Errors
    /// There is none for its scheme; the error says which feature has one.
    pub fn of(&self, at: &Location) -> Result<&dyn Store, StoreError> {
        self.0
            .iter()
            .find(|store| store.schemes().contains(&at.scheme()))
            .map(|store| &**store)
            .ok_or_else(|| StoreError::unknown_scheme(at))
    }
}

/// The stores of this process. A target is a value that anybody makes from a text and reads or
/// writes anywhere, so the stores belong to the process, as its file systems do.
static KNOWN: LazyLock<RwLock<Stores>> = LazyLock::new(RwLock::default);

/// Makes a store known to every target of this process. It is asked before those that were known
/// already. [`Program::store`](crate::cli::Program::store) does it for a program.
pub fn register(store: Arc<dyn Store>) {
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    *known = known.clone().with(store);
}

/// The stores of this process: the local file system, and those that were registered.
#[must_use]
pub fn known() -> Stores {
    KNOWN.read().unwrap_or_else(PoisonError::into_inner).clone()
}

//! Maps by task id, and by other numbers that are hashes already.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::task::TaskId;

/// A map by task id. An id is a piece of a SHA-256 already, so it is its own hash.
pub(super) type IdMap<V> = HashMap<TaskId, V, BuildHasherDefault<IdHasher>>;

/// A map by the hash of a place, which is its own hash too.
pub(super) type PlaceMap<V> = HashMap<u64, V, BuildHasherDefault<IdHasher>>;

/// Takes the last 64 bits of what it is given.
#[derive(Default)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // Not reached for a `TaskId`, which is one `u128`; right for anything else.
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write_u128(&mut self, id: u128) {
        #[allow(clippy::cast_possible_truncation)] // the low half is the hash
        let low = id as u64;
        self.0 = low;
    }
}

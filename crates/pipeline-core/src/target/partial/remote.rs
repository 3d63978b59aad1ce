//! Leftovers in a place that is not local, and that other machines may write.

use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use super::keep::is_spark_path;
use super::note::{Note, Progress};
use crate::target::StoreError;
use crate::target::location::Location;
use crate::target::store::known;

/// More files than this are not compared: the leftover stays.
const MANY: usize = 100_000;

/// Stands for the names of all files in a folder; nothing if there are too many, or one that Spark
/// does not write.
///
/// The names of Spark's files carry the id of the job that wrote them, so the same names are the
/// same files.
pub(super) fn names(at: &Location) -> Result<Option<String>, StoreError> {
    let mut names = Vec::new();
    let mut are_sparks = true;
    known().of(at)?.walk(at, &mut |entry| {
        are_sparks &= is_spark_path(&entry.name);
        names.push(entry.name);
        match are_sparks && names.len() <= MANY {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    })?;
    if !are_sparks || names.len() > MANY {
        return Ok(None);
    }
    names.sort_unstable();
    let digest = Sha256::digest(names.join("\n").as_bytes());
    Ok(Some(
        digest[..16]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    ))
}

/// Takes a leftover away if it is what the program left whose end was seen.
pub(super) fn clear(note: &Note, at: &Location) -> Result<bool, StoreError> {
    let Progress::Ended {
        left: Some(left), ..
    } = &note.progress
    else {
        return Ok(false);
    };
    if names(at)?.as_ref() != Some(left) {
        return Ok(false);
    }
    known().of(at)?.remove(at)?;
    Ok(true)
}

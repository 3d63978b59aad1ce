//! What every [`Store`] must do, ours or a stranger's: one suite, run against the real place.
//!
//! ```
//! use std::sync::Arc;
//! use pipeline_core::target::store::{LocalStore, conformance::{Fixture, run}};
//! # let folder = tempfile::tempdir()?;
//! let fixture = Fixture {
//!     // Small, since this is an example: one page of the store, and one part of an upload.
//!     many: 20,
//!     big: 100_000,
//!     ..Fixture::at(folder.path().join("suite").display().to_string())
//! };
//! let broken = run(Arc::new(LocalStore), &fixture);
//! assert!(broken.is_empty(), "{broken:?}");
//! # Ok::<(), std::io::Error>(())
//! ```

mod files;
mod folders;
mod names;
mod targets;
mod trial;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use self::trial::Trial;
use super::Store;

/// What the suite is run with.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// A location in the store that is the suite's alone. Nothing needs to be there.
    pub at: String,
    /// How many files make a folder big: more than the store gives at once.
    pub many: usize,
    /// How many bytes make a file big: more than the store sends at once.
    pub big: usize,
    /// A location that the store cannot look at (no such bucket, no right), if it has one.
    pub refused: Option<String>,
}

impl Fixture {
    /// A suite at this location: 2,500 files in a folder, 40 MiB in a file, nothing refused.
    #[must_use]
    pub fn at(location: impl Into<String>) -> Self {
        Self {
            at: location.into(),
            many: 2_500,
            big: 40 << 20,
            refused: None,
        }
    }
}

/// A check that does not hold.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The rule.
    pub rule: &'static str,
    /// What was seen instead.
    pub because: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.because)
    }
}

type Verdict = Result<(), String>;
type Check = fn(&Trial) -> Verdict;

/// Every rule with its check.
const RULES: &[(&str, Check)] = &[
    ("where nothing is, nothing is found", files::nothing),
    ("what is written is read", files::read_back),
    ("a big file goes through whole", files::big),
    ("a file is there only when it is finished", files::finished),
    ("a writer that is dropped leaves nothing", files::dropped),
    ("a file is replaced whole", files::replaced),
    ("of two writers one wins, whole", files::two_writers),
    (
        "a file that is written again has another version",
        files::version,
    ),
    ("what is removed is gone, and nothing else", files::removed),
    ("a folder holds what was written below it", folders::holds),
    (
        "a name is no beginning of another name",
        folders::beginnings,
    ),
    ("a walk shows every file by its path", folders::walk),
    ("who wants no more is shown no more", folders::stops),
    ("a big folder is listed whole", folders::big),
    (
        "many looks answer like each alone, in order",
        folders::many_looks,
    ),
    (
        "a folder is removed with everything in it",
        folders::removed,
    ),
    ("names are renamed at once, or not at all", folders::renamed),
    ("odd names are kept, or refused", names::odd),
    ("deep and long names are kept", names::deep),
    ("a dataset is complete with its marker", targets::dataset),
    (
        "a directory is complete when it is whole",
        targets::directory,
    ),
    ("many targets are answered like each alone", targets::many),
    ("an error says where, and what to do", targets::errors),
];

/// Runs every check, one after the other, and gives the rules that are broken. It blocks.
pub fn run(store: Arc<dyn Store>, fixture: &Fixture) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (number, (rule, check)) in RULES.iter().enumerate() {
        let trial = Trial::new(&store, fixture, number);
        let verdict = check(&trial).and_then(|()| trial.clean());
        if let Err(because) = verdict {
            broken.push(Broken { rule, because });
        }
    }
    broken
}

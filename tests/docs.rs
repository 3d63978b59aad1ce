//! The generated pages of `docs/` are current: `UPDATE_DOCS=1 cargo test --test docs` writes
//! them.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "docs/corpus.rs"]
mod corpus;
#[path = "docs/markdown.rs"]
mod markdown;
#[path = "docs/mistakes.rs"]
mod mistakes;
#[path = "docs/observing.rs"]
mod observing;
#[path = "docs/options.rs"]
mod options;

/// A path in the repository.
fn here(path: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Fails unless the page is what it would be written as, or writes it if asked to.
fn is_current(page: &str, text: &str) {
    let path = here(page);
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_DOCS").is_some(),
        "{page} is not current: write it with UPDATE_DOCS=1 cargo test --test docs"
    );
    fs::write(&path, text).unwrap_or_else(|error| panic!("{page}: {error}"));
}

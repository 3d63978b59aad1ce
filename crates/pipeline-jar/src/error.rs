//! What can be wrong with a jar.

/// A jar that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum JarError {
    /// The file cannot be opened or read; it may be a jar all the same.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// The file is no zip archive.
    #[error("it is no zip archive: {0}")]
    NoArchive(rawzip::Error),
    /// The archive is broken at an entry, or packed in a way that Java does not read either.
    #[error("its entry `{entry}` is broken: {problem}")]
    Entry {
        /// The entry's name.
        entry: String,
        /// What is wrong with it.
        problem: String,
    },
}

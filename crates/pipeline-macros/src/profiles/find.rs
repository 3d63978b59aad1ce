//! Where `pipeline.toml` is.

use std::path::{Path, PathBuf};

/// The name of the configuration's file.
pub(crate) const FILE_NAME: &str = "pipeline.toml";

/// The file in this folder or in the nearest parent that has one: the path, and how it is
/// reached from the folder.
pub(crate) fn find(folder: &Path) -> Option<(PathBuf, String)> {
    let files = folder.ancestors().map(|folder| folder.join(FILE_NAME));
    let (up, file) = files.enumerate().find(|(_, file)| file.is_file())?;
    Some((file, format!("{}{FILE_NAME}", "../".repeat(up))))
}

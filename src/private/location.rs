//! Where outputs and programs are, from what an expression gives.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use pipeline_spark::application::MainResource;

/// What can say where something is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say where something is",
    label = "no path",
    note = "a place is a `String`, a `&str`, a `PathBuf` or a `&Path`"
)]
pub trait Location {
    /// The path or URI.
    fn into_location(self) -> String;
}

impl Location for String {
    fn into_location(self) -> String {
        self
    }
}

impl Location for &str {
    fn into_location(self) -> String {
        self.to_owned()
    }
}

impl Location for &String {
    fn into_location(self) -> String {
        self.clone()
    }
}

impl Location for Cow<'_, str> {
    fn into_location(self) -> String {
        self.into_owned()
    }
}

impl Location for &Path {
    fn into_location(self) -> String {
        self.to_string_lossy().into_owned()
    }
}

impl Location for PathBuf {
    fn into_location(self) -> String {
        self.as_path().into_location()
    }
}

impl Location for &PathBuf {
    fn into_location(self) -> String {
        self.as_path().into_location()
    }
}

/// The main resource at a path that is known only now: its ending says what it is.
#[must_use]
pub fn main_resource(path: String) -> MainResource {
    if path.ends_with(".py") {
        MainResource::Python { path }
    } else if path.ends_with(".R") || path.ends_with(".r") {
        MainResource::R { path }
    } else {
        MainResource::Jar { path }
    }
}

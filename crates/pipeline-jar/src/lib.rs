//! What a jar says of its classes: their names, their superclasses, which has a `main`, and the
//! Java that they are compiled for.
//!
//! Made for a compiler that looks into a jar on every build: of a jar of any size only the
//! central directory and the classes that are asked for are read.
//!
//! The rules of the JVM that are kept here: JVMS 4 (class files), the jar specification
//! (manifest, multi-release jars).

mod class;
mod error;
mod jar;
mod lookup;
mod manifest;

pub use class::{Class, Method, java_of};
pub use error::JarError;
pub use jar::Jar;
pub use lookup::{Main, find_main};
pub use manifest::Manifest;

#[cfg(any(test, feature = "making"))]
pub mod making;
#[cfg(test)]
mod tests;

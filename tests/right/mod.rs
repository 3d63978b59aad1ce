//! Written by `UPDATE_RIGHT=1 cargo test --test right`.

pub mod managers;

pub const TOPICS: &[(&str, &[crate::Program])] = &[("managers", managers::PROGRAMS)];

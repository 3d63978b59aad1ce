//! The keys of the attributes, for editors: a word in `#[spark(…)]` leads to a constant here,
//! and its documentation is what the editor shows.

#![allow(non_upper_case_globals)] // they are called as they are written

/// A key of an attribute.
pub struct Key;

pipeline_macros::__documented_keys!();

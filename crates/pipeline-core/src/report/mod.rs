//! Shows what happens in a run.

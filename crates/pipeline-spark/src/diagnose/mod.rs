//! Finds the root cause of a failure.

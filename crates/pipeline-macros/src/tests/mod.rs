//! Whole items through the whole way.

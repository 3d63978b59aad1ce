//! The command line over a pipeline.

//! Spark as an engine of `pipeline-core`.

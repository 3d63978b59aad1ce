//! Apache Spark pipelines checked by the Rust compiler.

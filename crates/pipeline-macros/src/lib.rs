//! The derives of spark-pipeline: parse, check, expand.

//! Asks a running Spark what its log does not say.

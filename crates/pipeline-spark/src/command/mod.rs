//! The command line of spark-submit, exactly as declared.

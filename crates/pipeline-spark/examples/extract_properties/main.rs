//! Writes `crates/spark-options/data/properties.tsv` and its neighbours from real Sparks.
//!
//! ```text
//! cargo run -p pipeline-spark --example extract_properties                  # installs what is missing
//! cargo run -p pipeline-spark --example extract_properties -- HOME HOME …   # these Sparks instead
//! ```
//!
//! For each supported version it runs `registered.py` inside that Spark's JVM, which asks every
//! entry that Spark itself registers, and merges the answers. To add a version of Spark: add it
//! to `VERSIONS`, run this, read the difference.

mod facts;
mod merge;
mod sparks;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The supported versions, oldest first.
const VERSIONS: [&str; 5] = ["3.5", "4.0", "4.1", "4.2", "4.3"];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let homes: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut all = Vec::new();
    if homes.is_empty() {
        for version in VERSIONS {
            let spark = sparks::of(version)?;
            eprintln!("asking {spark}");
            all.push(facts::of(&spark.home, spark.java_home.as_deref(), None)?);
        }
    } else {
        for home in homes {
            eprintln!("asking the Spark in {}", home.display());
            all.push(facts::of(&home, None, None)?);
        }
    }
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spark-options/data");
    for (name, text) in merge::files(&all) {
        let lines = text.lines().filter(|line| !line.starts_with('#')).count();
        std::fs::write(data.join(name), text)?;
        eprintln!("{name}: {lines} lines");
    }
    Ok(())
}

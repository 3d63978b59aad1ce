//! An application nobody here wrote: PageRank from the examples that Spark brings along.
//!
//! ```text
//! cargo run --example pagerank
//! ```
//!
//! It prints the ranks and writes nothing, so it has no output and runs every time; what it
//! printed is in the log that the summary names.

use spark_pipeline::prelude::*;

/// Links between pages, `from to` a line.
#[derive(ExternalTask)]
struct Links {
    #[task(output = "examples/data/links.txt")]
    links: Output<File>,
}

/// The rank of each page.
#[derive(SparkTask)]
#[spark(
    app = "$SPARK_HOME/examples/src/main/python/pagerank.py",
    driver_memory = "1g"
)]
struct PageRank {
    #[spark(arg, input = Links::new())]
    links: Input<Links>,
    /// How often the ranks are passed on.
    #[spark(arg, default = 5)]
    iterations: u32,
}

fn main() -> std::process::ExitCode {
    spark_pipeline::main::<PageRank>()
}

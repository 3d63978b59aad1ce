use crate::prelude::*;

#[derive(Row)]
struct Line {
    text: String,
}

/// A dataset may be written by a program that knows the place by itself.
#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(output = "out/table")]
    table: Output<Parquet<Line>>,
}

/// And a parameter may be there for the path alone.
#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", conf("spark.x.edition" = edition))]
struct Versioned {
    edition: u8,
    #[spark(arg, output = "out/v{edition}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new(), Versioned::new(2)]
}

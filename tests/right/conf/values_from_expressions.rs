use crate::prelude::*;

const PARTITIONS: u32 = 64;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    conf("spark.sql.shuffle.partitions" = PARTITIONS * u32::from(factor)),
    conf("spark.sql.adaptive.enabled" = factor > 2, "spark.x.list" = names.join(",")),
    conf("spark.x.letter" = 'c', "spark.x.half" = 0.5, "spark.x.negative" = -1, "spark.x.big" = 1_000_000),
    conf("spark.x.version" = env!("CARGO_PKG_VERSION"), "spark.x.name" = concat!("a", 1)),
    env("A" = factor, "LIST" = names.len(), "TEXT" = "x=y"),
    env("PATH_OF_MINE" = concat!(env!("CARGO_MANIFEST_DIR"), "/data"))
)]
struct Job {
    factor: u8,
    names: Vec<String>,
}

pub fn roots() -> Roots {
    roots![Job::new(1), Job::new(3).names(["a"])]
}

use crate::prelude::*;

/// A name near a known one, and one that is none of Spark's, said to be meant.
#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    conf(
        custom("spark.executor.memmory" = "ours", "spark.sql.shuffle.partition" = 8),
        "spark.sql.shuffle.partitions" = 8
    ),
    conf(custom("spark.myteam.threshold" = 0.5))
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

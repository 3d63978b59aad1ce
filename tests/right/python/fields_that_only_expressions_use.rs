use crate::prelude::*;

#[derive(Row)]
struct Row1 {
    id: i64,
}

#[derive(SparkTask)]
#[spark(python = "def main(spark, task): spark.range(1).write.parquet(task.out)", executor_cores = cores, conf("spark.sql.shuffle.partitions" = parts), env("LEVEL" = level.clone()))]
struct Job {
    month: u8,
    cores: u32,
    parts: u32,
    level: String,
    _kept: u8,
    #[spark(output = "out/{month}/{cores}/{parts}/{level}/{_kept}")]
    out: Output<Parquet<Row1>>,
}

pub fn roots() -> Roots {
    roots![Job::new(1, 2, 3, "info", 4)]
}

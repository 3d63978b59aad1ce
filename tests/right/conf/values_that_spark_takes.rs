use crate::prelude::*;

/// Spark trims, takes either case, and has defaults for units.
#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    conf(
        "spark.eventLog.enabled" = " true",
        "spark.ui.enabled" = "FALSE",
        "spark.ui.showConsoleProgress" = "True ",
        "spark.sql.adaptive.enabled" = true,
        "spark.sql.shuffle.partitions" = "200",
        "spark.sql.autoBroadcastJoinThreshold" = -1,
        "spark.sql.files.maxPartitionBytes" = "128MB",
        "spark.sql.adaptive.advisoryPartitionSizeInBytes" = "64m",
        "spark.network.timeout" = "120s",
        "spark.executor.heartbeatInterval" = "10000ms",
        "spark.locality.wait" = 3,
        "spark.speculation.multiplier" = "1.5",
        "spark.memory.fraction" = "6e-1",
        "spark.kryoserializer.buffer.max" = "512m",
        "spark.driver.maxResultSize" = "0",
        "spark.reducer.maxSizeInFlight" = "48M",
        "spark.default.parallelism" = 64,
        "spark.task.maxFailures" = 1,
        "spark.serializer" = "org.apache.spark.serializer.KryoSerializer",
        "spark.sql.session.timeZone" = "Europe/Vienna",
        "spark.sql.sources.partitionOverwriteMode" = "dynamic",
        "spark.sql.parquet.compression.codec" = "ZSTD",
        "spark.sql.ansi.enabled" = "false"
    )
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

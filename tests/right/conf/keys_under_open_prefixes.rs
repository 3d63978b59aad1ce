use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    conf(
        "spark.sql.catalog.lake" = "org.apache.iceberg.spark.SparkCatalog",
        "spark.sql.catalog.lake.type" = "rest",
        "spark.sql.catalog.lake.uri" = "https://catalog.example.org",
        "spark.sql.catalog.spark_catalog" = "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.iceberg.vectorization.enabled" = true,
        "spark.sql.iceberg.planning.preserve-data-grouping" = true,
        "spark.io.delta.storage.S3DynamoDBLogStore.ddb.tableName" = "delta_log",
        "spark.sql.extensions" = "io.delta.sql.DeltaSparkSessionExtension",
        "spark.executorEnv.OMP_NUM_THREADS" = 1,
        "spark.yarn.appMasterEnv.PYSPARK_PYTHON" = "./environment/bin/python",
        "spark.kubernetes.driverEnv.TZ" = "UTC",
        "spark.metrics.conf.*.sink.graphite.class" = "org.apache.spark.metrics.sink.GraphiteSink",
        "spark.metrics.conf.driver.source.jvm.class" = "org.apache.spark.metrics.source.JvmSource",
        "spark.metrics.namespace" = "etl",
        "spark.executor.resource.gpu.amount" = 1,
        "spark.executor.resource.gpu.discoveryScript" = "/opt/gpus.sh",
        "spark.task.resource.gpu.amount" = 0.25,
        "spark.yarn.executor.resource.yarn.io/gpu.amount" = 1,
        "spark.ui.filters" = "org.example.Filter",
        "spark.org.example.Filter.param.name" = "value"
    )
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    conf(
        "spark.hadoop.fs.s3a.endpoint" = "http://minio:9000",
        "spark.hadoop.fs.s3a.path.style.access" = true,
        "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version" = 2,
        "spark.hadoop.fs.azure.account.auth.type.account.dfs.core.windows.net" = "OAuth",
        "spark.hive.metastore.uris" = "thrift://metastore:9083",
        "spark.rapids.sql.enabled" = true,
        "spark.plugins" = "com.nvidia.spark.SQLPlugin",
        "spark.databricks.delta.optimizeWrite.enabled" = true,
        "spark.delta.logStore.s3.impl" = "io.delta.storage.S3DynamoDBLogStore",
        "spark.gluten.sql.columnar.backend.lib" = "velox",
        "spark.comet.enabled" = true,
        "spark.openlineage.transport.type" = "http",
        "spark.datasource.hive.warehouse.metastoreUri" = "thrift://m:9083",
        "spark.mongodb.read.connection.uri" = "mongodb://host/db.coll",
        "spark.cassandra.connection.host" = "cassandra",
        "spark.es.nodes" = "elastic:9200",
        "spark.neo4j.url" = "bolt://neo4j",
        "spark.redis.host" = "redis",
        "spark.snowflake.x" = 1,
        "spark.myteam.job.threshold" = 0.5
    )
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

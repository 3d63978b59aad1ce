use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    master = "local[2]",
    deploy_mode = "client",
    name = "on this machine",
    jars = ["tests/right/files/job.jar", "s3a://bucket/lib/a.jar"],
    packages = "org.apache.hadoop:hadoop-aws:3.4.1",
    exclude_packages = ["com.amazonaws:aws-java-sdk-bundle"],
    repositories = ["https://repo.example.org/maven", "file:/srv/maven"],
    py_files = "tests/right/files/lib.zip",
    files = ["tests/right/files/app.conf#settings.conf"],
    archives = ["tests/right/files/python.tar.gz#environment"],
    properties_file = "tests/right/files/app.conf",
    load_spark_defaults,
    driver_memory = "2g",
    driver_java_options = "-Dlog4j2.level=warn -XX:+UseG1GC",
    driver_library_path = "/opt/hadoop/lib/native",
    driver_class_path = "/opt/jdbc/a.jar:/opt/jdbc/b.jar",
    verbose,
    conf("spark.ui.enabled" = false),
    env("SPARK_LOCAL_DIRS" = "/tmp/spark")
)]
struct Job;

/// For Spark 4.2 and later.
#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    master = "local",
    extra_properties_file = "tests/right/files/app.conf"
)]
struct WithExtraProperties;

pub fn roots() -> Roots {
    roots![Job::new(), WithExtraProperties::new()]
}

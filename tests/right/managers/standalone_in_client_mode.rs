use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    master = "spark://master:7077",
    deploy_mode = "client",
    name = "standalone",
    driver_memory = "1g",
    executor_memory = "4G",
    executor_cores = 2,
    total_executor_cores = 16,
    jars = "tests/right/files/job.jar",
    packages = ["io.delta:delta-spark_2.13:4.0.0"],
    exclude_packages = "org.slf4j:slf4j-api",
    repositories = "https://repo.example.org/maven",
    py_files = ["tests/right/files/lib.zip"],
    files = "tests/right/files/app.conf",
    archives = "tests/right/files/python.tar.gz",
    properties_file = "tests/right/files/app.conf",
    load_spark_defaults = true,
    driver_java_options = "-Duser.timezone=UTC",
    driver_library_path = "/opt/native",
    driver_class_path = "/opt/a.jar",
    verbose = true
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

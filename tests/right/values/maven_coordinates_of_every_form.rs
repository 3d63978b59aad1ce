use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    packages = [
        "org.apache.spark:spark-avro_2.13:4.0.0",
        "com.databricks:spark-xml_2.12:0.18.0",
        "org.postgresql:postgresql:42.7.4",
        "org.example:thing:1.0-SNAPSHOT",
        "org.example.deep.group:an-artifact.with.dots:2024.01.01_rc1+build5"
    ],
    exclude_packages = ["org.apache.avro:avro", "com.fasterxml.jackson.core:jackson-core"]
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

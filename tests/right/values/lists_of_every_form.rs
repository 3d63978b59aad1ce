use crate::prelude::*;

const JARS: [&str; 2] = ["hdfs:///a.jar", "hdfs:///b.jar"];

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.jar",
    class = "org.example.Main",
    jars = JARS,
    files = [],
    archives = ["hdfs:///one.zip",],
    packages = names.iter().map(|name| format!("org.example:{name}:1.0")),
    exclude_packages = vec!["org.slf4j:slf4j-api"],
    repositories = "https://repo.example.org/a"
)]
struct Job {
    names: Vec<String>,
}

pub fn roots() -> Roots {
    roots![Job::new(), Job::new().names(["a", "b"])]
}

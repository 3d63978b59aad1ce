use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    master = "spark://host:7077",
    deploy_mode = "cluster",
    app = later("target/job.jar"),
    class = "org.example.Main",
    jars = [later("target/lib.jar"), "tests/right/files/job.jar"],
    files = later("target/made.conf#app.conf")
)]
struct Job {
    #[spark(arg, output = "hdfs:///out/job")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}

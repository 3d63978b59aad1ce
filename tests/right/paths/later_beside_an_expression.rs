use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    master = "spark://host:7077",
    deploy_mode = "cluster",
    app = "tests/right/files/job.jar",
    jars = [later("target/lib.jar"), lib.as_str()]
)]
struct Job {
    #[spark(default = "lib/a.jar", insignificant)]
    lib: String,
    #[spark(arg, output = "hdfs:///out/job")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}

use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    master = "spark://host:7077",
    deploy_mode = "cluster",
    app = "/opt/jobs/job.jar",
    class = "org.example.Main",
    jars = ["s3a://bucket/a.jar", "local:/opt/b.jar", "$SPARK_HOME/jars/c.jar", "file:///opt/d.jar"],
    files = ["hdfs:///conf/app.conf#app.conf"]
)]
struct Job {
    #[spark(arg, output = "hdfs:///out/job")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}

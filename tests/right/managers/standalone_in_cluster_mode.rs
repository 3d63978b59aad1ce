use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "hdfs:///apps/job.jar",
    class = "org.example.Main",
    master = "spark://master1:7077,master2:7077",
    deploy_mode = "cluster",
    name = "supervised",
    supervise,
    driver_memory = "1g",
    driver_cores = 2,
    executor_memory = "2g",
    executor_cores = 2,
    total_executor_cores = 8,
    jars = ["hdfs:///lib/a.jar"],
    files = ["hdfs:///conf/app.conf"],
    driver_java_options = "-Dfile.encoding=UTF-8",
    driver_class_path = "/opt/a.jar",
    driver_library_path = "/opt/native",
    conf("spark.deploy.spreadOut" = false)
)]
struct Job {
    #[spark(arg)]
    day: Date,
    #[spark(arg, output = "hdfs:///out/{day:%Y/%m/%d}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new(Date::constant(2013, 1, 31))]
}

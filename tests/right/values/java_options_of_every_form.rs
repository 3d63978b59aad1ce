use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    driver_java_options = "-Dname='a value' -Dother=\"quoted\" -XX:MaxMetaspaceSize=256m -Xss4m -ea -XX:MaxRAMPercentage=75",
    conf(
        "spark.executor.extraJavaOptions" = "-XX:+UseG1GC -XX:InitiatingHeapOccupancyPercent=35 -Djava.io.tmpdir=/tmp",
        "spark.executor.defaultJavaOptions" = "-verbose:gc"
    )
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

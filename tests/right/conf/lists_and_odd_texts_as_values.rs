use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    conf(
        "spark.sql.extensions" = "a.B,c.D",
        "spark.x.empty" = "",
        "spark.x.quotes" = "it's \"quoted\"",
        "spark.x.equals" = "a=b=c",
        "spark.x.dollar" = "${spark.y}/x",
        "spark.x.backslash" = "C:\\temp",
        "spark.x.unicode" = "größer",
        "spark.x.url" = "jdbc:postgresql://host:5432/db?user=a&ssl=true",
        "spark.redaction.regex" = "(?i)secret|password|token",
        "spark.jars.ivySettings" = "/etc/ivy/settings.xml"
    )
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

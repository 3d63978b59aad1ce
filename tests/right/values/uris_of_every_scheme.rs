use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    jars = [
        "hdfs://namenode:8020/lib/a.jar",
        "s3a://bucket/lib/b.jar",
        "gs://bucket/lib/c.jar",
        "abfss://container@account.dfs.core.windows.net/d.jar",
        "https://repo.example.org/e.jar?version=1&x=y",
        "local:/opt/lib/f.jar",
        "local:///opt/lib/g.jar",
        "file:///opt/lib/h.jar",
        "file:/opt/lib/i.jar",
        "ivy://org.example:thing:1.0?transitive=false",
        "file:///opt/lib/with%20spaces/j.jar",
        "hdfs:///lib/*.jar"
    ],
    py_files = ["s3a://bucket/lib.zip", "hdfs:///lib.egg", "https://example.org/one.py"],
    archives = ["s3a://bucket/env.tar.gz#env", "hdfs:///data.tgz", "hdfs:///data.zip#d"],
    files = ["hdfs:///a.conf#renamed.conf"]
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

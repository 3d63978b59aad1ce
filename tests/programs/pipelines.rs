//! The pipelines that the end-to-end tests run: some that fail, one that is slow, one with a
//! secret, and the ways of running Python. An example of its own, so that the tests meet it
//! as a user would meet theirs: as a program.

mod failing;
mod python;
mod requiring;

use spark_pipeline::prelude::*;

/// A job that begins, says so, and goes on until somebody stops it or lets it go.
#[derive(SparkTask)]
#[spark(
    driver_memory = "1g",
    python = r#"
import os, time

def wait(_):
    while not os.path.exists("go"):
        time.sleep(0.1)

def main(spark, task):
    os.makedirs(task.rows)
    open(task.rows + "/part-00000", "w").close()
    open("begun", "w").close()
    # In a process of an executor, which must go too.
    spark.sparkContext.parallelize([1], 1).foreach(wait)
"#
)]
struct Slow {
    #[spark(output = "out/slow")]
    rows: Output<Parquet<Word>>,
}

/// A job that is given a secret in each way there is.
#[derive(SparkTask)]
#[spark(
    driver_memory = "1g",
    conf(custom("spark.test.password" = password.clone())),
    env("TEST_TOKEN" = password.clone()),
    python = r#"
import os, time

def main(spark, task):
    given = [task.password, spark.conf.get("spark.test.password"), os.environ["TEST_TOKEN"]]
    assert len(set(given)) == 1 and len(given[0]) > 8, "not the same three times"
    print(task)
    open("begun", "w").close()
    while not os.path.exists("go"):
        time.sleep(0.1)
    if task.fails:
        raise ValueError("refused with " + task.password)
    spark.range(1).selectExpr("'x' AS word").write.parquet(task.rows)
"#)]
struct Secret {
    #[spark(secret, insignificant, default = std::env::var("TEST_SECRET").unwrap_or_default())]
    password: String,
    fails: bool,
    #[spark(output = "out/secret/{fails}")]
    rows: Output<Parquet<Word>>,
}

#[derive(Row)]
struct Word {
    word: String,
}

fn main() -> std::process::ExitCode {
    spark_pipeline::main::<(
        failing::All,
        failing::Late,
        Slow,
        Secret,
        python::Packaged,
        python::Kinds,
        python::Module,
        requiring::Parts,
    )>()
}

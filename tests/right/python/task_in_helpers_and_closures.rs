use crate::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def read(spark, job):
    return spark.range(job.month)


def write(rows, *, to):
    rows.write.parquet(to.out)


def main(spark, task):
    t = task
    write(read(spark, t), to=task)
"#)]
struct JobA {
    month: u8,
    #[spark(output = "out/a/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    def rows():
        return spark.range(task.month)

    rows().write.parquet(task.out)
"#)]
struct JobB {
    month: u8,
    #[spark(output = "out/b/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    words = spark.sparkContext.parallelize([1, 2])
    words.map(lambda n: n + task.month).saveAsTextFile(task.out)
"#)]
struct JobC {
    month: u8,
    #[spark(output = "out/c/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    paths = [task.out for _ in range(task.month)]
    spark.range(1).write.parquet(paths[0])
"#)]
struct JobD {
    month: u8,
    #[spark(output = "out/d/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def depth(task, n):
    return task.month if n == 0 else depth(task, n - 1)


def main(spark, task):
    spark.range(depth(task, 3)).write.parquet(task.out)
"#)]
struct JobE {
    month: u8,
    #[spark(output = "out/e/{month}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![
        JobA::new(1),
        JobB::new(1),
        JobC::new(1),
        JobD::new(1),
        JobE::new(1)
    ]
}

use crate::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
async def main(spark, task):
    rows = spark.range(task.month)
    rows.write.parquet(task.out)
"#)]
struct JobA {
    month: u8,
    #[spark(output = "out/a/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(sc, t, /, *rest, date=None, **more) -> None:
    sc.range(t.month).write.parquet(t.out)
"#)]
struct JobB {
    month: u8,
    #[spark(output = "out/b/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(*args):
    spark, task = args
    spark.range(task.month).write.parquet(task.out)
"#)]
struct JobC {
    month: u8,
    #[spark(output = "out/c/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
import functools


def timed(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner


@timed
def main(spark, task):
    spark.range(task.month).write.parquet(task.out)
"#)]
struct JobD {
    month: u8,
    #[spark(output = "out/d/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
run = lambda spark, task: spark.range(task.month).write.parquet(task.out)
main = run
"#)]
struct JobE {
    month: u8,
    #[spark(output = "out/e/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
class Job:
    def __init__(self, spark, task):
        spark.range(task.month).write.parquet(task.out)


main = Job
"#)]
struct JobF {
    month: u8,
    #[spark(output = "out/f/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
import sys

if sys.version_info >= (3, 9):
    def main(spark, task):
        spark.range(task.month).write.parquet(task.out)
else:
    def main(spark, task):
        raise SystemExit("too old")
"#)]
struct JobG {
    month: u8,
    #[spark(output = "out/g/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(task.month).write.parquet(task.out)


if __name__ == "__main__":
    from types import SimpleNamespace

    main(None, SimpleNamespace(month=1, nothing=2))
"#)]
struct JobH {
    month: u8,
    #[spark(output = "out/h/{month}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![
        JobA::new(1),
        JobB::new(1),
        JobC::new(1),
        JobD::new(1),
        JobE::new(1),
        JobF::new(1),
        JobG::new(1),
        JobH::new(1)
    ]
}

use crate::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    print(task)
    spark.range(1).show()
"#)]
struct JobA {
    month: u8,
    #[spark(output = "out/a/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    values = vars(task)
    spark.sql("SELECT {month}".format(**values)).write.parquet(values["out"])
"#)]
struct JobB {
    month: u8,
    #[spark(output = "out/b/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
class Job:
    def __init__(self, spark, task):
        self.spark, self.task = spark, task

    def run(self):
        self.spark.range(self.task.month).write.parquet(self.task.out)


def main(spark, task):
    Job(spark, task).run()
"#)]
struct JobC {
    month: u8,
    #[spark(output = "out/c/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
STEPS = []


def step(function):
    STEPS.append(function)
    return function


@step
def write(spark, task):
    spark.range(task.month).write.parquet(task.out)


def main(spark, task):
    for one in STEPS:
        one(spark, task)
"#)]
struct JobD {
    month: u8,
    #[spark(output = "out/d/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    for name in ["month", "out"]:
        print(name, getattr(task, name))
"#)]
struct JobE {
    month: u8,
    #[spark(output = "out/e/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
import functools


def write(task, spark):
    spark.range(task.month).write.parquet(task.out)


def main(spark, task):
    functools.partial(write, task)(spark)
"#)]
struct JobF {
    month: u8,
    #[spark(output = "out/f/{month}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![
        JobA::new(1),
        JobB::new(1),
        JobC::new(1),
        JobD::new(1),
        JobE::new(1),
        JobF::new(1)
    ]
}

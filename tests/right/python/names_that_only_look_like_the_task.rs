use crate::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def helper(task):
    return task.upper()


def main(spark, task):
    spark.range(task.month).write.parquet(task.out)
    print(helper("x"))
"#)]
struct JobA {
    month: u8,
    #[spark(output = "out/a/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(task.month).write.parquet(task.out)
    print([task.upper() for task in ("a", "b")], (lambda task: task.lower())("C"))
"#)]
struct JobB {
    month: u8,
    #[spark(output = "out/b/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def convert(value):
    return value.items() if isinstance(value, dict) else value.month


def main(spark, task):
    spark.range(task.month).write.parquet(task.out)
    print(convert(task), convert({}))
"#)]
struct JobC {
    month: u8,
    #[spark(output = "out/c/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(task.month).write.parquet(task.out)
    task = {"a": 1}
    print(task.items())
"#)]
struct JobD {
    month: u8,
    #[spark(output = "out/d/{month}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![JobA::new(1), JobB::new(1), JobC::new(1), JobD::new(1)]
}

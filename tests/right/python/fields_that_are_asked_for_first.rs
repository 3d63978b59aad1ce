use crate::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    rows = spark.range(task.month)
    if hasattr(task, "day"):
        rows = rows.where(f"id < {task.day}")
    rows.write.parquet(task.out)
"#)]
struct JobA {
    month: u8,
    #[spark(output = "out/a/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    day = getattr(task, "day", 1)
    spark.range(task.month + day).write.parquet(task.out)
"#)]
struct JobB {
    month: u8,
    #[spark(output = "out/b/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    try:
        day = task.day
    except AttributeError:
        day = 1
    spark.range(task.month + day).write.parquet(task.out)
"#)]
struct JobC {
    month: u8,
    #[spark(output = "out/c/{month}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![JobA::new(1), JobB::new(1), JobC::new(1)]
}

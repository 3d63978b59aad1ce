use crate::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(task.from_, task.type).write.parquet(task.pass_)
"#)]
struct Job {
    from: u8,
    r#type: u8,
    #[spark(output = "out/{from}/{type}")]
    pass: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new(1, 2)]
}

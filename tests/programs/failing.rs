//! A pipeline of which one branch fails until a file is there.

use spark_pipeline::prelude::*;

use super::Word;

/// Succeeds.
#[derive(SparkTask)]
#[spark(
    driver_memory = "1g",
    python = r#"
def main(spark, task):
    spark.range(1).selectExpr("'good' AS word").write.parquet(task.rows)
"#
)]
pub(crate) struct Good {
    #[spark(output = "out/good")]
    rows: Output<Parquet<Word>>,
}

/// Leaves half of each output and fails, unless the file `repaired` is there.
#[derive(SparkTask)]
#[spark(
    driver_memory = "1g",
    python = r#"
import os

def check(month):
    if not os.path.exists("repaired"):
        raise ValueError(f"no such month: {month}")

def main(spark, task):
    if not os.path.exists("repaired"):
        os.makedirs(task.rows)
        open(task.rows + "/part-00000", "w").close()
    with open(task.note, "w") as note:
        note.write("the first half\n")
        note.flush()
        check(task.month)
        note.write("the second half\n")
    spark.range(1).selectExpr("'bad' AS word").write.parquet(task.rows)
"#
)]
pub(crate) struct Bad {
    #[spark(default = 13)]
    month: u8,
    #[spark(output = "out/bad/{month}")]
    rows: Output<Parquet<Word>>,
    #[spark(output = "out/note-{month}.txt")]
    note: Output<File>,
}

/// Writes its whole dataset and then fails, unless the file `repaired` is there. While `hang` is
/// there, it does neither.
#[derive(SparkTask)]
#[spark(
    driver_memory = "1g",
    python = r#"
import os, time

def main(spark, task):
    rows = spark.range(1).selectExpr("'late' AS word")
    rows.write.parquet(task.rows)
    while os.path.exists("hang"):
        time.sleep(0.1)
    if not os.path.exists("repaired"):
        raise ValueError("the count is not what it should be")
"#
)]
pub(crate) struct Late {
    #[spark(output = "out/late")]
    rows: Output<Parquet<Word>>,
}

/// Stands behind the one that fails.
#[derive(Task)]
pub(crate) struct After {
    #[task(input = Bad::new())]
    bad: Input<Bad>,
    #[task(output = "out/after.txt")]
    text: Output<File>,
}

impl Run for After {
    async fn run(&self, _: &Context) -> Result<()> {
        let note = std::fs::read_to_string(self.bad.note.location())?;
        self.text.write(note).await?;
        Ok(())
    }
}

/// Both branches.
#[derive(WrapperTask)]
pub(crate) struct All {
    #[task(input = Good::new())]
    good: Input<Good>,
    #[task(input = After::new())]
    after: Input<After>,
}

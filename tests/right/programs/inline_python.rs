use crate::prelude::*;

#[derive(ExternalTask)]
struct Book {
    #[task(output = "tests/right/files/job.py")]
    text: Output<File>,
}

#[derive(SparkTask)]
#[spark(python = r#"
from pyspark.sql import functions as F


def clean(words):
    """Quotes ' and \" and {braces}."""
    return words.where(F.length("word") > 0)


def main(spark, task):
    words = spark.read.text(task.book).selectExpr("explode(split(value, ' ')) AS word")
    counts = clean(words).groupBy("word").count()
    counts.where(f"count >= {task.at_least}").write.parquet(task.counts)
"#, driver_memory = "1g", conf("spark.sql.shuffle.partitions" = 1))]
struct WordCount {
    #[spark(default = 2)]
    at_least: u64,
    #[spark(input = Book::new())]
    book: Input<Book>,
    #[spark(output = "out/words/{at_least}")]
    counts: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(
    python = "def main(sc, task):\n    print(sc.parallelize(range(task.n)).sum())\n",
    entry = "context"
)]
struct OneLine {
    n: u32,
}

#[derive(SparkTask)]
#[spark(
    python = r#"
    # The whole of it stands to the right, as the struct does.
    def setup(conf):
        conf.set("spark.ui.enabled", "false")

    def main(spark, task):
        spark.range(task.n).show()
"#,
    entry = "session"
)]
struct Indented {
    n: u32,
}

pub fn roots() -> Roots {
    roots![
        WordCount::new().at_least(3),
        OneLine::new(3),
        Indented::new(3)
    ]
}

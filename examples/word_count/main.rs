//! Counts the words of a text: PySpark inside the Rust file.
//!
//! ```text
//! cargo run --example word_count
//! cargo run --example word_count -- --at-least 5
//! ```

use spark_pipeline::prelude::*;

/// A short text.
#[derive(ExternalTask)]
struct Book {
    #[task(output = "examples/data/book.txt")]
    text: Output<File>,
}

/// The words of the book and how often each is there.
#[derive(SparkTask)]
#[spark(
    driver_memory = "1g",
    python = r#"
def main(spark, task):
    words = spark.read.text(task.book).selectExpr("explode(split(value, ' ')) AS word")
    words.groupBy("word").count().where(f"count >= {task.at_least}").write.parquet(task.counts)
"#
)]
struct WordCount {
    /// Leaves out words that are rarer.
    #[spark(default = 2)]
    at_least: u64,
    #[spark(input = Book::new())]
    book: Input<Book>,
    #[spark(output = "out/words/{at_least}")]
    counts: Output<Parquet<Count>>,
}

#[derive(Row)]
struct Count {
    word: String,
    count: i64,
}

fn main() -> std::process::ExitCode {
    spark_pipeline::main::<WordCount>()
}

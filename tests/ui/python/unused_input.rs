#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Book {
    #[task(output = "book.txt")]
    text: Output<File>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(1).show()
"#)]
struct Job {
    #[spark(input = Book::new())]
    book: Input<Book>,
}

fn main() {}

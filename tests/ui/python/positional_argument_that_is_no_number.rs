#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Book {
    #[task(output = "book.txt")]
    text: Output<File>,
}

#[derive(SparkTask)]
#[spark(app = "positional.py")]
struct Job {
    #[spark(arg, input = Book::new())]
    book: Input<Book>,
    #[spark(arg, output = "out")]
    out: Output<Directory>,
}

fn main() {}

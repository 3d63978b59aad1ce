#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Word {
    word: String,
}

#[derive(Task)]
struct Load {
    month: u8,
    #[task(output = "out/{month}/report.md")]
    report: Output<File>,
    #[task(output = "out/{month}")]
    rows: Output<Parquet<Word>>,
    #[task(output = "out/./{month}/more/rows")]
    more: Output<Text>,
    #[task(output = "out/{month}/_report.md")]
    hidden: Output<File>,
}

fn main() {}

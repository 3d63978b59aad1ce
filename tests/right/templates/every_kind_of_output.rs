use crate::prelude::*;

#[derive(Row)]
struct Line {
    text: String,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg = "--file", output = "out/a.csv")]
    file: Output<File>,
    #[spark(arg = "--directory", output = "out/b")]
    directory: Output<Directory>,
    #[spark(arg = "--parquet", output = "out/c")]
    parquet: Output<Parquet<Line>>,
    #[spark(output = "out/d")]
    orc: Output<Orc<Line>>,
    #[spark(output = "out/e")]
    json: Output<Json<Line>>,
    #[spark(output = "out/f")]
    csv: Output<Csv<Line>>,
    #[spark(output = "out/g")]
    text: Output<Text>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}

//! The rows of a dataset are a struct that derives `Row`.

use spark_pipeline::prelude::*;

struct Plain {
    carrier: String,
}

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Delays {
    #[spark(arg, output = "out/delays")]
    delays: Output<Parquet<Plain>>,
}

fn main() -> std::process::ExitCode {
    spark_pipeline::main::<Delays>()
}

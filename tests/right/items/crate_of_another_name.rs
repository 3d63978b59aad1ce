use crate::prelude::*;

mod renamed {
    pub mod deep {
        pub use spark_pipeline::*;
    }
}

#[derive(SparkTask)]
#[spark(crate = renamed::deep, app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg)]
    month: u8,
    #[spark(arg, output = "out/{month}")]
    out: Output<Directory>,
}

#[derive(ExternalTask)]
#[task(crate = crate::right::items::crate_of_another_name::renamed::deep)]
struct Data {
    #[task(output = "data")]
    data: Output<Parquet<Line>>,
}

#[derive(Row)]
#[row(crate = renamed::deep)]
struct Line {
    text: String,
}

pub fn roots() -> Roots {
    roots![Job::new(1), Data::new()]
}

use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.R", files = ["tests/right/files/app.conf"])]
struct R {
    #[spark(arg)]
    month: u8,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/small.r")]
struct SmallR;

#[derive(SparkTask)]
#[spark(app = "./tests/right/files/job.py")]
struct WithADot;

#[derive(SparkTask)]
#[spark(app = "tests/right/../right/files/job.py")]
struct ThroughAParent;

#[derive(SparkTask)]
#[spark(app = "$SPARK_HOME/python/pyspark/shell.py", master = "yarn")]
struct OfSpark;

#[derive(SparkTask)]
#[spark(app = "s3a://bucket/jobs/job.py", master = "yarn", deploy_mode = "cluster", py_files = ["s3a://bucket/lib.zip"])]
struct Remote;

#[derive(SparkTask)]
#[spark(app = chosen(r), py_files = if r { vec![] } else { vec!["tests/right/files/lib.zip"] })]
struct Chosen {
    r: bool,
}

fn chosen(r: bool) -> &'static str {
    if r {
        "tests/right/files/job.R"
    } else {
        "tests/right/files/job.py"
    }
}

pub fn roots() -> Roots {
    roots![
        R::new(1),
        SmallR::new(),
        WithADot::new(),
        ThroughAParent::new(),
        OfSpark::new(),
        Remote::new(),
        Chosen::new(),
        Chosen::new().r(true)
    ]
}

use crate::prelude::*;

#[derive(SparkTask)]
#[spark(python_file = "tests/right/files/module.py", py_files = ["tests/right/files/lib.zip"])]
struct Job {
    month: u8,
    #[spark(output = "out/{month}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new(1)]
}

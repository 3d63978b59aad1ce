use crate::prelude::*;

const CORES: u32 = 4;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    executor_cores = 0_4,
    num_executors = 10u32,
    driver_cores = CORES,
    total_executor_cores = CORES * u32::from(factor)
)]
struct Job {
    factor: u8,
}

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    executor_cores = 0x10,
    num_executors = 3
)]
struct Hexadecimal;

pub fn roots() -> Roots {
    roots![Job::new(2), Hexadecimal::new()]
}

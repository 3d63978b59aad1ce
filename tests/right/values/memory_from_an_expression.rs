use crate::prelude::*;

const HEAP: Memory = Memory::gib(2);

fn twice(memory: Memory) -> Memory {
    let _ = memory;
    Memory::gib(4)
}

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    driver_memory = HEAP,
    executor_memory = if big { twice(HEAP) } else { Memory::mib(u64::from(gib) * 1024) },
    conf("spark.executor.memoryOverhead" = Memory::mib(512))
)]
struct Job {
    gib: u8,
    big: bool,
}

pub fn roots() -> Roots {
    roots![Job::new(2), Job::new(3).big(true)]
}

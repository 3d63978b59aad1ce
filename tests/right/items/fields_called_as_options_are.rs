use crate::prelude::*;

/// Names of options, of keys and of what a derive makes are free for parameters.
#[derive(SparkTask)]
#[spark(
    app = app,
    class = class,
    name = name,
    queue = queue.clone(),
    driver_memory = Memory::gib(driver_memory),
    conf("spark.x.parts" = parts)
)]
struct Job {
    #[spark(default = "tests/right/files/job.jar")]
    app: String,
    #[spark(default = "org.example.Main")]
    class: String,
    #[spark(default = "a name")]
    name: String,
    #[spark(default = "etl")]
    queue: String,
    #[spark(default = 2)]
    driver_memory: u64,
    #[spark(default = 3)]
    parts: u8,
    #[spark(arg, default = 1)]
    arg: u8,
    #[spark(arg, default = 1)]
    input: u8,
    #[spark(arg, default = 1)]
    output: u8,
    #[spark(arg, default = 1)]
    task: u8,
    #[spark(arg, default = 1)]
    default: u8,
    #[spark(arg, default = 1)]
    application: u8,
    #[spark(arg, default = 1)]
    dependencies: u8,
    #[spark(arg, default = 1)]
    settings: u8,
}

pub fn roots() -> Roots {
    roots![Job::new().application(3).dependencies(2)]
}

use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg = "-n")]
    short: i32,
    #[spark(arg = "--long-flag")]
    long: String,
    #[spark(arg = "--snake_flag")]
    snake: String,
    #[spark(arg = "-Dname")]
    java: String,
    #[spark(arg = "--dotted.flag")]
    dotted: f64,
    #[spark(arg = "-single-dash")]
    single: char,
    #[spark(arg = "--Capital")]
    capital: u8,
    #[spark(arg)]
    positional: String,
    #[spark(arg)]
    second: i64,
    #[spark(arg = "--switch")]
    switch: bool,
    #[spark(arg = "--maybe")]
    maybe: Option<String>,
    #[spark(arg = "--many")]
    many: Vec<String>,
    #[spark(arg)]
    rest: Vec<u8>,
}

pub fn roots() -> Roots {
    let job = || Job::new(-1, "a b", "", "-x", -0.5, ' ', 3, "--looks-like-a-flag", -2);
    roots![
        job(),
        job()
            .switch(true)
            .maybe("")
            .many(["a", "", "c d"])
            .rest([1, 2])
    ]
}

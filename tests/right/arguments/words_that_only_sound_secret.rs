use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg = "--key")]
    key: String,
    #[spark(arg = "--page-token")]
    page_token: String,
    #[spark(arg = "--object-key")]
    object_key: String,
    #[spark(arg = "--first-pass")]
    first_pass: u8,
    #[spark(arg = "--max-tokens")]
    max_tokens: u32,
}

pub fn roots() -> Roots {
    roots![Job::new("id", "p2", "a/b", 1, 9)]
}

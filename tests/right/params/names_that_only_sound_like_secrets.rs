use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = format!("{token_of_thanks}"))]
struct Job {
    #[spark(arg = "--max-tokens")]
    max_tokens: u32,
    #[spark(arg = "--partition-key")]
    partition_key: String,
    #[spark(arg = "--keytab")]
    keytab: String,
    #[spark(arg = "--monkey")]
    monkey: String,
    #[spark(arg = "--tokenizer")]
    tokenizer: String,
    #[spark(arg = "--keywords")]
    keywords: Option<String>,
    #[spark(arg = "--join-key")]
    join_key: String,
    #[spark(arg = "--token", secret = false)]
    token_of_thanks: String,
    #[spark(arg = "--api-key-name")]
    api_key_name: String,
    #[spark(
        arg,
        output = "out/{max_tokens}/{partition_key}/{keytab}/{monkey}/{tokenizer}/{keywords}/{join_key}/{token_of_thanks}/{api_key_name}"
    )]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new(1, "a", "b", "c", "d", "f", "g", "h")]
}

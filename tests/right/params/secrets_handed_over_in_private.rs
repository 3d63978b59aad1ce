use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    conf("spark.hadoop.fs.s3a.secret.key" = s3_secret_key.clone(), "spark.ssl.keyPassword" = password.clone()),
    env("API_TOKEN" = api_token)
)]
struct Job {
    #[spark(insignificant)]
    s3_secret_key: String,
    #[spark(secret, insignificant)]
    password: String,
    #[spark(insignificant)]
    api_token: String,
    #[spark(arg)]
    month: u8,
    #[spark(arg, output = "out/{month}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new("a", "b", "c", 1)]
}

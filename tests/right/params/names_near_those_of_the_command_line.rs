use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg = "--profile")]
    profile_name: String,
    #[spark(arg = "--run", default = 1)]
    runs: u8,
    #[spark(arg = "--master", default = "a")]
    master_data: String,
    #[spark(arg = "--conf", default = "b")]
    app_conf: String,
    #[spark(arg = "-v", default = 1)]
    verbosity: u8,
    #[spark(arg = "--help-text", default = "c")]
    help_text: String,
    #[spark(
        arg,
        output = "out/{profile_name}/{runs}/{master_data}/{app_conf}/{verbosity}/{help_text}"
    )]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new("x")]
}

use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    priority = -5,
    retries = 3,
    backoff = "1m30s",
    timeout = "1.5h",
    resources(cluster = 2, gpu = 1, "spark-slots" = 4,)
)]
struct OfSpark;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = "nightly")]
#[task(retries = 1, timeout = "365d", resources(r#type = 1))]
struct InTheOtherAttribute;

#[derive(Task)]
#[task(priority = 0, backoff = "250ms", timeout = "2h 30min")]
struct InRust;

impl Run for InRust {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

pub fn roots() -> Roots {
    roots![OfSpark::new(), InTheOtherAttribute::new(), InRust::new()]
}

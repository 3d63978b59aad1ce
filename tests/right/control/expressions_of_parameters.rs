use crate::prelude::*;

const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Task)]
#[task(
    priority = if urgent { 100 } else { i32::from(weight) },
    retries = tries,
    backoff = PATIENCE / 2,
    timeout = limit,
    resources(cluster = u32::from(weight), licence = 1 + tries)
)]
struct Weighed {
    urgent: bool,
    weight: u8,
    #[task(default = 2)]
    tries: u32,
    #[task(default = "90s")]
    limit: Duration,
}

impl Run for Weighed {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

/// A field that only says how the task is run is used.
#[derive(SparkTask)]
#[spark(python = "
def main(spark, task):
    print(task.month)
", resources(gpu = gpus))]
struct Trained {
    month: u8,
    gpus: u32,
}

#[derive(Task)]
#[task(timeout = PATIENCE * N, resources(cluster = N))]
struct Generic<T: Param + Default, const N: u32> {
    value: T,
}

impl<T: Param + Default, const N: u32> Run for Generic<T, N> {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

pub fn roots() -> Roots {
    roots![
        Weighed::new(3).urgent(true),
        Trained::new(1, 2),
        Generic::<u8, 3>::new(1)
    ]
}

use crate::prelude::*;

/// What builds the jar that the next task runs.
#[derive(Task)]
struct Built {
    #[task(output = "target/right/job.jar")]
    jar: Output<File>,
}

impl Run for Built {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(self.jar.write("a jar").await?)
    }
}

#[derive(SparkTask)]
#[spark(app = later("target/right/job.jar"), class = "org.example.Main")]
struct Job {
    #[spark(input = Built::new())]
    built: Input<Built>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}

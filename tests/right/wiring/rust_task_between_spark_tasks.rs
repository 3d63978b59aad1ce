use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct First {
    #[spark(arg, output = "out/first")]
    out: Output<Directory>,
}

/// A config that the second reads, made when the first is done.
#[derive(Task)]
struct Config {
    #[task(input = First::new())]
    first: Input<First>,
    #[task(output = "out/app.conf")]
    config: Output<File>,
}

impl Run for Config {
    async fn run(&self, cx: &Context) -> Result<()> {
        let _ = cx;
        let text = format!("first = {}\n", self.first.out.location());
        Ok(self.config.write(text).await?)
    }
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = "second")]
struct Second {
    #[spark(arg = "--config", input = Config::new())]
    config: Input<Config>,
    #[spark(arg, output = "out/second")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Second::new()]
}

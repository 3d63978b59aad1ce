#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Other {
    day: Date,
    #[task(output = "data/{day:%Y}")]
    rows: Output<Directory>,
}

#[derive(Task)]
struct Load {
    day: Date,
    hour: Hour,
    #[task(output = "out/{day:%Y/%m}/{hour:%Y/%m/%d/%H}")]
    rows: Output<Directory>,
    #[task(output = "out/{day:%Y}/{day:%m}/{day:%d}-{hour:%F}")]
    more: Output<Directory>,
}

impl Run for Load {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}

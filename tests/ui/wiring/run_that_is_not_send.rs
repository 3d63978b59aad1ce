#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Report {
    #[task(output = "out/report.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, _cx: &Context) -> Result<()> {
        let text = std::rc::Rc::new(String::new());
        self.report.write(text.as_str()).await?;
        drop(text);
        Ok(())
    }
}

fn main() {}

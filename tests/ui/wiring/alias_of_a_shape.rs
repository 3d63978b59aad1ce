#![allow(dead_code)]

use spark_pipeline::prelude::*;
use spark_pipeline::prelude::Output as O;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

type In<T> = Input<T>;
type Leaves = Inputs<Leaf>;

#[derive(Task)]
struct Job {
    #[task(input = Leaf::new(1))]
    leaf: In<Leaf>,
    #[task(input = [Leaf::new(1)])]
    leaves: Leaves,
    #[task(output = "out")]
    out: O<File>,
}

impl Run for Job {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}

#![allow(dead_code)]

use spark_pipeline::prelude::*;

use std::marker::PhantomData;

type Airport = String;

#[derive(Task)]
struct Load<T: Param> {
    value: T,
    origin: Airport,
    #[task(default = "x")]
    day: Date,
    marker: PhantomData<T>,
    #[task(output = "out/{value:02}/{origin:02}/{day}")]
    rows: Output<Directory>,
}

impl<T: Param> Run for Load<T> {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}

#![allow(dead_code)]

use spark_pipeline::prelude::*;

use std::marker::PhantomData;

#[derive(WrapperTask)]
struct All {
    #[task(default)]
    marker: PhantomData<u8>,
}

fn main() {}

#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Chain {
    month: u8,
    origin: String,
    #[task(insignificant)]
    threads: u8,
    maybe: Option<u8>,
    #[task(input = Self::new(month, origin.clone(), 2))]
    other_maybe: Input<Chain>,
    #[task(input = Some(Chain::new(month - 1, &origin, threads)))]
    before: Option<Input<Self>>,
}

#[derive(WrapperTask)]
struct Wrong {
    month: u8,
    origin: String,
    #[task(insignificant)]
    threads: u8,
    #[task(default = 3)]
    depth: u8,
    #[task(input = Self::new(month, origin.clone(), 2).depth(depth))]
    one: Input<Wrong>,
    #[task(input = Some(Wrong::new(month, &origin, threads).depth(1).depth(depth)))]
    maybe: Option<Input<Self>>,
    #[task(input = vec![Wrong::new(month, "x", threads), Wrong::new(month, origin, threads).depth(depth)])]
    many: Inputs<Wrong>,
}

#[derive(WrapperTask)]
struct Alone {
    #[task(input = Alone::new())]
    alone: Input<Alone>,
}

fn main() {}

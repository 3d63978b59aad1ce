#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(WrapperTask)]
struct All {
    n: u8,
    #[task(input = (0..n).map(|n| Leaf::new(n)))]
    iterator: Input<Leaf>,
    #[task(input = (n > 0).then(|| Leaf::new(n)))]
    option: Input<Leaf>,
    #[task(input = vec![Leaf::new(n)])]
    list: Input<Leaf>,
}

fn main() {}

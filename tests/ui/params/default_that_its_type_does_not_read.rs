#![allow(dead_code)]

use spark_pipeline::prelude::*;

type Day = Date;

#[derive(Clone, Param)]
enum Mode {
    Fast,
    VerySlow,
}

#[derive(WrapperTask)]
struct All {
    #[task(default = "2013-02-29")]
    day: Date,
    #[task(default = "2013-1")]
    month: Option<Month>,
    #[task(default = "01/31/2013")]
    alias: Day,
    #[task(default = "slow")]
    mode: Mode,
    #[task(default = "very-slow")]
    right: Mode,
}

fn main() {}

#![allow(dead_code)]

use spark_pipeline::prelude::*;

mod upstream {
    use spark_pipeline::prelude::*;

    #[derive(Row)]
    pub struct Pair<A: core::row::ColumnType, B: core::row::ColumnType> {
        pub left: A,
        pub right: B,
    }

    use spark_pipeline::core;

    pub type Target = Parquet<Pair<i64, Option<String>>>;

    #[derive(ExternalTask)]
    pub struct Pairs {
        #[task(output = "pairs")]
        pub pairs: Output<Target>,
    }
}

use upstream::{Pair, Pairs as Upstream};

type Read = Pair<i64, String>;

#[derive(Task)]
struct Report {
    #[task(input = Upstream::new(), reads = Read)]
    alias: Input<Upstream>,
    #[task(reads = Pair<String, Option<String>>, input = Upstream::new())]
    generic: Input<Upstream>,
    #[task(output = "out/report.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}

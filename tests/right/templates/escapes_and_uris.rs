use crate::prelude::*;

#[derive(ExternalTask)]
struct Data {
    n: u8,
    #[task(output = "{{literal}}/{n}")]
    braces: Output<File>,
    #[task(output = "s3a://bucket/{n}/a b/größer/%20")]
    uri: Output<Directory>,
    #[task(output = "hdfs://namenode:8020/user/x/{n}")]
    hdfs: Output<Directory>,
    #[task(output = "abfss://container@account.dfs.core.windows.net/{n}")]
    azure: Output<Parquet<Line>>,
    #[task(output = "file:///tmp/{n}")]
    file: Output<Directory>,
    #[task(output = "/absolute/{n}/")]
    absolute: Output<Directory>,
    #[task(output = "{n}")]
    alone: Output<Text>,
    #[task(output = "twice/{n}/{n:02}")]
    twice: Output<File>,
    #[task(output = r"raw/{n}")]
    raw: Output<File>,
    #[task(output = "in \
                     two lines/{n}")]
    lines: Output<File>,
}

#[derive(Row)]
struct Line {
    text: String,
}

pub fn roots() -> Roots {
    roots![Data::new(3)]
}

use crate::prelude::*;

const PREFIX: &str = "nightly";

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    name = "Verspätungen, Jänner \"2013\" = 'x' $HOME"
)]
struct Odd;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = concat!("a-", env!("CARGO_PKG_NAME"), "-", 3))]
struct Joined;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = r"raw\string")]
struct Raw;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = PREFIX, queue = env!("CARGO_PKG_NAME"))]
struct Constant;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = stringify!(Stringified), queue = "root.users.\u{e4}")]
struct Stringified;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = {
    let prefix = PREFIX;
    format!("{prefix}-{n}")
})]
struct Block {
    n: u8,
}

pub fn roots() -> Roots {
    roots![
        Odd::new(),
        Joined::new(),
        Raw::new(),
        Constant::new(),
        Stringified::new(),
        Block::new(1)
    ]
}

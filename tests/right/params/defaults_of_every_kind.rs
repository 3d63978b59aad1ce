use crate::prelude::*;

use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Eq, Param)]
enum Mode {
    Fast,
    VerySlow,
}

const TEN: u64 = 10;

fn today() -> Date {
    Date::constant(2013, 1, 31)
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(default = 3)]
    number: u8,
    #[spark(default = -3)]
    negative: i8,
    #[spark(default = 1_000u64)]
    typed: u64,
    #[spark(default = TEN * 2)]
    computed: u64,
    #[spark(default = 0.5)]
    float: f64,
    #[spark(default = 1e3)]
    exponent: f32,
    #[spark(default = true)]
    switch: bool,
    #[spark(default = 'x')]
    letter: char,
    #[spark(default = "JFK")]
    text: String,
    #[spark(default = "")]
    empty: String,
    #[spark(default = "data/x")]
    place: PathBuf,
    #[spark(default = "2013-02-28")]
    day: Date,
    #[spark(default = "yesterday")]
    yesterday: Date,
    #[spark(default = "tomorrow")]
    tomorrow: Date,
    #[spark(default = today())]
    call: Date,
    #[spark(default = "2013-02")]
    month: Month,
    #[spark(default = "2013-02-28T05")]
    hour: Hour,
    #[spark(default = "2013-02-28T05:06:07")]
    time: DateTime,
    #[spark(default = "1h30m")]
    length: Duration,
    #[spark(default = "very-slow")]
    word: Mode,
    #[spark(default = Mode::Fast)]
    variant: Mode,
    #[spark(default = "none")]
    none: Option<Date>,
    #[spark(default = None)]
    nothing: Option<u8>,
    #[spark(default = 5)]
    some: Option<u8>,
    #[spark(default = Some(5))]
    wrapped: Option<u8>,
    #[spark(default = vec![1, 2])]
    list: Vec<u8>,
    #[spark(default = ["a", "b"].map(str::to_owned).to_vec())]
    texts: Vec<String>,
    #[spark(default)]
    zero: u32,
    #[spark(default = Default::default())]
    trait_s: String,
    #[spark(default = concat!("a", "b").to_owned())]
    joined: String,
    #[spark(default = env!("CARGO_PKG_NAME").into())]
    of_the_build: String,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}

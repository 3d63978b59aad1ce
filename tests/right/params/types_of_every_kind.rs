use crate::prelude::*;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Param)]
enum Mode {
    Fast,
    VerySlow,
    #[param(rename = "half/way")]
    Between,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg = "--u64")]
    u64: u64,
    #[spark(arg = "--i128")]
    i128: i128,
    #[spark(arg = "--usize")]
    usize: usize,
    #[spark(arg = "--f32")]
    f32: f32,
    #[spark(arg = "--f64")]
    f64: f64,
    #[spark(arg = "--bool")]
    bool: bool,
    #[spark(arg = "--char")]
    char: char,
    #[spark(arg = "--text")]
    text: String,
    #[spark(arg = "--place")]
    place: PathBuf,
    #[spark(arg = "--date")]
    date: Date,
    #[spark(arg = "--month")]
    month: Month,
    #[spark(arg = "--hour")]
    hour: Hour,
    #[spark(arg = "--time")]
    time: DateTime,
    #[spark(arg = "--length")]
    length: Duration,
    #[spark(arg = "--mode")]
    mode: Mode,
    #[spark(arg = "--modes")]
    modes: Vec<Mode>,
    #[spark(arg = "--maybe")]
    maybe: Option<f64>,
    #[spark(default)]
    map: BTreeMap<String, u8>,
    #[spark(default)]
    by_mode: HashMap<Mode, Vec<u8>>,
    #[spark(
        arg,
        output = "out/{u64}/{i128}/{usize}/{f32}/{f64}/{bool}/{char}/{text}/{place}/{date}/{month}/{hour}/{time}/{length}/{mode}/{modes}/{maybe}/{map}/{by_mode}"
    )]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    let date = Date::constant(2013, 1, 31);
    let job = || {
        Job::new(
            1,
            -2,
            3,
            0.5,
            1e-3,
            'ü',
            "a b",
            "data/x",
            date,
            Month::of(date),
            Hour::of(date.at(5, 0, 0, 0)),
            date.at(5, 6, 7, 0),
            Duration::from_secs(90),
            Mode::Between,
        )
    };
    roots![
        job(),
        job()
            .bool(true)
            .maybe(0.5)
            .modes([Mode::Fast, Mode::VerySlow])
    ]
}

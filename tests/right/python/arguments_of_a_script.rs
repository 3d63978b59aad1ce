use crate::prelude::*;

/// A word that the script knows.
#[derive(Clone, Copy, Param)]
enum Level {
    Low,
    High,
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Low => "low",
            Self::High => "high",
        })
    }
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/arguments.py")]
struct JobA {
    #[spark(arg = "--month")]
    month: u8,
    #[spark(arg = "--out", output = "out/a/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/arguments.py")]
struct JobB {
    #[spark(arg = "-m")]
    month: i64,
    #[spark(arg = "--min")]
    minimum: f64,
    #[spark(arg = "--verbose")]
    loud: bool,
    #[spark(arg = "--name")]
    names: Vec<String>,
    #[spark(arg = "--day")]
    day: Option<Date>,
    #[spark(arg = "--level")]
    level: Level,
    #[spark(arg = "-o", output = format!("out/b/{month}/{minimum}/{loud}/{names:?}/{day:?}/{level}"))]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/lenient.py")]
struct JobC {
    #[spark(arg = "--month")]
    month: u8,
    #[spark(arg = "--anything")]
    anything: String,
    #[spark(arg = "--out", output = "out/c/{month}/{anything}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/positional.py")]
struct JobD {
    #[spark(arg)]
    names: Vec<String>,
    #[spark(arg, output = format!("out/d/{names:?}"))]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/odd.py")]
struct JobE {
    #[spark(arg = "--zone")]
    zone: String,
    #[spark(arg = "--out", output = "out/e/{zone}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![
        JobA::new(1),
        JobB::new(1, 0.5, Level::High),
        JobC::new(1, "x"),
        JobD::new(),
        JobE::new("x")
    ]
}

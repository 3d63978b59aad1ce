use crate::prelude::*;

/// A doc comment.
///
/// With `code`, "quotes" and {braces}.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Param)]
enum Mode {
    /// The first.
    Fast,
    #[doc = "The second."]
    #[cfg(not(doctest))]
    Slow,
}

#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, SparkTask)]
#[cfg_attr(not(doctest), spark(driver_memory = "1g"))]
#[spark(app = "tests/right/files/job.py")]
#[spark(executor_memory = "2g", conf("spark.x.a" = 1))]
#[spark(conf("spark.x.b" = 2))]
#[must_use]
struct Job {
    /// The mode, as people say.
    #[allow(unused)]
    #[spark(arg = "--mode")]
    mode: Mode,
    #[cfg(not(doctest))]
    #[spark(arg)]
    #[spark(default = 3)]
    n: u8,
    #[doc(alias = "place")]
    #[spark(arg, output = "out/{mode}/{n}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    let fast = Job::new(Mode::Fast);
    roots![fast.clone(), fast.n(4), Job::new(Mode::Slow)]
}

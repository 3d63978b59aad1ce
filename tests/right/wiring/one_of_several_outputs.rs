use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Split {
    #[spark(arg = "--good", output = "out/split/good")]
    good: Output<Directory>,
    #[spark(arg = "--bad", output = "out/split/bad")]
    bad: Output<Directory>,
    #[spark(arg = "--report", output = "out/split.md")]
    report: Output<File>,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Uses {
    #[spark(arg, of = good, input = Split::new())]
    good: Input<Split>,
    #[spark(arg = "--bad", of = bad, input = [Split::new()])]
    bad: Inputs<Split>,
    #[spark(arg = "--report", of = report, input = Some(Split::new()))]
    report: Option<Input<Split>>,
    /// Needed, and not passed on.
    #[spark(input = Split::new())]
    order: Input<Split>,
}

pub fn roots() -> Roots {
    roots![Uses::new()]
}

use crate::prelude::*;

#[derive(ExternalTask)]
struct Raw {
    #[task(output = "data/raw")]
    raw: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = "left")]
struct Left {
    #[spark(arg, input = Raw::new())]
    raw: Input<Raw>,
    #[spark(arg, output = "out/left")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = "right")]
struct Right {
    #[spark(arg, input = Raw::new())]
    raw: Input<Raw>,
    #[spark(arg = "--left", input = Left::new())]
    left: Input<Left>,
    #[spark(arg, output = "out/right")]
    out: Output<Directory>,
}

#[derive(WrapperTask)]
struct All {
    #[task(input = Left::new())]
    left: Input<Left>,
    #[task(input = Left::new())]
    left_again: Input<Left>,
    #[task(input = Right::new())]
    right: Input<Right>,
}

pub fn roots() -> Roots {
    roots![All::new(), Left::new()]
}

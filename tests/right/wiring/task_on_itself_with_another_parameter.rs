use crate::prelude::*;

/// Yesterday's state and today's changes.
#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct State {
    #[spark(arg)]
    day: u32,
    #[spark(arg, input = day.checked_sub(1).map(State::new))]
    before: Option<Input<State>>,
    #[spark(arg, output = "out/state/{day:04}")]
    state: Output<Directory>,
}

/// Halves until there is one.
#[derive(WrapperTask)]
struct Sum {
    from: u32,
    to: u32,
    #[task(input = (to - from > 1).then(|| from + (to - from) / 2).into_iter().flat_map(|half| [Sum::new(from, half), Sum::new(half, to)]))]
    halves: Inputs<Sum>,
    #[task(input = State::new(from))]
    state: Input<State>,
}

pub fn roots() -> Roots {
    roots![Sum::new(0, 10), State::new(12)]
}

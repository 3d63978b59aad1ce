use crate::prelude::*;

#[derive(WrapperTask)]
struct Chain {
    n: u8,
    #[task(default = 1)]
    depth: u8,
    /// Itself only where the depth is none.
    #[task(input = (n > 0).then(|| Self::new(n - 1).depth(depth)))]
    before: Option<Input<Self>>,
    #[task(input = (0..n).map(Chain::new))]
    all: Inputs<Chain>,
    #[task(input = (depth > 1).then(|| Chain::new(n).depth(depth - 1)))]
    flatter: Option<Input<Chain>>,
}

#[derive(WrapperTask)]
struct Start {
    n: u8,
    #[task(default = 0)]
    step: u8,
    /// The default is another task, unless it is asked for.
    #[task(input = (step > 0).then(|| Start::new(n)))]
    first: Option<Input<Start>>,
}

pub fn roots() -> Roots {
    roots![Chain::new(2).depth(2), Start::new(1).step(2)]
}

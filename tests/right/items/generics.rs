use crate::prelude::*;

#[derive(ExternalTask)]
struct Table<T: Param, const N: usize> {
    value: T,
    #[task(output = "data/{value}")]
    rows: Output<File>,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", conf("spark.x.n" = N))]
struct Job<T, const N: usize = 1>
where
    T: Param + Copy,
{
    #[spark(arg = "--value")]
    value: T,
    #[spark(arg, input = Table::new(value))]
    table: Input<Table<T, N>>,
    #[spark(arg, output = "out/{value}/{N}")]
    out: Output<Directory>,
    marker: std::marker::PhantomData<fn() -> T>,
}

#[derive(WrapperTask)]
struct Both<A: Task + From<u8>, B: Task + From<u8>> {
    n: u8,
    #[task(input = A::from(n))]
    a: Input<A>,
    #[task(input = [B::from(n), B::from(n + 1)])]
    b: Inputs<B>,
}

impl From<u8> for Job<u8, 2> {
    fn from(n: u8) -> Self {
        Self::new(n)
    }
}

impl From<u8> for Table<u8, 0> {
    fn from(n: u8) -> Self {
        Self::new(n)
    }
}

pub fn roots() -> Roots {
    roots![
        Both::<Job<u8, 2>, Table<u8, 0>>::new(3),
        Job::<char>::new('x')
    ]
}

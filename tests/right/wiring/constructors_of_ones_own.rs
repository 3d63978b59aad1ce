use crate::prelude::*;

#[derive(ExternalTask)]
struct Flights {
    year: u16,
    month: u8,
    #[task(default = false)]
    cancelled: bool,
    #[task(output = "data/{year}-{month:02}-{cancelled}")]
    csv: Output<File>,
}

impl Flights {
    /// With what this project always has.
    fn of(month: u8) -> Self {
        Self::new(2013, month).cancelled(true)
    }
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg)]
    month: u8,
    #[spark(arg, input = Flights::of(month))]
    of: Input<Flights>,
    #[spark(arg, input = Flights::new(2013, month).cancelled(false))]
    setter: Input<Flights>,
    #[spark(arg, input = <Flights as Clone2>::again(&Flights::of(month)))]
    by_trait: Input<Flights>,
    #[spark(arg, output = "out/{month:02}")]
    out: Output<Directory>,
}

trait Clone2 {
    fn again(&self) -> Self;
}

impl Clone2 for Flights {
    fn again(&self) -> Self {
        Self::new(self.year, self.month + 1)
    }
}

pub fn roots() -> Roots {
    roots![Job::new(3)]
}

use crate::prelude::*;

#[derive(Row)]
struct Flight {
    carrier: String,
    origin: String,
    delay: Option<f64>,
    flights: i64,
}

/// Fewer columns, in another order, and one that may be NULL where it never is.
#[derive(Row)]
struct Delay {
    flights: i64,
    carrier: Option<String>,
    delay: Option<f64>,
}

#[derive(ExternalTask)]
struct Flights {
    #[task(output = "data/flights")]
    flights: Output<Parquet<Flight>>,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg, reads = Delay, input = Flights::new())]
    flights: Input<Flights>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}

use crate::prelude::*;

#[derive(ExternalTask)]
struct Table<T: Param> {
    of: T,
    #[task(output = "data/{of}")]
    rows: Output<File>,
}

type Origins = Table<Airport>;
type Airport = String;
type Weekday = u8;
type Names = Vec<Airport>;
type Written = Directory;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg = "--weekday")]
    weekday: Weekday,
    #[spark(arg = "--name")]
    names: Names,
    #[spark(arg, input = Origins::new("JFK".to_owned()))]
    table: Input<Origins>,
    #[spark(arg, output = "out/{weekday:02}/{names}")]
    out: Output<Written>,
}

pub fn roots() -> Roots {
    roots![Job::new(3, vec!["a".to_owned()])]
}

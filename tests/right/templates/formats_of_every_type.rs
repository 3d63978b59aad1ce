use crate::prelude::*;

#[derive(ExternalTask)]
struct Data {
    n: u16,
    negative: i32,
    day: Date,
    month: Month,
    hour: Hour,
    time: DateTime,
    maybe: Option<Date>,
    days: Vec<Date>,
    numbers: Vec<u8>,
    #[task(
        output = "data/{n:03}/{negative:04}/year={day:%Y}/month={day:%-m}/{month:%Y-%m}/{hour:%Y%m%dT%H}/{time:%Y-%m-%dT%H-%M-%S}/{maybe:%j}/{days:%d}/{numbers:02}"
    )]
    by_type: Output<File>,
    #[task(output = "plain/{n}/{negative}/{day}/{month}/{hour}/{time}/{maybe}/{days}/{numbers}")]
    plain: Output<File>,
}

pub fn roots() -> Roots {
    let day = Date::constant(2013, 1, 31);
    let time = day.at(5, 0, 0, 0);
    roots![
        Data::new(7, -7, day, Month::of(day), Hour::of(time), time),
        Data::new(7, -7, day, Month::of(day), Hour::of(time), time)
            .maybe(day)
            .days([day, day])
            .numbers([1, 2])
    ]
}

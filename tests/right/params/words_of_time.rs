use crate::prelude::*;

#[derive(ExternalTask)]
struct Landed {
    #[task(default = yesterday())]
    day: Date,
    #[task(output = "out/landed/{day}")]
    file: Output<File>,
}

#[derive(WrapperTask)]
struct Nightly {
    #[task(default = "today-7d")]
    since: Date,
    #[task(default = last_month())]
    month: Month,
    #[task(default = "this-month-1y")]
    year_ago: Month,
    #[task(default = "last-hour")]
    hour: Hour,
    #[task(default = this_hour() - 24)]
    day_ago: Hour,
    #[task(default = "now-15m")]
    quarter: DateTime,
    #[task(default = now())]
    at: DateTime,
    #[task(default = "tomorrow")]
    until: Option<Date>,
    #[task(input = [Landed::new(), Landed::new().day(today()), Landed::new().day(since)])]
    landed: Inputs<Landed>,
}

pub fn roots() -> Roots {
    // What nobody gives is one day in the whole plan.
    assert_eq!(Landed::new().day, yesterday());
    assert_eq!(Landed::new().day.tomorrow().ok(), Some(today()));
    roots![Nightly::new()]
}

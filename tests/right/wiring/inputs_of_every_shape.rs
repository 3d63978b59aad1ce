use crate::prelude::*;

#[derive(ExternalTask)]
struct Day {
    day: Date,
    #[task(output = "data/{day:%Y/%m/%d}.csv")]
    csv: Output<File>,
}

fn days(month: Month) -> impl Iterator<Item = Day> {
    month.days().map(Day::new)
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg)]
    month: Month,
    extra: Vec<Date>,
    #[spark(arg, input = days(month))]
    function: Inputs<Day>,
    #[spark(arg, input = extra.iter().copied().map(Day::new))]
    list: Inputs<Day>,
    #[spark(arg, input = [Day::new(month.first_day()), Day::new(month.last_day())])]
    array: Inputs<Day>,
    #[spark(arg, input = vec![Day::new(month.first_day())])]
    vec: Inputs<Day>,
    #[spark(arg, input = extra.first().map(|day| Day::new(*day)))]
    maybe: Option<Input<Day>>,
    #[spark(arg, input = Some(Day::new(month.first_day())))]
    some: Option<Input<Day>>,
    #[spark(input = None)]
    none: Option<Input<Day>>,
    #[spark(input = [])]
    nothing: Inputs<Day>,
    #[spark(input = std::iter::once(Day::new(month.first_day())).chain(extra.iter().rev().map(|day| Day::new(*day))))]
    chain: Inputs<Day>,
    #[spark(input = if extra.is_empty() { Vec::new() } else { days(month).collect() })]
    branches: Inputs<Day>,
    #[spark(input = {
        let first = month.first_day();
        Day::new(first)
    })]
    block: Input<Day>,
    #[spark(arg, output = "out/{month:%Y-%m}/{extra:%Y%m%d}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    let month = Month::of(Date::constant(2013, 2, 1));
    roots![
        Job::new(month),
        Job::new(month).extra([Date::constant(2013, 3, 1)])
    ]
}

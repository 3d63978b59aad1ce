use crate::prelude::*;

#[derive(ExternalTask)]
struct Load {
    day: Date,
    hour: Hour,
    month: Month,
    #[task(output = "out/{day:%Y}/{day:%m}/{day:%d}/{hour}/{month:%Y-%m}")]
    parts: Output<Directory>,
    #[task(output = "out/{day:%G-W%V-%u}/{hour:%Y-%jT%H}/{month:%Y-%m}x")]
    weeks: Output<Directory>,
    #[task(output = "out/year={day:%Y}/{day}")]
    year: Output<Directory>,
    #[task(output = format!("out/{day:?}/{hour}/{month}"))]
    made: Output<Directory>,
}

/// Only the first day of each month is asked for.
#[derive(Task)]
#[task(allow(part_of_a_date))]
struct Monthly {
    day: Date,
    #[task(output = "out/monthly/{day:%Y/%m}")]
    rows: Output<Directory>,
}

impl Run for Monthly {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

pub fn roots() -> Roots {
    let day = Date::constant(2013, 1, 31);
    roots![Monthly::new(day)]
}

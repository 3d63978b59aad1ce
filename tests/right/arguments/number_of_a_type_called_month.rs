use crate::prelude::*;

/// Of the author: it prints as a number.
mod mine {
    use spark_pipeline::prelude::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Param)]
    pub enum Month {
        #[param(rename = "1")]
        January,
        #[param(rename = "2")]
        February,
    }
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/month.py")]
struct Job {
    #[spark(arg = "--month")]
    month: mine::Month,
}

pub fn roots() -> Roots {
    roots![
        Job::new(mine::Month::January),
        Job::new(mine::Month::February)
    ]
}

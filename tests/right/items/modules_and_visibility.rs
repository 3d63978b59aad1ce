use crate::prelude::*;

mod upstream {
    pub mod tables {
        use spark_pipeline::prelude::{ExternalTask, File, Output};

        #[derive(ExternalTask)]
        pub struct Flights {
            pub month: u8,
            #[task(output = "data/{month:02}.csv")]
            pub(in super::super) csv: Output<File>,
        }
    }
    pub use tables::Flights as Renamed;
}

mod jobs {
    use super::upstream::{self, Renamed};

    #[derive(spark_pipeline::prelude::SparkTask)]
    #[spark(app = "tests/right/files/job.py")]
    pub(super) struct Delays {
        #[spark(arg)]
        month: u8,
        #[spark(arg, input = upstream::tables::Flights::new(month))]
        by_path: ::spark_pipeline::prelude::Input<upstream::tables::Flights>,
        #[spark(arg, input = Renamed::new(month + 1))]
        renamed: spark_pipeline::prelude::Input<Renamed>,
        #[spark(arg, input = super::of_last_month(month))]
        from_function: spark_pipeline::core::task::Input<super::Flights>,
        #[spark(arg, output = "out/{month:02}")]
        out: spark_pipeline::prelude::Output<spark_pipeline::prelude::Directory>,
    }
}

use upstream::tables::Flights;

fn of_last_month(month: u8) -> Flights {
    Flights::new(month - 1)
}

pub fn roots() -> Roots {
    roots![jobs::Delays::new(2)]
}

use crate::prelude::*;

pub fn roots() -> Roots {
    #[derive(ExternalTask)]
    struct Data {
        #[task(output = "data")]
        data: Output<File>,
    }

    #[derive(SparkTask)]
    #[spark(app = "tests/right/files/job.py")]
    struct Job {
        #[spark(arg, input = Data::new())]
        data: Input<Data>,
    }

    roots![Job::new()]
}

use crate::prelude::*;

mod shadowed {
    pub struct Vec;
    pub struct String;
    pub type Result = ();
    pub trait Default {}
    pub trait Into {}
    #[allow(unused_macros)]
    macro_rules! format {
        () => {
            compile_error!("generated code must not use my macro")
        };
    }
    #[allow(unused_macros)]
    macro_rules! vec {
        () => {
            compile_error!("generated code must not use my macro")
        };
    }

    #[derive(spark_pipeline::prelude::SparkTask)]
    #[spark(app = "tests/right/files/job.py", driver_memory = "1g", conf("spark.x.y" = n))]
    pub struct Job {
        #[spark(arg, default = 2)]
        pub n: u8,
        #[spark(arg, output = "out/{n}")]
        out: spark_pipeline::prelude::Output<spark_pipeline::prelude::Directory>,
    }
}

pub fn roots() -> Roots {
    roots![shadowed::Job::new().n(3)]
}

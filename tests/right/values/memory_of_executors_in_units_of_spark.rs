use crate::prelude::*;

macro_rules! with {
    ($($name:ident: $memory:literal),+ $(,)?) => {
        $(
            #[derive(SparkTask)]
            #[spark(app = "tests/right/files/job.py", executor_memory = $memory)]
            struct $name;
        )+
        pub fn roots() -> Roots {
            roots![$($name::new()),+]
        }
    };
}

with! {
    Gigabytes: "2gb",
    Capitals: "2GB",
    Megabytes: "2048mb",
    Gibibytes: "2gib",
    Bytes: "2147483648b",
    LeadingZero: "02g",
}

use crate::prelude::*;

macro_rules! with {
    ($($name:ident: $memory:literal),+ $(,)?) => {
        $(
            #[derive(SparkTask)]
            #[spark(app = "tests/right/files/job.py", driver_memory = $memory, executor_memory = $memory)]
            struct $name;
        )+
        pub fn roots() -> Roots {
            roots![$($name::new()),+]
        }
    };
}

with! {
    Small: "512m",
    Capital: "512M",
    Kibi: "1048576k",
    Gibi: "2g",
    GibiCapital: "2G",
    Tebi: "1t",
    TebiCapital: "1T",
}

use crate::prelude::*;

macro_rules! on {
    ($($name:ident: $master:literal),+) => {
        $(
            #[derive(SparkTask)]
            #[spark(app = "tests/right/files/job.py", master = $master)]
            struct $name;
        )+
        pub fn roots() -> Roots {
            roots![$($name::new()),+]
        }
    };
}

on! {
    One: "local",
    Two: "local[2]",
    All: "local[*]",
    AllWithFailures: "local[*, 4]",
    TwoWithFailures: "local[2,4]",
    Cluster: "local-cluster[2,1,1024]",
    ClusterWithSpaces: "local-cluster[2, 1, 1024]"
}

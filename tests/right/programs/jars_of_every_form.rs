use crate::prelude::*;

macro_rules! of {
    ($($name:ident { $($attribute:tt)* })+) => {
        $(
            #[derive(SparkTask)]
            #[spark($($attribute)*)]
            struct $name;
        )+
        pub fn roots() -> Roots {
            roots![$($name::new()),+]
        }
    };
}

of! {
    Here { app = "tests/right/files/job.jar", class = "org.example.Main" }
    ByItsManifest { app = "tests/right/files/job.jar" }
    InnerClass { app = "tests/right/files/job.jar", class = "org.example.Main$Inner" }
    Hdfs { app = "hdfs:///apps/job-1.0.jar", class = "org.example.Main" }
    S3 { app = "s3a://bucket/job.jar", class = "org.example.Main" }
    Http { app = "https://repo.example.org/job-1.0.jar", class = "org.example.Main" }
    OnTheWorkers { app = "local:///opt/job.jar", class = "org.example.Main" }
    FromTheCrate { app = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/right/files/job.jar"), class = "org.example.Main" }
    NoClassInItHasAMain { app = "tests/right/files/job.jar", class = "org.example.Main", jars = ["hdfs:///lib/a.jar"] }
}

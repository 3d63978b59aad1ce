use crate::prelude::*;

macro_rules! of {
    ($($name:ident: $class:literal),+ $(,)?) => {
        $(
            #[derive(SparkTask)]
            #[spark(app = "s3a://bucket/apps/job.jar", class = $class)]
            struct $name;
        )+
        pub fn roots() -> Roots {
            roots![$($name::new()),+]
        }
    };
}

of! {
    Plain: "org.example.Main",
    WithoutPackage: "Main",
    InsideAnother: "org.example.Outer$Inner",
    Object: "org.example.Job$",
    SmallLetters: "org.example.job",
    Underscores: "org.example._private.my_job",
    Digits: "org.example.v2.Job3",
    Unicode: "org.beispiel.Größe",
}

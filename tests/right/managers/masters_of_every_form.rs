use crate::prelude::*;

macro_rules! on {
    ($($name:ident: $master:expr),+ $(,)?) => {
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

const MASTER: &str = "spark://from-a-constant:7077";

fn master() -> String {
    std::env::var("NO_SUCH_VARIABLE").unwrap_or_else(|_| "local[1]".to_owned())
}

on! {
    Standalone: "spark://host:7077",
    HighlyAvailable: "spark://a:7077,b:7077,c:7077",
    V6: "spark://[2001:db8::1]:7077",
    WithDots: "spark://10.0.0.1:7077",
    WithDash: "spark://spark-master:7077",
    Constant: MASTER,
    Call: master(),
    Joined: concat!("local", "[", 2, "]"),
    Formatted: format!("local[{}]", 2 + 2),
}

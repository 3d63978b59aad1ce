use crate::prelude::*;

/// Without a port, with http, and with the namespace's own context.
macro_rules! on {
    ($($name:ident: $master:literal),+) => {
        $(
            #[derive(SparkTask)]
            #[spark(
                app = "tests/right/files/job.py",
                master = $master,
                num_executors = 2,
                executor_cores = 2,
                executor_memory = "1g",
                py_files = ["tests/right/files/lib.zip"],
                conf(
                    "spark.kubernetes.container.image" = "spark-py:latest",
                    "spark.kubernetes.context" = "minikube",
                    "spark.driver.host" = "10.0.0.1",
                    "spark.driver.port" = 7078
                )
            )]
            struct $name;
        )+
        pub fn roots() -> Roots {
            roots![$($name::new()),+]
        }
    };
}

on! {
    Https: "k8s://https://10.96.0.1:443",
    Http: "k8s://http://127.0.0.1:8001",
    WithoutScheme: "k8s://kubernetes.default.svc",
    WithPath: "k8s://https://rancher.example.org/k8s/clusters/c-1"
}

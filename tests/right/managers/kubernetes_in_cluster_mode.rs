use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "local:///opt/spark/examples/jars/spark-examples.jar",
    class = "org.apache.spark.examples.SparkPi",
    master = "k8s://https://kubernetes.example.org:6443",
    deploy_mode = "cluster",
    name = "spark-pi",
    num_executors = 3,
    executor_memory = "2g",
    executor_cores = 1,
    driver_memory = "1g",
    driver_cores = 1,
    jars = ["local:///opt/spark/lib/a.jar"],
    files = ["s3a://bucket/app.conf"],
    conf(
        "spark.kubernetes.container.image" = "registry.example.org/spark:4.3.0",
        "spark.kubernetes.namespace" = "etl",
        "spark.kubernetes.authenticate.driver.serviceAccountName" = "spark",
        "spark.kubernetes.driver.label.team" = "data",
        "spark.kubernetes.executor.annotation.example.org/cost-center" = "42",
        "spark.kubernetes.driver.podTemplateFile" = "/etc/spark/driver.yaml",
        "spark.kubernetes.driver.secrets.spark-secret" = "/etc/secrets",
        "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.mount.path" = "/data",
        "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.options.claimName" = "OnDemand",
        "spark.kubernetes.memoryOverheadFactor" = 0.2,
        "spark.kubernetes.executor.request.cores" = "500m"
    )
)]
struct Job;

pub fn roots() -> Roots {
    roots![Job::new()]
}

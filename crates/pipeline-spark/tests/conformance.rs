//! The conformance suite, run for `spark-submit` with real Spark: on a local master, and on a
//! standalone cluster in client and in cluster mode.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;

use common::cluster::Cluster;
use common::spark::{alone, fixture, spark};
use pipeline_spark::SparkApplication;
use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::submit::conformance::{self, Fixture};
use pipeline_spark::submit::{Handle, SparkSubmit};
use serde_json::json;

fn python() -> MainResource {
    MainResource::Python {
        path: fixture("driver/driver.py"),
    }
}

fn jar() -> MainResource {
    MainResource::Jar {
        path: fixture("driver/driver.jar"),
    }
}

fn application(resource: MainResource, master: &str, mode: &str) -> SparkApplication {
    let application = SparkApplication::new(resource)
        .option("master", OptionValue::text(master))
        .option("deploy_mode", OptionValue::text(mode))
        .option("driver_memory", OptionValue::text("600m"))
        .env("SPARK_LOCAL_IP", "127.0.0.1");
    match application.resource {
        MainResource::Jar { .. } => application.option("class", OptionValue::text("Driver")),
        _ => application,
    }
}

async fn hold(application: SparkApplication, dir: &Path, client: bool, forgotten: Handle) {
    let fixture = Fixture {
        application,
        dir: dir.to_owned(),
        exit_code: client,
        output: client,
        outlives: !client,
        forgotten,
    };
    let broken = conformance::run(&SparkSubmit::new(spark()), &fixture).await;
    let broken: Vec<String> = broken.iter().map(ToString::to_string).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn a_process_of_long_ago() -> Handle {
    Handle {
        submitter: "spark-submit".into(),
        value: json!({ "kind": "process", "id": 1, "started": 0 }),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn spark_submit_conforms_on_a_local_master() {
    let _alone = alone().await;
    let dir = tempfile::tempdir().unwrap();
    let application = application(python(), "local[1]", "client");
    hold(application, dir.path(), true, a_process_of_long_ago()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn spark_submit_conforms_on_a_standalone_cluster_in_client_mode() {
    let _alone = alone().await;
    let dir = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(&spark()).await;
    let application = cluster
        .told(application(jar(), &cluster.url(), "client"))
        .option("executor_memory", OptionValue::text("600m"));
    hold(application, dir.path(), true, a_process_of_long_ago()).await;
    cluster.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn spark_submit_conforms_on_a_standalone_cluster_in_cluster_mode() {
    let _alone = alone().await;
    let dir = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(&spark()).await;
    let application = cluster
        .told(application(jar(), &cluster.url(), "cluster"))
        .option("executor_memory", OptionValue::text("600m"));
    // Spark 3.5 leaves it to the author to open Java's modules to such a driver.
    let application = application.option(
        "driver_java_options",
        OptionValue::text("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"),
    );
    let forgotten = Handle {
        submitter: "spark-submit".into(),
        value: json!({
            "kind": "driver",
            "driver": "driver-20010101000000-0000",
            "addresses": {
                "rest": [format!("http://127.0.0.1:{}", cluster.rest)],
                "ui": [format!("http://127.0.0.1:{}", cluster.ui)],
            },
        }),
    };
    hold(application, dir.path(), false, forgotten).await;
    cluster.end().await;
}

//! The engine makes a Spark ready, from settings alone.

use std::sync::Arc;

use pipeline_core::FailureKind;
use pipeline_core::config::{Origin, Settings};
use pipeline_core::engine::{Engine, Extensions};
use pipeline_spark::engine::SparkEngine;
use pipeline_spark::install::{Found, Spark, for_tests};

fn settings(values: &[(&str, &str)]) -> Settings {
    let mut settings = Settings::default();
    for (key, value) in values {
        settings.set(*key, *value, Origin::CommandLine);
    }
    settings
}

#[tokio::test]
async fn the_spark_that_settings_name_is_left_for_the_tasks() {
    let home = for_tests().home.display().to_string();
    let mut extensions = Extensions::default();
    SparkEngine
        .prepare(&settings(&[("spark_home", &home)]), &mut extensions)
        .await
        .expect("a Spark");
    let spark: Arc<Spark> = extensions.get().expect("it is left");
    assert_eq!(spark.home, for_tests().home);
    assert_eq!(spark.version, for_tests().version);
    assert_eq!(spark.found, Found::Setting);
}

#[tokio::test]
async fn what_is_no_spark_is_a_failure_with_what_to_do() {
    let mut extensions = Extensions::default();
    let wanted = settings(&[("spark_home", "/no/such/folder")]);
    let failure = SparkEngine
        .prepare(&wanted, &mut extensions)
        .await
        .expect_err("no Spark");
    assert!(failure.cause.contains("/no/such/folder"), "{failure}");
    assert!(matches!(
        failure.kind,
        FailureKind::Configuration | FailureKind::Environment
    ));
    assert!(failure.hint.is_some());
    assert!(extensions.get::<Spark>().is_none());
}

//! The table.

use crate::{Effect, Kind, SparkOption};

use Effect::Applies as A;

/// Every option of `org.apache.spark.launcher.SparkSubmitOptionParser`, Spark 3.5 to 4.3.
pub const OPTIONS: &[SparkOption] = &[SparkOption {
    key: "driver_memory",
    flag: "--driver-memory",
    aliases: &[],
    property: Some("spark.driver.memory"),
    variables: &["SPARK_DRIVER_MEMORY"],
    kind: Kind::Memory,
    since: (3, 5),
    settable: true,
    doc: "Memory of the driver, such as `1g`; Spark's default is 1g.",
    effect: [A, A, A, A, A, A, A],
}];

//! The Sparks that are asked.

use pipeline_spark::install::{self, InstallError, Request, Spark, SparkVersion};

/// The newest Spark that we know of a version (`4.0`), installed if it is missing.
pub(crate) fn of(version: &str) -> Result<Spark, InstallError> {
    let mut request = Request::from_environment()?;
    request.spark_home = None;
    let version: SparkVersion = version.parse().map_err(InstallError::Version)?;
    request.version = Some(version.exact());
    install::find_or_install(&request, &mut *install::on_stderr())
}

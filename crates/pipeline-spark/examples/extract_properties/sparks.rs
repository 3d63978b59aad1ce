//! The Sparks that are asked.

use pipeline_spark::install::{self, InstallError, Request, Spark};

/// The newest Spark of a version, installed if it is missing.
pub(crate) fn of(version: &str) -> Result<Spark, InstallError> {
    let mut request = Request::from_environment()?;
    request.spark_home = None;
    request.version = Some(version.parse().map_err(InstallError::Version)?);
    install::find_or_install(&request, &mut *install::on_stderr())
}

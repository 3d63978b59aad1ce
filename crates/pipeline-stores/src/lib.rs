//! Targets on S3, Google Cloud Storage, Azure and HDFS.
//!
//! | feature | schemes | how it is configured |
//! |---|---|---|
//! | `s3` | `s3`, `s3a`, `s3n` | the variables `AWS_…`, as the AWS command line has them; `~/.aws` |
//! | `gcs` | `gs` | the variables `GOOGLE_…`, what `gcloud auth` left, `STORAGE_EMULATOR_HOST` |
//! | `azure` | `abfs`, `abfss`, `wasb`, `wasbs`, `az` | the variables `AZURE_…` |
//! | `hdfs` | `hdfs`, `viewfs` | `core-site.xml` and `hdfs-site.xml` in `HADOOP_CONF_DIR`; Kerberos' ticket cache |
//!
//! [`all`] has the stores whose features are on; `spark_pipeline::main` registers them. Each passes
//! [`conformance`](pipeline_core::target::store::conformance), against a real server.

#[cfg(feature = "azure")]
mod azure;
#[cfg(feature = "cloud")]
mod cloud;
#[cfg(feature = "objects")]
mod drive;
#[cfg(feature = "gcs")]
mod gcs;
#[cfg(feature = "hdfs")]
mod hdfs;
#[cfg(feature = "objects")]
mod objects;
mod options;
#[cfg(feature = "objects")]
mod refusal;
#[cfg(feature = "s3")]
mod s3;

use std::sync::Arc;

pub use options::Options;
use pipeline_core::target::store::Store;

/// Amazon S3 and what speaks its protocol: `s3://bucket/key`, also with `s3a` and `s3n`.
#[cfg(feature = "s3")]
#[must_use]
pub fn s3(options: &Options) -> Arc<dyn Store> {
    Arc::new(cloud::Cloud::of(s3::S3(options.clone())))
}

/// Google Cloud Storage: `gs://bucket/key`.
#[cfg(feature = "gcs")]
#[must_use]
pub fn gcs(options: &Options) -> Arc<dyn Store> {
    Arc::new(cloud::Cloud::of(gcs::Gcs(options.clone())))
}

/// Azure: `abfss://container@account.dfs.core.windows.net/path` and its like with `abfs`, `wasb`
/// and `wasbs`, or `az://container/path` with the account in `AZURE_STORAGE_ACCOUNT_NAME`.
#[cfg(feature = "azure")]
#[must_use]
pub fn azure(options: &Options) -> Arc<dyn Store> {
    Arc::new(cloud::Cloud::of(azure::Azure(options.clone())))
}

/// HDFS: `hdfs://namenode:8020/path`, `hdfs:///path`, `viewfs://cluster/path`.
#[cfg(feature = "hdfs")]
#[must_use]
pub fn hdfs(options: &Options) -> Arc<dyn Store> {
    Arc::new(hdfs::Hdfs::new(options.clone()))
}

/// The stores whose features are on. Making them asks nobody and reads nothing.
#[must_use]
pub fn all(options: &Options) -> Vec<Arc<dyn Store>> {
    let _ = options;
    vec![
        #[cfg(feature = "s3")]
        s3(options),
        #[cfg(feature = "gcs")]
        gcs(options),
        #[cfg(feature = "azure")]
        azure(options),
        #[cfg(feature = "hdfs")]
        hdfs(options),
    ]
}

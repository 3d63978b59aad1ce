//! The Spark that the tests use: the one that the product would find or install.

use std::sync::{Arc, OnceLock};

use pipeline_spark::install::{self, Request, Spark};
use tokio::sync::{Mutex, MutexGuard};

/// The Spark of this machine.
pub fn spark() -> Arc<Spark> {
    static SPARK: OnceLock<Arc<Spark>> = OnceLock::new();
    Arc::clone(SPARK.get_or_init(|| {
        let request = Request::from_environment().unwrap();
        let spark = install::find_or_install(&request, &mut *install::on_stderr()).unwrap();
        Arc::new(spark)
    }))
}

/// One Spark at a time: they are heavy.
pub async fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::const_new(());
    ALONE.lock().await
}

/// A file of the fixtures.
pub fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

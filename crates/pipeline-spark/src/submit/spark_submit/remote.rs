//! Kills what runs on a cluster while its `spark-submit` only waits for it.

use std::process::Stdio;

use spark_options::{DeployMode, Manager};

use tokio::process::Command;

use super::Job;
use super::verdict::Evidence;

/// Asks the manager to kill an application in cluster mode, beside ending its `spark-submit`,
/// which would leave it running. What comes of it is for the manager; nothing is waited for.
///
/// YARN is asked with its own `yarn` command, as that knows the cluster's addresses and
/// tickets; Kubernetes with `spark-submit --kill`.
pub(super) fn kill(job: &Job, evidence: &Evidence) {
    if job.mode != DeployMode::Cluster {
        return;
    }
    let mut command = match (job.manager, &evidence.application, &evidence.driver) {
        (Manager::Yarn, Some(application), _) => {
            let mut command = Command::new("yarn");
            command.args(["application", "-kill", application]);
            command
        }
        (Manager::Kubernetes, _, Some(driver)) => {
            let mut command = Command::new(job.spark.spark_submit());
            command
                .args(["--master", &job.master, "--kill", driver])
                .env("SPARK_HOME", &job.spark.home);
            if let Some(java) = &job.spark.java_home {
                command.env("JAVA_HOME", java);
            }
            command
        }
        _ => return,
    };
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Ok(mut child) = command.spawn() {
        tokio::spawn(async move {
            let _ = child.wait().await;
        });
    }
}

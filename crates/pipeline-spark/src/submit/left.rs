//! Stops what a run that died had submitted.

use std::path::Path;

use pipeline_core::engine::LeftOver;
use pipeline_core::run::{Stop, Submitted};
use pipeline_core::{Failure, FailureKind};
use tokio::sync::mpsc;

use super::standalone::Patience;
use super::{Handle, Outcome, Place, Submission, spark_submit};

/// Whether it may be at work when its submitter is gone.
pub(crate) fn outlives(left: &Submitted) -> bool {
    spark_submit::outlives(&handle(left))
}

fn handle(left: &Submitted) -> Handle {
    Handle {
        submitter: left.submitter.clone(),
        value: left.handle.clone(),
    }
}

/// Stops an application, and waits for its end as long as its manager may take to answer.
pub(crate) async fn stop(left: &Submitted, dir: &Path) -> LeftOver {
    let handle = handle(left);
    if !spark_submit::outlives(&handle) {
        // A process that ended with the run, but its cluster may not have heard of that.
        return match &left.application {
            Some(id) if id.starts_with("application_") || id.starts_with("spark-") => {
                LeftOver::Unknown(in_its_cluster(id))
            }
            _ => LeftOver::Gone,
        };
    }
    let place = Place {
        dir: dir.to_owned(),
    };
    let (events, _told) = mpsc::unbounded_channel();
    let attached = spark_submit::attach(&handle, &place, events, Patience::default());
    let mut submission: Box<dyn Submission> = match attached {
        Ok(submission) => submission,
        Err(failure) => return LeftOver::Unknown(failure),
    };
    submission.stop(Stop::Gracefully).await;
    match submission.wait().await {
        Outcome::Succeeded => LeftOver::Succeeded,
        Outcome::Stopped | Outcome::Failed(_) => {
            let driver = left.handle["driver"].as_str().map(str::to_owned);
            LeftOver::Stopped {
                names: driver.into_iter().chain(left.application.clone()).collect(),
            }
        }
        Outcome::Lost(failure) => LeftOver::Unknown(*failure),
    }
}

/// An application of YARN or Kubernetes in client mode ends with its driver; in cluster mode it
/// goes on, and the handle does not say which.
fn in_its_cluster(id: &str) -> Failure {
    let how = if id.starts_with("application_") {
        format!("`yarn application -status {id}` says whether it runs, `-kill` ends it")
    } else {
        format!("`kubectl get pods -l spark-app-selector={id}` shows whether it runs")
    };
    Failure::new(
        FailureKind::Lost,
        format!("{id} goes on if its driver is in the cluster"),
    )
    .hint(how)
}

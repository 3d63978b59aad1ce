//! Submits with `spark-submit` itself.
//!
//! Where the verdict comes from:
//!
//! | manager | client mode | cluster mode |
//! |---|---|---|
//! | local | the process's exit code | there is none |
//! | standalone | the process's exit code | the master is asked ([`super::standalone`]) |
//! | YARN | the process's exit code | the process's exit code, which follows the application |
//! | Kubernetes | the process's exit code | the driver container's exit code in the log: spark-submit itself exits with 0 |
//!
//! Local and standalone are held by tests with real Spark, 3.5 and 4.3. What is said of YARN
//! and Kubernetes is from Spark's source and held by tests over its lines only.
//!
//! In client mode the application ends with this process, also when it is killed with SIGKILL
//! ([`crate::watch::process`]), so there is nothing to attach to afterwards. In cluster mode on
//! a standalone master the driver goes on, and is found again by its handle.

mod client;
mod remote;
mod verdict;

use std::path::PathBuf;
use std::sync::Arc;

use pipeline_core::engine::BoxFuture;
use pipeline_core::secret::Masker;
use pipeline_core::task::Preview;
use pipeline_core::{Failure, FailureKind};
use serde::{Deserialize, Serialize};
use spark_options::{DeployMode, Manager};
use tokio::sync::mpsc;

use super::standalone::{Addresses, Companions, DriverHandle, DriverSubmission, Patience};
use super::{Handle, Outcome, Place, Submission, SubmissionEvent, Submitter};
use crate::SparkApplication;
use crate::application::MainResource;
use crate::command::{self, Destination, Invocation};
use crate::install::Spark;
use crate::watch::process::start_time;

/// The name that stands in handles.
pub const NAME: &str = "spark-submit";

/// Submits with the `spark-submit` of a Spark that was found.
#[derive(Clone, Debug)]
pub struct SparkSubmit {
    /// The Spark.
    pub spark: Arc<Spark>,
    /// How a standalone master is asked.
    pub patience: Patience,
}

/// What a handle of ours holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Known {
    /// A process of this machine, with everything that depends on it.
    Process {
        /// Its id, which is its group's too.
        id: u32,
        /// When it began, in the system's own clock.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        started: Option<u64>,
    },
    /// A driver on a standalone cluster.
    Driver(DriverHandle),
}

/// What the parts of one submission share.
#[derive(Clone)]
struct Job {
    events: mpsc::UnboundedSender<SubmissionEvent>,
    masker: Arc<Masker>,
    python: bool,
    rerun: Option<String>,
    manager: Manager,
    mode: DeployMode,
    /// The first port that the application's interface tries, if it has one.
    ui: Option<u16>,
    /// The folder for what it prints.
    dir: PathBuf,
    invocation: Arc<Invocation>,
    /// Its options, without the application and its arguments.
    options: Vec<String>,
}

/// A request to a manager to kill an application, under way.
type Killing = BoxFuture<'static, Result<(), Failure>>;

impl SparkSubmit {
    /// Submits with this Spark.
    #[must_use]
    pub fn new(spark: Arc<Spark>) -> Self {
        Self {
            spark,
            patience: Patience::default(),
        }
    }

    async fn start(
        &self,
        application: &SparkApplication,
        place: &Place,
        events: mpsc::UnboundedSender<SubmissionEvent>,
    ) -> Result<Box<dyn Submission>, Failure> {
        let line = command::build(application, &self.spark)?;
        let manager = line.destination.manager()?;
        if line.destination.deploy_mode == DeployMode::Cluster {
            check_cluster(&line.destination, manager)?;
        }
        let invocation = line.write(&place.dir)?;
        let masker = line.masker();
        let job = Job {
            events,
            python: matches!(
                application.resource,
                MainResource::Python { .. } | MainResource::PythonModule { .. }
            ),
            rerun: Some(masker.mask(&invocation.shell).into_owned()),
            masker: Arc::new(masker),
            manager,
            mode: line.destination.deploy_mode,
            ui: ui_port(&line.destination),
            dir: place.dir.clone(),
            options: line.option_arguments(invocation.properties.as_deref()),
            invocation: Arc::new(invocation),
        };
        if (job.manager, job.mode) == (Manager::Standalone, DeployMode::Cluster) {
            let addresses = Addresses::of_destination(&line.destination);
            let driver = client::start_driver(&job, &addresses).await?;
            let at = DriverHandle { driver, addresses };
            return Ok(Box::new(self.driver(at, &job)));
        }
        Ok(Box::new(client::start(&job)?))
    }

    fn driver(&self, at: DriverHandle, job: &Job) -> DriverSubmission {
        let handle = handle(&Known::Driver(at.clone()));
        let companions = Companions {
            events: job.events.clone(),
            patience: self.patience,
            dir: job.dir.clone(),
            masker: Arc::clone(&job.masker),
            rerun: job.rerun.clone(),
            secrets: job.invocation.properties.clone(),
        };
        DriverSubmission::new(handle, at, companions)
    }
}

impl Submitter for SparkSubmit {
    fn name(&self) -> &'static str {
        NAME
    }

    fn preview(&self, application: &SparkApplication) -> Result<Preview, Failure> {
        Ok(command::build(application, &self.spark)?.preview())
    }

    fn submit<'a>(
        &'a self,
        application: &'a SparkApplication,
        place: &'a Place,
        events: mpsc::UnboundedSender<SubmissionEvent>,
    ) -> BoxFuture<'a, Result<Box<dyn Submission>, Failure>> {
        Box::pin(self.start(application, place, events))
    }

    fn given_up(&self, application: &SparkApplication) -> Outcome {
        let Ok(line) = command::build(application, &self.spark) else {
            return Outcome::Stopped;
        };
        if line.destination.deploy_mode != DeployMode::Cluster {
            return Outcome::Stopped;
        }
        let master = &line.destination.master;
        Outcome::Lost(Box::new(
            Failure::new(
                FailureKind::Lost,
                "stopped while the application was handed over: nobody knows whether its cluster runs it",
            )
            .hint(format!(
                "look for it at {master}, and kill it there if it runs, before it is submitted again"
            )),
        ))
    }

    fn outlives(&self, handle: &Handle) -> bool {
        outlives(handle)
    }

    fn attach<'a>(
        &'a self,
        handle: &'a Handle,
        place: &'a Place,
        events: mpsc::UnboundedSender<SubmissionEvent>,
    ) -> BoxFuture<'a, Result<Box<dyn Submission>, Failure>> {
        Box::pin(async move { attach(handle, place, events, self.patience) })
    }
}

/// Finds a submission again; no Spark is needed for that.
pub(crate) fn attach(
    handle: &Handle,
    place: &Place,
    events: mpsc::UnboundedSender<SubmissionEvent>,
    patience: Patience,
) -> Result<Box<dyn Submission>, Failure> {
    match read(handle)? {
        Known::Driver(at) => {
            let companions = Companions {
                events,
                patience,
                dir: place.dir.clone(),
                masker: Arc::default(),
                rerun: None,
                secrets: None,
            };
            Ok(Box::new(DriverSubmission::new(
                handle.clone(),
                at,
                companions,
            )))
        }
        Known::Process { id, started } => Err(gone(id, started)),
    }
}

/// Whether what has this handle may be at work when its submitter is gone.
pub(crate) fn outlives(handle: &Handle) -> bool {
    // What cannot be read may be anything.
    !matches!(read(handle), Ok(Known::Process { .. }))
}

fn handle(known: &Known) -> Handle {
    Handle {
        submitter: NAME.to_owned(),
        // Plain data always becomes a value.
        value: serde_json::to_value(known).unwrap_or_default(),
    }
}

fn read(handle: &Handle) -> Result<Known, Failure> {
    let failed = |why: String| {
        Failure::new(
            FailureKind::Lost,
            format!("this handle cannot be followed: {why}"),
        )
    };
    if handle.submitter != NAME {
        return Err(failed(format!(
            "`{}` made it, not {NAME}",
            handle.submitter
        )));
    }
    serde_json::from_value(handle.value.clone()).map_err(|error| failed(error.to_string()))
}

/// An application in client mode cannot be followed from another process.
fn gone(id: u32, started: Option<u64>) -> Failure {
    let runs = started.is_some() && start_time(id) == started;
    if runs {
        Failure::new(
            FailureKind::Lost,
            format!("process {id} still runs, as a part of the process that submitted it"),
        )
        .hint("wait for that run, or stop it: its application ends with it")
    } else {
        Failure::new(
            FailureKind::Lost,
            format!("process {id} is gone, and with it how its application ended"),
        )
        .hint("in client mode an application ends with whoever submitted it: run the task again")
    }
}

/// The first port that the interface of an application tries, if it has one.
fn ui_port(destination: &Destination) -> Option<u16> {
    let off = |on: &str| on.eq_ignore_ascii_case("false");
    if destination.property("spark.ui.enabled").is_some_and(off) {
        return None;
    }
    match destination.property("spark.ui.port") {
        None => Some(crate::watch::ui::DEFAULT_PORT),
        Some(port) => port.parse().ok().filter(|port| *port != 0),
    }
}

/// Refuses a cluster mode in which nobody could be asked how the application ends: where
/// `spark-submit` leaves before it does.
fn check_cluster(destination: &Destination, manager: Manager) -> Result<(), Failure> {
    let Some(words) = spark_options::rules::unwatched(manager) else {
        return Ok(());
    };
    let off = |value: &str| value.trim().eq_ignore_ascii_case("false");
    if destination.property(words.property).is_some_and(off) {
        return Err(Failure::new(FailureKind::Configuration, words.problem).hint(words.help));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_the_same_after_a_round_trip_through_json() {
        let driver = Known::Driver(DriverHandle {
            driver: "driver-1".into(),
            addresses: Addresses::of("spark://h:7077", None, None, false),
        });
        let process = Known::Process {
            id: 7,
            started: Some(8),
        };
        for known in [driver, process] {
            let text = serde_json::to_string(&handle(&known)).unwrap();
            assert_eq!(read(&serde_json::from_str(&text).unwrap()).unwrap(), known);
        }
    }

    #[test]
    fn a_process_that_is_gone_is_lost_and_one_that_runs_is_said_to_run() {
        let id = std::process::id();
        assert_eq!(gone(id, None).kind, FailureKind::Lost);
        assert!(gone(id, Some(1)).cause.contains("gone"));
        #[cfg(target_os = "linux")]
        assert!(gone(id, start_time(id)).cause.contains("still runs"));
    }

    #[test]
    fn a_handle_of_another_submitter_is_refused() {
        let handle = Handle {
            submitter: "livy".into(),
            value: serde_json::json!({}),
        };
        assert!(read(&handle).unwrap_err().cause.contains("livy"));
    }
}

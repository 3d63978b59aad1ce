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

use std::sync::Arc;
use std::time::Duration;

use pipeline_core::engine::BoxFuture;
use pipeline_core::secret::{Masker, is_secret_name};
use pipeline_core::task::Preview;
use pipeline_core::{Failure, FailureKind};
use serde::{Deserialize, Serialize};
use spark_options::{DeployMode, Manager};
use tokio::sync::mpsc;

use super::standalone::{Addresses, Companions, DriverHandle, DriverSubmission, Patience};
use super::{Handle, Place, Submission, SubmissionEvent, Submitter};
use crate::SparkApplication;
use crate::application::{Argument, MainResource, OptionValue};
use crate::command;
use crate::install::Spark;
use crate::watch::process::start_time;

/// The name that stands in handles.
pub const NAME: &str = "spark-submit";

/// Submits with the `spark-submit` of a Spark that was found.
#[derive(Clone, Debug)]
pub struct SparkSubmit {
    /// The Spark.
    pub spark: Arc<Spark>,
    /// How long an application that is asked to stop may take before it is killed.
    pub grace: Duration,
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
    grace: Duration,
    spark: Arc<Spark>,
    master: String,
}

impl SparkSubmit {
    /// Submits with this Spark.
    #[must_use]
    pub fn new(spark: Arc<Spark>) -> Self {
        Self {
            spark,
            grace: Duration::from_secs(5),
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
        let job = self.job(application, events)?;
        if job.mode == DeployMode::Cluster {
            check_waits(application, job.manager)?;
        }
        let invocation = line.write(&place.dir)?;
        let job = Job {
            rerun: Some(job.masker.mask(&invocation.shell).into_owned()),
            ..job
        };
        if (job.manager, job.mode) == (Manager::Standalone, DeployMode::Cluster) {
            let addresses = Addresses::of_application(application, &job.master);
            let driver = client::start_driver(&invocation, place, &job, &addresses).await?;
            let at = DriverHandle { driver, addresses };
            return Ok(Box::new(self.driver(at, place, &job)));
        }
        Ok(Box::new(client::start(&invocation, place, &job)?))
    }

    fn job(
        &self,
        application: &SparkApplication,
        events: mpsc::UnboundedSender<SubmissionEvent>,
    ) -> Result<Job, Failure> {
        let text = |key: &str| match application.options.get(key) {
            Some(OptionValue::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        // Spark's own default.
        let master = text("master").unwrap_or("local[*]").to_owned();
        let manager = Manager::of(&master).ok_or_else(|| {
            Failure::new(
                FailureKind::Configuration,
                format!("`{master}` is not a master"),
            )
            .hint(
                "a master is `local[*]`, `spark://host:7077`, `yarn`, or `k8s://https://host:443`",
            )
        })?;
        let conf = |name: &str| application.conf.get(name).map(|value| value.trim());
        let no_ui = conf("spark.ui.enabled").is_some_and(|on| on.eq_ignore_ascii_case("false"));
        let port = match conf("spark.ui.port") {
            None => Some(crate::watch::ui::DEFAULT_PORT),
            Some(port) => port.parse().ok().filter(|port| *port != 0),
        };
        Ok(Job {
            events,
            masker: Arc::new(masker(application)),
            python: matches!(
                application.resource,
                MainResource::Python { .. } | MainResource::PythonModule { .. }
            ),
            rerun: None,
            manager,
            mode: text("deploy_mode")
                .and_then(DeployMode::of)
                .unwrap_or_default(),
            ui: port.filter(|_| !no_ui),
            grace: self.grace,
            spark: Arc::clone(&self.spark),
            master,
        })
    }

    fn driver(&self, at: DriverHandle, place: &Place, job: &Job) -> DriverSubmission {
        let handle = handle(&Known::Driver(at.clone()));
        let companions = Companions {
            events: job.events.clone(),
            patience: self.patience,
            dir: place.dir.clone(),
            masker: Arc::clone(&job.masker),
            rerun: job.rerun.clone(),
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

    fn attach<'a>(
        &'a self,
        handle: &'a Handle,
        place: &'a Place,
        events: mpsc::UnboundedSender<SubmissionEvent>,
    ) -> BoxFuture<'a, Result<Box<dyn Submission>, Failure>> {
        Box::pin(async move {
            match read(handle)? {
                Known::Driver(at) => {
                    let companions = Companions {
                        events,
                        patience: self.patience,
                        dir: place.dir.clone(),
                        masker: Arc::default(),
                        rerun: None,
                    };
                    let driver = DriverSubmission::new(handle.clone(), at, companions);
                    Ok(Box::new(driver) as Box<dyn Submission>)
                }
                Known::Process { id, started } => Err(gone(id, started)),
            }
        })
    }
}

/// What must not be shown of an application: what its author marked, and what has the name of
/// a secret.
#[must_use]
pub fn masker(application: &SparkApplication) -> Masker {
    let mut masker = Masker::default();
    let is_secret =
        |name: &str| is_secret_name(name) || application.secret.iter().any(|secret| secret == name);
    for (name, value) in application.conf.iter().chain(&application.env) {
        if is_secret(name) {
            masker.add_named(name, value);
        }
    }
    for (key, value) in &application.options {
        if let OptionValue::Text(value) = value
            && application.secret.iter().any(|secret| secret == key)
        {
            masker.add_named(key, value);
        }
    }
    for argument in &application.arguments {
        if let Argument::Secret(value) = argument {
            masker.add(value);
        }
    }
    masker
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

/// Refuses what makes `spark-submit` leave before the application ends, where nobody else
/// could be asked.
fn check_waits(application: &SparkApplication, manager: Manager) -> Result<(), Failure> {
    let property = match manager {
        Manager::Yarn => "spark.yarn.submit.waitAppCompletion",
        Manager::Kubernetes => "spark.kubernetes.submission.waitAppCompletion",
        Manager::Local | Manager::Standalone => return Ok(()),
    };
    let off = application
        .conf
        .get(property)
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("false"));
    if off {
        return Err(Failure::new(
            FailureKind::Configuration,
            format!("`{property} = false` leaves nobody who knows how the application ends"),
        )
        .hint("leave it out: the wait is what tells success from failure"));
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
    fn what_is_secret_by_name_or_by_mark_is_masked() {
        let application = SparkApplication::new(MainResource::Jar {
            path: "a.jar".into(),
        })
        .conf("spark.hadoop.fs.s3a.secret.key", "hunter-one")
        .conf("spark.mine", "hunter-two")
        .env("DB_PASSWORD", "hunter-three")
        .secret("spark.mine")
        .secret_argument("hunter-four")
        .argument("plain");
        let text = "hunter-one hunter-two hunter-three hunter-four plain";
        assert_eq!(
            masker(&application).mask(text),
            "***** ***** ***** ***** plain"
        );
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

//! Kills what runs on a cluster while its `spark-submit` only waits for it.

use std::path::PathBuf;
use std::time::Duration;

use pipeline_core::{Failure, FailureKind};
use spark_options::{DeployMode, Manager};
use tokio::time::timeout;

use super::client::environment;
use super::verdict::Evidence;
use super::{Job, Killing};
use crate::diagnose;
use crate::watch::{Exit, Launch, Output, Process};

/// How long the manager may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks the manager to kill an application in cluster mode, beside ending its `spark-submit`,
/// which would leave it running. Nothing if ending `spark-submit` is all there is to it.
///
/// YARN is asked with its own `yarn` command, as that knows the cluster's addresses and
/// tickets; Kubernetes with `spark-submit --kill` and the options of the application, which say
/// which cluster and as whom. Both see the application's environment.
pub(super) fn kill(job: &Job, evidence: &Evidence) -> Option<Killing> {
    if job.mode != DeployMode::Cluster {
        return None;
    }
    let (program, arguments, id): (PathBuf, Vec<String>, String) =
        match (job.manager, &evidence.application, &evidence.driver) {
            (Manager::Yarn, Some(id), _) => {
                let words = ["application", "-kill", id];
                ("yarn".into(), words.map(str::to_owned).into(), id.clone())
            }
            (Manager::Kubernetes, _, Some(id)) => {
                let mut words = job.options.clone();
                words.extend(["--kill".to_owned(), id.clone()]);
                (job.invocation.program.clone(), words, id.clone())
            }
            _ => {
                return Some(Box::pin(async {
                    Err(Failure::new(
                        FailureKind::Lost,
                        "spark-submit was stopped before it said which application it was given",
                    )
                    .hint("the cluster may run it: look for it there"))
                }));
            }
        };
    let launch = Launch {
        program,
        arguments: arguments.into_iter().map(Into::into).collect(),
        environment: environment(&job.invocation),
        dir: None,
    };
    // What it prints is kept apart from what the application's own spark-submit prints.
    let dir = job.dir.join("kill");
    let masker = std::sync::Arc::clone(&job.masker);
    Some(Box::pin(async move {
        let failed = |why: String| {
            Failure::new(
                FailureKind::Lost,
                format!("{id} could not be killed, and may run on: {why}"),
            )
            .hint("kill it with the tools of its cluster")
        };
        std::fs::create_dir_all(&dir).map_err(|error| failed(error.to_string()))?;
        let (mut process, pipes) =
            Process::start(&launch).map_err(|error| failed(error.to_string()))?;
        let (output, _findings) =
            Output::start(pipes, &dir).map_err(|error| failed(error.to_string()))?;
        let exit = timeout(PATIENCE, process.wait()).await;
        drop(process);
        let summary = output.finish().await;
        let why = match exit {
            Ok(Ok(exit)) if exit.success() => return Ok(()),
            Ok(Ok(Exit::Code(code))) => format!("the request ended with exit code {code}"),
            Ok(_) => "the request was ended by a signal".to_owned(),
            Err(_) => format!("no answer in {} s", PATIENCE.as_secs()),
        };
        let mut failure = failed(why);
        failure.last_lines = diagnose::last_lines(&summary.stderr.path, 20);
        failure.log = Some(summary.stderr.path);
        Err(diagnose::masked(failure, &|text| {
            masker.mask(text).into_owned()
        }))
    }))
}

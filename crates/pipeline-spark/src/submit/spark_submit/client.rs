//! One `spark-submit` under supervision: a task of its own owns the process, tells what becomes
//! known, stops it when asked, and says how it ended.

use std::ffi::OsString;
use std::future::pending;
use std::io;

use pipeline_core::engine::BoxFuture;
use pipeline_core::run::Stop;
use pipeline_core::{Failure, FailureKind};
use spark_options::{DeployMode, Manager};
use tokio::sync::{mpsc, watch as latest};

use super::verdict::{self, Evidence};
use super::{Job, Known, handle, remote};
use crate::command::Invocation;
use crate::diagnose;
use crate::submit::standalone::Addresses;
use crate::submit::telling::Thinned;
use crate::submit::{Handle, Outcome, Submission, SubmissionEvent};
use crate::watch::process::start_time;
use crate::watch::{Exit, Finding, Launch, Output, OutputSummary, Process, StartError, ui};

/// An application whose life is that of our child. Dropped, it is killed.
pub(super) struct ClientSubmission {
    handle: Handle,
    stops: mpsc::UnboundedSender<Stop>,
    outcome: latest::Receiver<Option<Outcome>>,
}

impl Submission for ClientSubmission {
    fn handle(&self) -> &Handle {
        &self.handle
    }

    fn wait(&mut self) -> BoxFuture<'_, Outcome> {
        Box::pin(async move {
            match self.outcome.wait_for(Option::is_some).await {
                Ok(outcome) => outcome.clone().unwrap_or_else(abandoned),
                Err(_) => abandoned(),
            }
        })
    }

    fn stop(&mut self, stop: Stop) -> BoxFuture<'_, ()> {
        // After its end nobody listens, and nothing has to be done.
        let _ = self.stops.send(stop);
        Box::pin(async {})
    }
}

/// Only if the runtime is shut down while somebody still waits.
fn abandoned() -> Outcome {
    Outcome::Lost(Box::new(Failure::new(
        FailureKind::Lost,
        "its supervisor ended before it did",
    )))
}

/// Starts an application whose verdict is with the process.
pub(super) fn start(job: &Job) -> Result<ClientSubmission, Failure> {
    let (process, output, findings) = launch(job)?;
    let id = process.id();
    let handle = handle(&Known::Process {
        id,
        started: start_time(id),
    });
    // Nobody listens any more only when the run is over.
    let _ = job.events.send(SubmissionEvent::Submitted(handle.clone()));
    let (stops, stop_requests) = mpsc::unbounded_channel();
    let (sender, outcome) = latest::channel(None);
    let job = job.clone();
    tokio::spawn(async move {
        let outcome = supervise(process, output, findings, stop_requests, &job).await;
        sender.send_replace(Some(outcome));
    });
    Ok(ClientSubmission {
        handle,
        stops,
        outcome,
    })
}

/// Hands a driver over to a standalone master, and gives its id as soon as it is said.
pub(super) async fn start_driver(job: &Job, addresses: &Addresses) -> Result<String, Failure> {
    let (mut process, output, mut findings) = launch(job)?;
    let exit = loop {
        // The end of the process counts, not that of its streams: whatever it has started may
        // hold them open.
        tokio::select! {
            biased;
            finding = findings.recv() => match finding {
                Some(Finding::DriverId(id)) => {
                    // What it has yet to say is only kept.
                    tokio::spawn(async move {
                        let _ = process.wait().await;
                        output.finish().await;
                    });
                    return Ok(submitted(id, job, addresses));
                }
                Some(_) => {}
                None => break process.wait().await,
            },
            exit = process.wait() => break exit,
        }
    };
    let exit = exit.unwrap_or(Exit::Unknown);
    let summary = output.finish().await;
    while let Some(finding) = findings.recv().await {
        if let Finding::DriverId(id) = finding {
            return Ok(submitted(id, job, addresses));
        }
    }
    let mut failure = explain(exit, &summary, job);
    if exit.success() || !matches!(exit, Exit::Code(_)) {
        failure.kind = FailureKind::Lost;
        failure.cause = "spark-submit did not say which driver it was given".to_owned();
        failure.hint = Some(format!(
            "a log4j configuration that silences org.apache.spark.deploy hides the id; look for the driver at {}",
            addresses.ui.join(" or ")
        ));
    } else if failure.kind == FailureKind::Program {
        // No program of the user's has run yet.
        failure.kind = FailureKind::Environment;
    }
    Err(failure)
}

/// Tells of a driver before anything waits for it.
fn submitted(id: String, job: &Job, addresses: &Addresses) -> String {
    let at = crate::submit::standalone::DriverHandle {
        driver: id.clone(),
        addresses: addresses.clone(),
    };
    let handle = handle(&Known::Driver(at));
    let _ = job.events.send(SubmissionEvent::Submitted(handle));
    id
}

/// The changes to our environment.
pub(super) fn environment(invocation: &Invocation) -> Vec<(OsString, Option<OsString>)> {
    let set = invocation.environment.set.iter();
    let removed = invocation.environment.removed.iter();
    removed
        .map(|name| (name.into(), None))
        .chain(set.map(|(name, value)| (name.into(), Some(value.into()))))
        .collect()
}

fn launch(job: &Job) -> Result<(Process, Output, mpsc::UnboundedReceiver<Finding>), Failure> {
    let invocation = &job.invocation;
    let launch = Launch {
        program: invocation.program.clone(),
        arguments: invocation.arguments.iter().map(Into::into).collect(),
        environment: environment(invocation),
        dir: None,
    };
    let (process, pipes) = Process::start(&launch).map_err(|error| not_started(&error))?;
    let (output, findings) = Output::start(pipes, &job.dir).map_err(|error| {
        let place = job.dir.display();
        Failure::new(
            FailureKind::Environment,
            format!("what it prints cannot be kept in {place}: {error}"),
        )
    })?;
    Ok((process, output, findings))
}

fn not_started(error: &StartError) -> Failure {
    match error {
        StartError::NoProgram(_) => Failure::new(FailureKind::Environment, error.to_string())
            .hint("check `spark_home`, or leave it out to find or install a Spark"),
        StartError::Start { source, .. } => {
            let failure = Failure::new(FailureKind::Environment, format!("{error}: {source}"));
            if source.kind() == io::ErrorKind::ArgumentListTooLong {
                failure
                    .hint("the command line is longer than this system takes: pass a file instead")
            } else {
                failure
            }
        }
    }
}

async fn supervise(
    mut process: Process,
    output: Output,
    mut findings: mpsc::UnboundedReceiver<Finding>,
    mut stop_requests: mpsc::UnboundedReceiver<Stop>,
    job: &Job,
) -> Outcome {
    let mut known = Telling::new(job);
    let mut stopping = Stop::No;
    let mut killing = None;
    let (mut listening, mut held) = (true, true);
    let mut quiet = quiet_ui(&process, job);
    let mut progress = Thinned::new(output.progress());
    let exit = loop {
        tokio::select! {
            exit = process.wait() => break exit.unwrap_or(Exit::Unknown),
            finding = findings.recv(), if listening => match finding {
                Some(finding) => known.tell(finding),
                None => listening = false,
            },
            request = stop_requests.recv(), if held => {
                // Whoever held the submission is gone: nobody will ask for anything any more.
                held = request.is_some();
                let request = request.unwrap_or(Stop::Now);
                match request {
                    Stop::No => {}
                    Stop::Gracefully if stopping == Stop::No => process.terminate(),
                    Stop::Gracefully => {}
                    Stop::Now => process.kill(),
                }
                if stopping == Stop::No && request != Stop::No {
                    // What it has said by now may be the name that is needed.
                    while let Ok(finding) = findings.try_recv() {
                        known.tell(finding);
                    }
                    // On its way at once, beside the end of the process.
                    killing = remote::kill(job, &known.evidence).map(tokio::spawn);
                }
                stopping = stopping.max(request);
            }
            found = &mut quiet, if known.url.is_none() => {
                quiet = Box::pin(pending());
                if let Some((url, id)) = found {
                    known.tell_quiet(url, id);
                }
            }
            Some(id) = known.id() => known.tell_id(id),
            Some(far) = progress.next() => known.send(SubmissionEvent::Progress(far)),
        }
    };
    let summary = output.finish().await;
    if let Some(far) = progress.last() {
        known.send(SubmissionEvent::Progress(far));
    }
    while let Some(finding) = findings.recv().await {
        known.tell(finding);
    }
    let outcome = match (stopping, killing) {
        (Stop::No, _) => verdict::of(exit, job.manager, job.mode, &known.evidence, || {
            explain(exit, &summary, job)
        }),
        (_, None) => Outcome::Stopped,
        (_, Some(killing)) => match killing.await {
            Ok(Ok(())) => Outcome::Stopped,
            Ok(Err(failure)) => Outcome::Lost(Box::new(failure)),
            Err(_) => abandoned(),
        },
    };
    // A failure tells of it itself.
    if !matches!(outcome, Outcome::Failed(_)) {
        for stream in [&summary.stdout, &summary.stderr] {
            if let Some(trouble) = &stream.trouble {
                let text = format!("what it printed is not kept whole: {trouble}");
                known.send(SubmissionEvent::Message(text));
            }
        }
    }
    if outcome == Outcome::Succeeded
        && let Some(file) = &job.invocation.properties
    {
        // Only to run it again by hand; should it stay, it is still its owner's only.
        let _ = std::fs::remove_file(file);
    }
    outcome
}

fn explain(exit: Exit, output: &OutputSummary, job: &Job) -> Failure {
    let mut failure = diagnose::explain(&diagnose::Evidence {
        exit,
        output,
        python: job.python,
    });
    failure.rerun.clone_from(&job.rerun);
    diagnose::masked(failure, &|text| job.masker.mask(text).into_owned())
}

type Found<T> = std::pin::Pin<Box<dyn Future<Output = Option<T>> + Send>>;

/// Looks for the interface of an application whose log says nothing of it.
fn quiet_ui(process: &Process, job: &Job) -> Found<(String, String)> {
    let (id, port) = (process.id(), job.ui);
    match port {
        Some(port) if job.mode == DeployMode::Client => Box::pin(ui::find(id, port)),
        _ => Box::pin(pending()),
    }
}

/// What is told of an application, each thing once.
struct Telling<'a> {
    job: &'a Job,
    evidence: Evidence,
    url: Option<String>,
    id: Found<String>,
}

impl<'a> Telling<'a> {
    fn new(job: &'a Job) -> Self {
        Self {
            job,
            evidence: Evidence::default(),
            url: None,
            id: Box::pin(pending()),
        }
    }

    /// The application's id, if its interface has to be asked for it.
    async fn id(&mut self) -> Option<String> {
        let id = (&mut self.id).await;
        self.id = Box::pin(pending());
        id
    }

    fn tell(&mut self, finding: Finding) {
        match &finding {
            Finding::TrackingUrl(url) => {
                if self.job.manager == Manager::Local && self.evidence.application.is_none() {
                    let url = url.clone();
                    self.id = Box::pin(async move { ui::application_id(&url).await });
                }
                self.tell_url(url);
            }
            Finding::ApplicationId(id) => self.tell_id(id.clone()),
            Finding::State(state) => self.send(SubmissionEvent::State(state.clone())),
            _ => {}
        }
        self.evidence.add(finding);
    }

    fn tell_quiet(&mut self, url: String, id: String) {
        // The log has spoken meanwhile, or the interface is that of another session.
        if self.url.is_none() {
            self.tell_url(&url);
        }
        if self.evidence.application.is_none() {
            self.tell_id(id);
        }
    }

    fn tell_url(&mut self, url: &str) {
        if self.url.as_deref() != Some(url) {
            self.url = Some(url.to_owned());
            self.send(SubmissionEvent::TrackingUrl(url.to_owned()));
        }
    }

    fn tell_id(&mut self, id: String) {
        if self.evidence.application.as_ref() != Some(&id) {
            self.evidence.application = Some(id.clone());
            self.send(SubmissionEvent::ApplicationId(id));
        }
    }

    fn send(&self, event: SubmissionEvent) {
        let _ = self.job.events.send(event);
    }
}

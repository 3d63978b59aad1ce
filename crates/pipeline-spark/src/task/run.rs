//! Runs a task's application, from its settings to its outputs.

use std::sync::Arc;

use pipeline_core::engine::Extensions;
use pipeline_core::run::{Context, EventKind, Stop};
use pipeline_core::secret::Masker;
use pipeline_core::{Failure, FailureKind};
use spark_options::DeployMode;
use tokio::sync::mpsc;

use super::outputs::Outputs;
use super::{SparkTask, resume};
use crate::install::Spark;
use crate::submit::{Outcome, Place, SparkSubmit, Submission, SubmissionEvent, Submitter};
use crate::{SparkApplication, command, diagnose, python, settings};

/// Runs the application of a task: lays the settings over it, submits it, tells what becomes
/// known, stops it when the run is asked to stop, and gives files and folders their names when
/// it has succeeded. The derive calls it.
///
/// # Errors
/// The failure, with its root cause first; of kind [`FailureKind::Stopped`] if the application
/// was stopped, [`FailureKind::Lost`] if nobody knows how it ended.
pub async fn run(task: &impl SparkTask, cx: &Context) -> pipeline_core::Result<()> {
    let masker = masker(task);
    go(task, cx).await.map_err(|failure| {
        let masked = diagnose::masked(failure, &|text| masker.mask(text).into_owned());
        diagnose::bounded(masked).into()
    })
}

async fn go(task: &impl SparkTask, cx: &Context) -> Result<(), Failure> {
    let submitter = submitter(cx.extensions())?;
    let spark: Option<Arc<Spark>> = cx.extensions().get();
    let declared = settings::apply(task.application(), cx.settings())?;
    let mut application = declared.clone();
    let place = place(cx)?;
    if let Some(begun) = cx.resume()
        && let Some(resumed) = resume::find(task, begun, submitter.as_ref(), &place, cx)?
    {
        return resumed
            .see_to_its_end(submitter.as_ref(), &application, &place, cx)
            .await;
    }
    if let Some(trace) = cx.traceparent() {
        let held = application.env.entry("TRACEPARENT".to_owned());
        held.or_insert(trace);
    }
    let mut outputs = Outputs::prepare(task, &mut application, cx.dir())?;
    for location in &outputs.cleared {
        cx.message(format!(
            "removed {location}, which an earlier run left unfinished"
        ));
    }
    let submitted = async {
        let application = python::materialise(application, &place.dir)?;
        // What fails here fails again, and is told, when it is submitted.
        let line = spark.and_then(|spark| command::build(&application, &spark).ok());
        if line.is_some_and(|line| line.destination.deploy_mode == DeployMode::Cluster) {
            outputs.run_in_cluster();
        }
        supervise(submitter.as_ref(), &application, &place, &mut outputs, cx).await
    };
    let ended = submitted.await;
    conclude(ended, outputs, cx, |failed, outputs| {
        let rerun = failed.rerun.as_deref();
        rerun.and_then(|again| outputs.rerun(again, &declared, &place.dir))
    })
}

/// What follows for the outputs, and for the task.
pub(super) fn conclude(
    ended: Result<Outcome, Failure>,
    outputs: Outputs,
    cx: &Context,
    rerun: impl FnOnce(&Failure, &Outputs) -> Option<String>,
) -> Result<(), Failure> {
    let failed = match ended {
        Ok(Outcome::Succeeded) => return outputs.commit(),
        Ok(Outcome::Failed(failure)) => *failure,
        Ok(Outcome::Stopped) => stopped(cx),
        Ok(Outcome::Lost(failure)) => return Err(outputs.leave(*failure)),
        Err(failure) if failure.kind == FailureKind::Lost => return Err(outputs.leave(failure)),
        Err(failure) => failure,
    };
    let rerun = rerun(&failed, &outputs);
    outputs.abandon();
    Err(Failure { rerun, ..failed })
}

/// Who submits: `spark-submit` is the one there is.
fn submitter(extensions: &Extensions) -> Result<Box<dyn Submitter>, Failure> {
    let spark: Arc<Spark> = extensions.get().ok_or_else(|| {
        Failure::new(
            FailureKind::Environment,
            "no Spark was made ready for this run",
        )
        .hint("add the engine: `Program::engine(SparkEngine)`; `spark_pipeline::main` does")
    })?;
    Ok(Box::new(SparkSubmit::new(spark)))
}

fn place(cx: &Context) -> Result<Place, Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(
            FailureKind::Environment,
            format!("cannot make the folder {}: {error}", cx.dir().display()),
        )
    };
    let dir = std::path::absolute(cx.dir()).map_err(failed)?;
    std::fs::create_dir_all(&dir).map_err(failed)?;
    Ok(Place { dir })
}

/// Submits, and sees it to its end, whatever is asked meanwhile.
async fn supervise(
    submitter: &dyn Submitter,
    application: &SparkApplication,
    place: &Place,
    outputs: &mut Outputs,
    cx: &Context,
) -> Result<Outcome, Failure> {
    let (sender, mut events) = mpsc::unbounded_channel();
    let mut submission = {
        let mut submitting = submitter.submit(application, place, sender);
        loop {
            tokio::select! {
                biased;
                submitted = &mut submitting => break submitted?,
                Some(event) = events.recv() => tell(cx, submitter, outputs, event),
                // What is half handed over is better handed over and then stopped; only who is
                // in a hurry leaves it.
                () = cx.stopped(Stop::Now) => return Ok(submitter.given_up(application)),
            }
        }
    };
    let outcome = watch(submission.as_mut(), submitter, &mut events, outputs, cx).await;
    while let Ok(event) = events.try_recv() {
        tell(cx, submitter, outputs, event);
    }
    Ok(outcome)
}

pub(super) async fn watch(
    submission: &mut dyn Submission,
    submitter: &dyn Submitter,
    events: &mut mpsc::UnboundedReceiver<SubmissionEvent>,
    outputs: &mut Outputs,
    cx: &Context,
) -> Outcome {
    let mut asked = Stop::No;
    loop {
        let more = if asked == Stop::No {
            Stop::Gracefully
        } else {
            Stop::Now
        };
        tokio::select! {
            biased;
            Some(event) = events.recv() => tell(cx, submitter, outputs, event),
            () = cx.stopped(more), if asked < Stop::Now => {
                asked = cx.stop().max(more);
                submission.stop(asked).await;
            }
            outcome = submission.wait() => return outcome,
        }
    }
}

pub(super) fn tell(
    cx: &Context,
    submitter: &dyn Submitter,
    outputs: &mut Outputs,
    event: SubmissionEvent,
) {
    let task = cx.task();
    match event {
        SubmissionEvent::Submitted(handle) => {
            if let Some(driver) = handle.value["driver"].as_str() {
                outputs.name_driver(driver);
            }
            cx.emit(EventKind::Submitted {
                task,
                submitter: submitter.name().to_owned(),
                handle: handle.value,
            });
        }
        SubmissionEvent::ApplicationId(id) => {
            outputs.name_application(&id);
            cx.emit(EventKind::ApplicationId { task, id });
        }
        SubmissionEvent::TrackingUrl(url) => cx.emit(EventKind::TrackingUrl { task, url }),
        SubmissionEvent::State(text) | SubmissionEvent::Message(text) => cx.message(text),
        SubmissionEvent::Progress(far) => cx.progress(far.what, far.done, Some(far.total)),
    }
}

fn stopped(cx: &Context) -> Failure {
    let cause = if cx.stop() == Stop::No {
        "somebody else stopped the application"
    } else {
        "stopped with the run"
    };
    Failure::new(FailureKind::Stopped, cause)
}

/// What of the task's own parameters must not be shown.
fn masker(task: &impl SparkTask) -> Masker {
    let mut masker = Masker::default();
    task.visit_params(&mut |schema, value| {
        if schema.secret {
            masker.add_named(schema.name, &value.print());
        }
    });
    masker
}

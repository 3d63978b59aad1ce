//! Goes on with an application that a run which died had submitted.

use pipeline_core::run::{Context, EventKind, Resume, Submitted};
use pipeline_core::{Failure, FailureKind};
use spark_options::DeployMode;
use tokio::sync::mpsc;

use super::SparkTask;
use super::outputs::Outputs;
use super::run::{conclude, tell, watch};
use crate::install::Spark;
use crate::submit::{Handle, Outcome, Place, Submitter};
use crate::{SparkApplication, command, diagnose};

/// An application that may be at work still.
pub(super) struct Resumed {
    run: String,
    handle: Handle,
    outputs: Outputs,
}

/// Looks what a run that died left of a task: an application to go on with, or nothing, since
/// all of it ended with that run.
///
/// # Errors
/// It may be at work, and nobody can follow it from here.
pub(super) fn find(
    task: &impl SparkTask,
    begun: &Resume,
    submitter: &dyn Submitter,
    place: &Place,
    cx: &Context,
) -> Result<Option<Resumed>, Failure> {
    let Some(submission) = &begun.submission else {
        return unknown(task, begun, None, cx).map(|()| None);
    };
    let handle = Handle {
        submitter: submission.submitter.clone(),
        value: submission.handle.clone(),
    };
    if !submitter.outlives(&handle) {
        return unknown(task, begun, Some(submission), cx).map(|()| None);
    }
    let names = [
        submission.handle["driver"].as_str(),
        submission.application.as_deref(),
    ];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    let Some(outputs) = Outputs::resume(task, &names, &place.dir)? else {
        return Ok(None);
    };
    Ok(Some(Resumed {
        run: begun.run.clone(),
        handle,
        outputs,
    }))
}

/// Whether a program in a cluster may run that nobody can find. One that writes something is
/// known by a note, which keeps the next from beginning; one that writes nothing only by this.
fn unknown(
    task: &impl SparkTask,
    begun: &Resume,
    submission: Option<&Submitted>,
    cx: &Context,
) -> Result<(), Failure> {
    let mut writes = false;
    task.visit_outputs(&mut |_, _| writes = true);
    if writes || !is_in_cluster(task, cx) {
        return Ok(());
    }
    let application = submission.and_then(|submission| submission.application.as_deref());
    let cause = match application {
        Some(id) => format!(
            "run {} died while {id} was at work, which may go on in its cluster",
            begun.run
        ),
        None => format!(
            "run {} died while the application was handed over: nobody knows whether its cluster \
             runs it",
            begun.run
        ),
    };
    Err(Failure::new(FailureKind::Lost, cause).hint(
        "look for it in its cluster, wait for its end or kill it there; then run this again, \
         which submits it anew",
    ))
}

fn is_in_cluster(task: &impl SparkTask, cx: &Context) -> bool {
    let Ok(application) = crate::settings::apply(task.application(), cx.settings()) else {
        return false;
    };
    if application.deploy_mode() == DeployMode::Cluster {
        return true;
    }
    let spark = cx.extensions().get::<Spark>();
    let line = spark.and_then(|spark| command::build(&application, &spark).ok());
    line.is_some_and(|line| line.destination.deploy_mode == DeployMode::Cluster)
}

impl Resumed {
    /// Attaches to it, and sees it to its end, whatever is asked meanwhile.
    pub(super) async fn see_to_its_end(
        self,
        submitter: &dyn Submitter,
        application: &SparkApplication,
        place: &Place,
        cx: &Context,
    ) -> Result<(), Failure> {
        let Self {
            run,
            handle,
            mut outputs,
        } = self;
        let name = handle.value["driver"].as_str().unwrap_or("what").to_owned();
        cx.message(format!(
            "going on with {name}, which run {run} had submitted"
        ));
        // Should we die too, the next one finds it in our journal.
        cx.emit(EventKind::Submitted {
            task: cx.task(),
            submitter: handle.submitter.clone(),
            handle: handle.value.clone(),
        });
        let (sender, mut events) = mpsc::unbounded_channel();
        let ended = match submitter.attach(&handle, place, sender).await {
            Ok(mut submission) => {
                let ended = watch(
                    submission.as_mut(),
                    submitter,
                    &mut events,
                    &mut outputs,
                    cx,
                );
                let ended = ended.await;
                while let Ok(event) = events.try_recv() {
                    tell(cx, submitter, &mut outputs, event);
                }
                Ok(masked(ended, application, cx))
            }
            Err(failure) => Err(failure),
        };
        // What runs it again by hand is in the folder of the run that died.
        conclude(ended, outputs, cx, |_, _| None)
    }
}

/// The secrets of its command line taken out, which whoever attaches does not know.
fn masked(outcome: Outcome, application: &SparkApplication, cx: &Context) -> Outcome {
    let spark = cx.extensions().get::<Spark>();
    let Some(line) = spark.and_then(|spark| command::build(application, &spark).ok()) else {
        return outcome;
    };
    let masker = line.masker();
    let mask = |failure: Box<Failure>| {
        Box::new(diagnose::masked(*failure, &|text| {
            masker.mask(text).into_owned()
        }))
    };
    match outcome {
        Outcome::Failed(failure) => Outcome::Failed(mask(failure)),
        Outcome::Lost(failure) => Outcome::Lost(mask(failure)),
        other => other,
    }
}

//! The checks, each named after its rule.

use std::time::Duration;

use pipeline_core::FailureKind;
use pipeline_core::engine::BoxFuture;
use pipeline_core::run::Stop;
use tokio::time::timeout;

use super::Fixture;
use super::trial::{attach, file, place, submit};
use crate::submit::{Outcome, SubmissionEvent, Submitter};

type Verdict = Result<(), String>;
type Check = for<'a> fn(&'a dyn Submitter, &'a Fixture) -> BoxFuture<'a, Verdict>;

/// Every rule with its check.
pub(super) fn all() -> Vec<(&'static str, Check)> {
    vec![
        ("success is success, and its handle comes first", |s, f| {
            Box::pin(success(s, f))
        }),
        (
            "an exit code other than zero is a failure that names it",
            |s, f| Box::pin(exit_code(s, f)),
        ),
        ("an exception is the root cause", |s, f| {
            Box::pin(root_cause(s, f))
        }),
        ("arguments arrive unharmed", |s, f| {
            Box::pin(arguments(s, f))
        }),
        ("output is kept whole", |s, f| Box::pin(output(s, f))),
        (
            "address and id are told while it runs, and it stops when asked",
            |s, f| Box::pin(stop_gracefully(s, f)),
        ),
        (
            "it is killed when asked, and asking again harms nothing",
            |s, f| Box::pin(stop_now(s, f)),
        ),
        ("a submission is found again by its handle", |s, f| {
            Box::pin(found_again(s, f))
        }),
        (
            "what is forgotten is lost, and neither success nor failure",
            |s, f| Box::pin(forgotten(s, f)),
        ),
    ]
}

async fn success(submitter: &dyn Submitter, fixture: &Fixture) -> Verdict {
    let (mut trial, _) = submit(submitter, fixture, "success", &["succeed"]).await?;
    let outcome = trial.wait().await?;
    expect(outcome == Outcome::Succeeded, || format!("{outcome:?}"))?;
    let again = trial.wait().await?;
    expect(again == outcome, || {
        format!("asked again, it says {again:?}")
    })?;
    let handle = trial.submission.handle().clone();
    expect(handle.submitter == submitter.name(), || {
        format!("{handle:?}")
    })?;
    let first = trial.events.first();
    expect(first == Some(&SubmissionEvent::Submitted(handle)), || {
        format!("{first:?} came first")
    })?;
    trial.submission.stop(Stop::Now).await;
    let after = trial.wait().await?;
    expect(after == Outcome::Succeeded, || {
        format!("a stop after the end made it {after:?}")
    })
}

async fn exit_code(submitter: &dyn Submitter, fixture: &Fixture) -> Verdict {
    let (mut trial, _) = submit(submitter, fixture, "exit-code", &["exit", "3"]).await?;
    match trial.wait().await? {
        Outcome::Failed(failure) if fixture.exit_code => {
            expect(failure.exit_code == Some(3), || format!("{failure:?}"))?;
            expect(failure.rerun.is_some(), || {
                "it does not say how to run it again".to_owned()
            })
        }
        Outcome::Failed(_) => Ok(()),
        other => Err(format!("{other:?}")),
    }
}

async fn root_cause(submitter: &dyn Submitter, fixture: &Fixture) -> Verdict {
    let message = "no such month: 13";
    let (mut trial, _) = submit(submitter, fixture, "root-cause", &["throw", message]).await?;
    match trial.wait().await? {
        Outcome::Failed(failure) => {
            expect(failure.cause.contains(message), || format!("{failure:?}"))?;
            expect(failure.kind == FailureKind::Program, || {
                format!("{:?}", failure.kind)
            })?;
            expect(!failure.last_lines.is_empty(), || {
                "no last lines".to_owned()
            })?;
            expect(failure.log.as_ref().is_some_and(|log| log.exists()), || {
                format!("{:?}", failure.log)
            })
        }
        other => Err(format!("{other:?}")),
    }
}

async fn arguments(submitter: &dyn Submitter, fixture: &Fixture) -> Verdict {
    let nasty = [
        "", " ", "a b", " a ", "--master", "--x=y", "-e", "=", "a=b", "a,b", ",", "*", "~",
        "$HOME", "${HOME}", "`id`", "$(id)", "\"", "'", "\\", "\\n", "a\nb", "\t", ";", "&", "|",
        "#", "!", "{}", "{{x}}", "%s", "ünï", "漢字", "0",
    ];
    let (path, report) = file(&place(fixture, "arguments")?, "report");
    let mut words = vec!["report", report.as_str()];
    words.extend(nasty);
    let (mut trial, _) = submit(submitter, fixture, "arguments", &words).await?;
    let outcome = trial.wait().await?;
    expect(outcome == Outcome::Succeeded, || format!("{outcome:?}"))?;
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let arrived: Vec<&str> = text.split_terminator('\0').collect();
    expect(arrived == nasty, || format!("{arrived:?}"))
}

async fn output(submitter: &dyn Submitter, fixture: &Fixture) -> Verdict {
    if !fixture.output {
        return Ok(());
    }
    let (mut trial, place) = submit(submitter, fixture, "output", &["print", "3"]).await?;
    let outcome = trial.wait().await?;
    expect(outcome == Outcome::Succeeded, || format!("{outcome:?}"))?;
    let mut kept = 0;
    for entry in std::fs::read_dir(&place.dir).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let text = std::fs::read(path).map_err(|error| error.to_string())?;
        kept += text.iter().filter(|byte| **byte == 0xff).count();
    }
    expect(kept == 6 << 20, || format!("{kept} bytes of {}", 6 << 20))
}

async fn stop_gracefully(submitter: &dyn Submitter, fixture: &Fixture) -> Verdict {
    let (started, argument) = file(&place(fixture, "stop-gracefully")?, "started");
    let (mut trial, _) = submit(submitter, fixture, "stop-gracefully", &["run", &argument]).await?;
    trial.until_file(&started).await?;
    trial
        .until_told(
            "an address",
            |event| matches!(event, SubmissionEvent::TrackingUrl(url) if url.starts_with("http")),
        )
        .await?;
    trial
        .until_told(
            "an id",
            |event| matches!(event, SubmissionEvent::ApplicationId(id) if !id.is_empty()),
        )
        .await?;
    // Waiting may be given up and begun again.
    let gave_up = timeout(Duration::from_millis(100), trial.submission.wait()).await;
    expect(gave_up.is_err(), || {
        format!("it ended by itself: {gave_up:?}")
    })?;
    trial.submission.stop(Stop::Gracefully).await;
    let outcome = trial.wait().await?;
    expect(outcome == Outcome::Stopped, || format!("{outcome:?}"))
}

async fn stop_now(submitter: &dyn Submitter, fixture: &Fixture) -> Verdict {
    let (started, argument) = file(&place(fixture, "stop-now")?, "started");
    let (mut trial, _) = submit(submitter, fixture, "stop-now", &["run", &argument]).await?;
    trial.until_file(&started).await?;
    trial.submission.stop(Stop::Gracefully).await;
    trial.submission.stop(Stop::Now).await;
    trial.submission.stop(Stop::Now).await;
    let outcome = trial.wait().await?;
    expect(outcome == Outcome::Stopped, || format!("{outcome:?}"))?;
    trial.submission.stop(Stop::Gracefully).await;
    let after = trial.wait().await?;
    expect(after == Outcome::Stopped, || {
        format!("a stop after the end made it {after:?}")
    })
}

async fn found_again(submitter: &dyn Submitter, fixture: &Fixture) -> Verdict {
    let (started, argument) = file(&place(fixture, "found-again")?, "started");
    let (mut trial, _) = submit(submitter, fixture, "found-again", &["run", &argument]).await?;
    trial.until_file(&started).await?;
    let handle = trial.submission.handle().clone();
    // Whoever made it is gone.
    drop(trial);
    let again = place(fixture, "found-again-2")?;
    match attach(submitter, &handle, &again).await? {
        Ok(mut attached) if fixture.outlives => {
            expect(*attached.submission.handle() == handle, || {
                "another handle".to_owned()
            })?;
            let runs = timeout(Duration::from_secs(2), attached.submission.wait()).await;
            expect(runs.is_err(), || format!("it ended by itself: {runs:?}"))?;
            attached.submission.stop(Stop::Now).await;
            let outcome = attached.wait().await?;
            expect(outcome == Outcome::Stopped, || format!("{outcome:?}"))
        }
        Ok(mut attached) => is_lost(&attached.wait().await?),
        Err(failure) if fixture.outlives => Err(format!("{failure:?}")),
        Err(failure) => expect(failure.kind == FailureKind::Lost, || format!("{failure:?}")),
    }
}

async fn forgotten(submitter: &dyn Submitter, fixture: &Fixture) -> Verdict {
    let place = place(fixture, "forgotten")?;
    match attach(submitter, &fixture.forgotten, &place).await? {
        Ok(mut attached) => is_lost(&attached.wait().await?),
        Err(failure) => expect(failure.kind == FailureKind::Lost, || format!("{failure:?}")),
    }
}

fn is_lost(outcome: &Outcome) -> Verdict {
    match outcome {
        Outcome::Lost(failure) => {
            expect(failure.kind == FailureKind::Lost, || format!("{failure:?}"))
        }
        other => Err(format!("{other:?}")),
    }
}

fn expect(holds: bool, seen: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(seen()) }
}

//! One submission of the suite.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Fixture;
use crate::SparkApplication;
use crate::submit::{Handle, Outcome, Place, Submission, SubmissionEvent, Submitter};

/// Only turns a hang into a broken rule.
const LONG: Duration = Duration::from_secs(300);

/// One submission with what it told.
pub(super) struct Trial {
    pub(super) submission: Box<dyn Submission>,
    pub(super) events: Vec<SubmissionEvent>,
    receiver: mpsc::UnboundedReceiver<SubmissionEvent>,
}

/// The application with these arguments.
pub(super) fn application(fixture: &Fixture, arguments: &[&str]) -> SparkApplication {
    let application = fixture.application.clone();
    arguments.iter().fold(application, |application, argument| {
        application.argument(*argument)
    })
}

/// A folder of its own for a check.
pub(super) fn place(fixture: &Fixture, name: &str) -> Result<Place, String> {
    let dir = fixture.dir.join(name);
    std::fs::create_dir_all(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    Ok(Place { dir })
}

pub(super) async fn submit(
    submitter: &dyn Submitter,
    fixture: &Fixture,
    name: &str,
    arguments: &[&str],
) -> Result<(Trial, Place), String> {
    let place = place(fixture, name)?;
    let application = application(fixture, arguments);
    let (events, receiver) = mpsc::unbounded_channel();
    let submission = within(submitter.submit(&application, &place, events))
        .await?
        .map_err(|failure| format!("it was not submitted: {failure:?}"))?;
    Ok((
        Trial {
            submission,
            events: Vec::new(),
            receiver,
        },
        place,
    ))
}

pub(super) async fn attach(
    submitter: &dyn Submitter,
    handle: &Handle,
    place: &Place,
) -> Result<Result<Trial, pipeline_core::Failure>, String> {
    // As another process would have it: from text.
    let text = serde_json::to_string(handle).map_err(|error| error.to_string())?;
    let read: Handle = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if read != *handle {
        return Err(format!("{handle:?} is not the same after JSON"));
    }
    let (events, receiver) = mpsc::unbounded_channel();
    let attached = within(submitter.attach(&read, place, events)).await?;
    Ok(attached.map(|submission| Trial {
        submission,
        events: Vec::new(),
        receiver,
    }))
}

impl Trial {
    pub(super) async fn wait(&mut self) -> Result<Outcome, String> {
        let outcome = within(self.submission.wait()).await?;
        while let Ok(event) = self.receiver.try_recv() {
            self.events.push(event);
        }
        Ok(outcome)
    }

    /// Waits for a file that the application makes, or for its early end. Both at once: a
    /// submission may learn things only while somebody waits for it.
    pub(super) async fn until_file(&mut self, file: &std::path::Path) -> Result<(), String> {
        let seen = async {
            while !file.exists() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::select! {
            seen = within(seen) => seen,
            outcome = self.submission.wait() => Err(format!("it ended early: {outcome:?}")),
        }
    }

    /// Waits until it has told something.
    pub(super) async fn until_told(
        &mut self,
        what: &str,
        is: impl Fn(&SubmissionEvent) -> bool,
    ) -> Result<(), String> {
        loop {
            if self.events.iter().any(&is) {
                return Ok(());
            }
            let event = tokio::select! {
                event = timeout(LONG, self.receiver.recv()) => event,
                outcome = self.submission.wait() => {
                    return Err(format!("it ended without telling {what}: {outcome:?}"));
                }
            };
            match event {
                Ok(Some(event)) => self.events.push(event),
                _ => {
                    return Err(format!(
                        "it does not tell {what}; it told {:?}",
                        self.events
                    ));
                }
            }
        }
    }
}

pub(super) async fn within<T>(future: impl Future<Output = T>) -> Result<T, String> {
    timeout(LONG, future)
        .await
        .map_err(|_| format!("nothing came of it in {} s", LONG.as_secs()))
}

/// A file that is not there yet.
pub(super) fn file(place: &Place, name: &str) -> (PathBuf, String) {
    let path = place.dir.join(name);
    let text = path.display().to_string();
    (path, text)
}

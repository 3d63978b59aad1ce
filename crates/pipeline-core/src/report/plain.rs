//! Plain lines, for a pipe or CI.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::text::{BAD, CAREFUL, GOOD, QUIET, brief, human, lines, number, one_line, paint, tasks};
use super::{Reporter, Screen};
use crate::run::{Event, EventKind, RunView, State, Stop, between};
use crate::task::TaskId;

/// How often a task is said to be so far, at most.
const FAR: Duration = Duration::from_secs(30);

/// Above so many tasks, only what matters gets a line of its own.
const MANY: usize = 500;

/// Writes one line for what happens, after the time of day.
///
/// In a run of more than 500 tasks neither the beginning nor the success of a task has a
/// line; instead each twentieth of the way has one.
pub struct Plain {
    screen: Screen,
    zone: TimeZone,
    /// How many of the twenty parts of the way are told.
    parts: usize,
    /// When each task at work was last said to be so far.
    far: HashMap<TaskId, Timestamp>,
}

impl Plain {
    /// Writes to this screen, in the time zone of the system.
    #[must_use]
    pub fn new(screen: Screen) -> Self {
        Self::in_zone(screen, TimeZone::system())
    }

    /// Writes to this screen, in this time zone.
    #[must_use]
    pub fn in_zone(screen: Screen, zone: TimeZone) -> Self {
        Self {
            screen,
            zone,
            parts: 0,
            far: HashMap::new(),
        }
    }
}

impl Reporter for Plain {
    fn event(&mut self, event: &Event, view: &RunView) {
        let many = to_run(view) > MANY;
        let mut text = sentence(event, view, many);
        if !many {
            text = text.or_else(|| self.far(event, view));
        }
        if text.is_none() && many {
            text = self.progress(view);
        }
        if let Some(text) = text {
            let at = event.at.to_zoned(self.zone.clone()).strftime("%H:%M:%S");
            let at = paint(QUIET, &at.to_string());
            self.screen.write(&format!("{at} {}\n", lines_kept(&text)));
        }
    }
}

impl Plain {
    /// How far a task is, now and then.
    fn far(&mut self, event: &Event, view: &RunView) -> Option<String> {
        let task = event.kind.task()?;
        let EventKind::TaskProgress {
            what, done, total, ..
        } = &event.kind
        else {
            if view
                .number(&event.kind)
                .is_some_and(|it| view.since(it).is_none())
            {
                self.far.remove(&task);
            }
            return None;
        };
        let number = view.number(&event.kind)?;
        // Of what has just begun one learns nothing.
        let last = self
            .far
            .get(&task)
            .copied()
            .or_else(|| view.since(number))?;
        if between(last, event.at) < FAR {
            return None;
        }
        self.far.insert(task, event.at);
        let of = total
            .map(|total| format!(" of {total}"))
            .unwrap_or_default();
        let what = one_line(what, 60);
        Some(format!("  {}: {done}{of} {what}", view.label(number)))
    }

    fn progress(&mut self, view: &RunView) -> Option<String> {
        let (done, all) = (ended(view), to_run(view));
        let parts = (done * 20).checked_div(all)?;
        if parts <= self.parts {
            return None;
        }
        self.parts = parts;
        let failed = view.count(State::Failed);
        let failed = if failed > 0 {
            format!(", {} failed", number(failed))
        } else {
            String::new()
        };
        Some(format!("{} of {} ended{failed}", number(done), tasks(all)))
    }
}

/// What a person is told of an event, if anything. Used by the live console too.
pub(super) fn sentence(event: &Event, view: &RunView, many: bool) -> Option<String> {
    let label = || match view.number(&event.kind) {
        Some(number) => view.label(number),
        None => "(unknown task)".to_owned(),
    };
    Some(match &event.kind {
        EventKind::RunStarted { .. } => beginning(view),
        EventKind::EarlierRun { .. } => super::text::earlier_run(&event.kind)?,
        EventKind::EnginePreparing { engine } => format!("preparing {engine}"),
        EventKind::EnginePrepared {
            engine,
            elapsed,
            found,
            failure,
        } => match failure {
            None => {
                let found = found.as_ref().map(|found| format!(": {found}"));
                let found = found.unwrap_or_default();
                format!("{engine} is ready after {}{found}", human(*elapsed))
            }
            Some(failure) => format!("{} {engine} is not ready: {failure}", paint(BAD, "✗")),
        },
        EventKind::TaskStarted { label, attempt, .. } if !many => match attempt {
            1 => format!("▸ {label}"),
            again => format!("▸ {label}, try {again}"),
        },
        EventKind::TaskMessage { message, .. } if !many => {
            format!("  {}: {}", label(), lines(message, "           "))
        }
        EventKind::ApplicationId { id, .. } if !many => {
            format!("  {}: application {id}", label())
        }
        EventKind::TrackingUrl { url, .. } if !many => format!("  {}: UI at {url}", label()),
        // A wrapper has nothing to tell, and what took no time is over.
        EventKind::TaskSucceeded { elapsed, .. } if !many => {
            format!("{} {}  {}", paint(GOOD, "✓"), label(), human(*elapsed))
        }
        EventKind::TaskFailed {
            elapsed, failure, ..
        } => format!(
            "{} {} failed after {}: {}",
            paint(BAD, "✗"),
            label(),
            human(*elapsed),
            lines(&failure.cause, "           ")
        ),
        EventKind::TaskRetrying {
            attempt,
            of,
            after,
            failure,
            ..
        } => format!(
            "{} {} failed (try {attempt} of {of}), again in {}: {}",
            paint(CAREFUL, "↻"),
            label(),
            brief(*after),
            lines(&failure.cause, "           ")
        ),
        EventKind::TaskRequires { requires, .. } if !many => {
            let names = requires.iter().map(|id| match view.plan().find(*id) {
                Some(number) => view.label(number),
                None => id.short(),
            });
            format!("  {}: waits for {}", label(), super::text::few(names, 3))
        }
        EventKind::TaskResumed { .. } if !many => format!("  {} goes on", label()),
        EventKind::TaskComplete { .. } if is_from_elsewhere(event, view) => {
            format!("{} {} was done there", paint(GOOD, "✓"), label())
        }
        EventKind::TaskElsewhere { run, .. } => {
            let run = run.as_deref().unwrap_or("another run");
            format!("  {} is at work in {run}: waiting for it", label())
        }
        EventKind::HookFailed { hook, failure, .. } => {
            format!(
                "{} {}: {hook} failed: {failure}",
                paint(CAREFUL, "!"),
                label()
            )
        }
        EventKind::TaskStopped { elapsed, .. } => format!(
            "{} {} stopped after {}",
            paint(CAREFUL, "■"),
            label(),
            human(*elapsed)
        ),
        EventKind::TaskSkipped { because, .. } if !many => {
            let names = because.iter().map(|id| match view.plan().find(*id) {
                Some(number) => view.label(number),
                None => id.short(),
            });
            let names = super::text::few(names, 3);
            format!(
                "{} {} skipped because of {names}",
                paint(CAREFUL, "–"),
                label()
            )
        }
        EventKind::JournalFailed { failure } => {
            format!("{} {failure}; nothing new starts", paint(BAD, "✗"))
        }
        EventKind::JournalGoesOn => "the journal can be written again".to_owned(),
        EventKind::StopRequested { stop, cause } => {
            let what = match stop {
                Stop::Now => "ending what runs at once",
                Stop::Gracefully | Stop::No => "stopping what runs; once more ends it at once",
            };
            format!("{} {cause}: {what}", paint(CAREFUL, "■"))
        }
        _ => return None,
    })
}

/// What was complete before the run began has no line.
fn is_from_elsewhere(event: &Event, view: &RunView) -> bool {
    let number = view.number(&event.kind);
    number.is_some_and(|number| view.left_to(number).is_some())
}

fn beginning(view: &RunView) -> String {
    let all = to_run(view);
    let mut text = format!("run {}: {} to run", view.run(), tasks(all));
    let complete = view.count(State::Complete);
    if complete > 0 {
        text.push_str(&format!(", {} complete", number(complete)));
    }
    let unneeded = view.count(State::Unneeded);
    if unneeded > 0 {
        text.push_str(&format!(", {} not needed", number(unneeded)));
    }
    text
}

/// How many tasks were not done before the run.
pub(super) fn to_run(view: &RunView) -> usize {
    view.plan().len() - view.count(State::Complete) - view.count(State::Unneeded)
}

/// How many tasks of this run have come to their end.
pub(super) fn ended(view: &RunView) -> usize {
    [
        State::Succeeded,
        State::Failed,
        State::Skipped,
        State::Stopped,
        State::NotStarted,
    ]
    .into_iter()
    .map(|state| view.count(state))
    .sum()
}

fn lines_kept(text: &str) -> &str {
    text.trim_end_matches('\n')
}

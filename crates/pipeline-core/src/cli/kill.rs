//! `kill [RUN]`: stops a run of another process, or what a run that died left at work.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::beside::{refusal, whose};
use super::exit::ExitKind;
use super::message::{Message, Refusal};
use super::program::Streams;
use crate::config::Settings;
use crate::engine::{Engine, LeftOver};
use crate::failure::Failure;
use crate::recovery::{Earlier, Entry, Left, all, settle, stop, wait};
use crate::run::{Claims, Submitted};
use crate::target::partial;
use crate::task::TaskId;

/// How long what a run that died had started may take to end.
const A_MOMENT: Duration = Duration::from_secs(10);

/// Stops the run that a word means; without one, the only run that lives, or else the last that
/// died.
pub(crate) async fn kill(
    state_dir: &Path,
    word: Option<&str>,
    engines: &[Arc<dyn Engine>],
    settings: &Settings,
    streams: &Streams<'_>,
) -> Result<ExitKind, Refusal> {
    let known = all(state_dir).map_err(refusal)?;
    let Some((entry, alive)) = chosen(&known, word, state_dir)? else {
        streams.out("no run is at work, and none has left anything at work\n");
        return Ok(ExitKind::Success);
    };
    if alive && stop(state_dir, &entry).map_err(refusal)? {
        return stopped(state_dir, entry, streams).await;
    }
    let dead = known
        .into_iter()
        .filter(|(it, alive)| !alive || it.run == entry.run);
    let earlier = Earlier::read(state_dir, dead.map(|(entry, _)| entry).collect());
    let mut runs = earlier.runs.into_iter();
    match runs.find(|left| left.entry.run == entry.run) {
        Some(left) => stop_left(state_dir, &left, engines, settings, streams).await,
        None => Ok(ExitKind::Success),
    }
}

fn chosen(
    known: &[(Entry, bool)],
    word: Option<&str>,
    state_dir: &Path,
) -> Result<Option<(Entry, bool)>, Refusal> {
    let meant: Vec<&(Entry, bool)> = match word.filter(|word| *word != "last") {
        Some(word) => {
            let called = known
                .iter()
                .filter(|(entry, _)| entry.run.starts_with(word));
            called.collect()
        }
        None => {
            let living: Vec<_> = known.iter().filter(|(_, alive)| *alive).collect();
            match living.is_empty() {
                true => known.last().into_iter().collect(),
                false => living,
            }
        }
    };
    match (meant.as_slice(), word) {
        ([one], _) => Ok(Some((*one).clone())),
        ([], None) => Ok(None),
        ([], Some(word)) => {
            let has_been = state_dir.join("runs").join(word).is_dir();
            let message = Message::new(if has_been {
                format!("run {word} has ended, and has left nothing at work")
            } else {
                format!(
                    "there is no run `{word}` at work in {}",
                    state_dir.display()
                )
            });
            Err(Refusal::usage(message.help(match known {
                [] => "no run is at work".to_owned(),
                known => format!("there are: {}", ids(known.iter().collect::<Vec<_>>())),
            })))
        }
        (several, _) => {
            let message = Message::new("several runs are at work: say which one is meant");
            let message = several.iter().fold(message, |message, (entry, alive)| {
                let state = if *alive { "" } else { "died; " };
                message.detail(format!("  {} ({state}{})", entry.run, whose(entry)))
            });
            Err(Refusal::usage(message))
        }
    }
}

fn ids(known: Vec<&(Entry, bool)>) -> String {
    let ids: Vec<&str> = known.iter().map(|(entry, _)| entry.run.as_str()).collect();
    ids.join(", ")
}

/// Waits for the end of a run that was asked to stop.
async fn stopped(
    state_dir: &Path,
    entry: Entry,
    streams: &Streams<'_>,
) -> Result<ExitKind, Refusal> {
    streams.err(
        &Message::new(format!(
            "asked run {} to stop ({}), and waiting for its end; the same command again stops it \
         at once",
            entry.run,
            whose(&entry)
        ))
        .render("note"),
    );
    let (state, run) = (state_dir.to_owned(), entry.run.clone());
    let waited = tokio::task::spawn_blocking(move || wait(&state, &run)).await;
    waited
        .map_err(|error| {
            let message = Message::new(format!("waiting for the run broke off: {error}"));
            Refusal::new(ExitKind::Environment, message)
        })?
        .map_err(refusal)?;
    streams.out(&format!("run {} has ended\n", entry.run));
    Ok(ExitKind::Success)
}

/// Stops what a run that died had submitted.
async fn stop_left(
    state_dir: &Path,
    left: &Left,
    engines: &[Arc<dyn Engine>],
    settings: &Settings,
    streams: &Streams<'_>,
) -> Result<ExitKind, Refusal> {
    let claims = Claims::open(state_dir).map_err(|error| {
        let message = Message::new(error.to_string()).detail(format!("  {}", error.source));
        Refusal::new(ExitKind::Environment, message)
    })?;
    let mut open = left.tasks();
    let (mut lost, mut any) = (Vec::new(), false);
    for task in left.tasks() {
        let label = left.labels.get(&task).cloned().unwrap_or_default();
        let Some(submitted) = left.open.get(&task).and_then(|it| it.submission.as_ref()) else {
            continue;
        };
        any = true;
        if !is_ours(&claims, task, state_dir).await {
            streams.out(&format!("{label}: another run goes on with it\n"));
            continue;
        }
        let dir = state_dir.join("runs").join(&left.entry.run).join("kill");
        let became = ask(engines, settings, submitted, &dir.join(task.to_string())).await;
        let line = became_of(state_dir, task, became, &mut open, &mut lost);
        claims.give_up(task);
        streams.out(&format!("{label}: {line}\n"));
    }
    if !any {
        streams.out(&format!(
            "run {} died, and what it had begun ended with it\n",
            left.entry.run
        ));
    }
    settle(state_dir, &left.entry, &open).map_err(refusal)?;
    if lost.is_empty() {
        return Ok(ExitKind::Success);
    }
    let messages = lost.iter().map(Message::from).collect();
    Err(Refusal {
        kind: ExitKind::Lost,
        messages,
    })
}

/// Whether no run that lives goes on with a task. What a run that died had started ends a moment
/// after it, and keeps its claim until then.
async fn is_ours(claims: &Claims, task: TaskId, state_dir: &Path) -> bool {
    if claims.try_take(task).unwrap_or(false) {
        return true;
    }
    let anybody = all(state_dir).map_or(true, |known| known.iter().any(|(_, alive)| *alive));
    if anybody {
        return false;
    }
    let waiting = claims.clone();
    let taken = tokio::task::spawn_blocking(move || waiting.take(task).is_ok());
    matches!(timeout(A_MOMENT, taken).await, Ok(Ok(true)))
}

async fn ask(
    engines: &[Arc<dyn Engine>],
    settings: &Settings,
    submitted: &Submitted,
    dir: &Path,
) -> LeftOver {
    if let Err(error) = std::fs::create_dir_all(dir) {
        let cause = format!("cannot make the folder {}: {error}", dir.display());
        return LeftOver::Unknown(Failure::new(crate::FailureKind::Environment, cause));
    }
    for engine in engines {
        if let Some(became) = engine.stop_left(settings, submitted, dir).await {
            return became;
        }
    }
    let cause = format!("this program knows no `{}`", submitted.submitter);
    LeftOver::Unknown(Failure::new(crate::FailureKind::Lost, cause))
}

fn became_of(
    state_dir: &Path,
    task: TaskId,
    became: LeftOver,
    open: &mut Vec<TaskId>,
    lost: &mut Vec<Failure>,
) -> String {
    match became {
        LeftOver::Gone => "ended with its run".to_owned(),
        LeftOver::Stopped { names } => {
            if let Err(error) = partial::ended(state_dir, &names) {
                lost.push(Failure::from(error));
            }
            open.retain(|it| *it != task);
            let name = names.first().map_or("its application", String::as_str);
            format!("{name} is stopped")
        }
        LeftOver::Succeeded => {
            "has succeeded already: the next run takes what it has written".to_owned()
        }
        LeftOver::Unknown(failure) => {
            let line = format!("nobody can tell: {failure}");
            lost.push(failure);
            line
        }
    }
}

//! Finds the run or the task that a word means.

use std::path::Path;

use super::super::exit::ExitKind;
use super::super::message::{Message, Refusal};
use crate::journal::{Reader, RunEnd, RunFolder, Story, TaskStory, runs};
use crate::run::State;

/// The runs of a state folder with the numbers in their journals, the last first; those whose
/// journals cannot be read come at the end.
pub(super) fn in_order(state_dir: &Path) -> Result<Vec<(RunFolder, Option<u64>)>, Refusal> {
    let found = runs(state_dir).map_err(|error| {
        let place = state_dir.join("runs");
        let message = Message::new(format!("cannot list {}: {error}", place.display()));
        Refusal::new(ExitKind::Environment, message)
    })?;
    let mut numbered: Vec<_> = found
        .into_iter()
        .map(|folder| {
            let number = Reader::open(&folder.dir).ok();
            let number = number.map(|reader| reader.header().number);
            (folder, number)
        })
        .collect();
    numbered.sort_by(|(one, a), (other, b)| (b, &other.id).cmp(&(a, &one.id)));
    Ok(numbered)
}

/// Whether a word can only mean a run: its number (`7`, `#7`), its id, `last`.
pub(super) fn is_run(word: &str) -> bool {
    let number = word.strip_prefix('#').unwrap_or(word);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    // `2026-11-21T07-47-04Z-3f9a`, or as much of it as says the day.
    let is_date = word.len() >= 10
        && word
            .bytes()
            .take(10)
            .enumerate()
            .all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
    (is_number && number.len() < 8) || is_date || word == "last"
}

/// The folder of the run that a word means.
pub(in crate::cli) fn run(state_dir: &Path, word: &str) -> Result<RunFolder, Refusal> {
    let all = in_order(state_dir)?;
    let number = word.strip_prefix('#').unwrap_or(word).parse::<u64>().ok();
    let mut found: Vec<RunFolder> = match (word, number) {
        ("last", _) => all.into_iter().map(|(folder, _)| folder).take(1).collect(),
        (_, Some(number)) => {
            let of_number = all.into_iter().filter(|(_, it)| *it == Some(number));
            of_number.map(|(folder, _)| folder).collect()
        }
        _ => {
            let of_id = all.into_iter().map(|(folder, _)| folder);
            of_id.filter(|folder| folder.id.starts_with(word)).collect()
        }
    };
    // A whole id means its run, also where another begins with it.
    if let Some(whole) = found.iter().position(|folder| folder.id == word) {
        found.swap(0, whole);
        found.truncate(1);
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Refusal::usage(
            Message::new(format!(
                "there is no run `{word}` in {}",
                state_dir.display()
            ))
            .help("`history` lists the runs there are, each with its number"),
        )),
        _ => {
            let message = Message::new(format!("`{word}` means several runs"));
            let ids = found.iter().take(10);
            Err(Refusal::usage(ids.fold(message, |message, folder| {
                message.detail(format!("  {}", folder.id))
            })))
        }
    }
}

/// The journal of a run.
pub(super) fn story(folder: &RunFolder) -> Result<Story, Refusal> {
    Story::read(&folder.dir)
        .map_err(|error| Refusal::new(ExitKind::Environment, Message::new(error.to_string())))
}

/// The stories of the runs that go on.
pub(super) fn living(state_dir: &Path) -> Result<Vec<Story>, Refusal> {
    let all = in_order(state_dir)?.into_iter();
    let living = all.filter(|(folder, _)| !folder.is_dead());
    let stories = living.filter_map(|(folder, _)| Story::read(&folder.dir).ok());
    // One that ended meanwhile is in the index, or comes into it.
    Ok(stories.filter(|it| it.end == RunEnd::Running).collect())
}

/// Whether a word means this task: its id or eight digits of it at least, its label, its type.
pub(super) fn is_called(task: &TaskStory, word: &str) -> bool {
    let is_id = word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_id
        && task
            .task
            .to_string()
            .starts_with(&word.to_ascii_lowercase()))
        || task.label == word
        || task.type_name() == word
        || super::super::roots::kebab(task.type_name()) == word
}

/// The one task of a run that a word means: of several the one that failed, if it is one.
pub(super) fn task<'a>(story: &'a Story, word: &str) -> Result<Option<&'a TaskStory>, Refusal> {
    let called = || story.tasks.iter().filter(|task| is_called(task, word));
    let only = |state: Option<State>| {
        let mut found = called().filter(|task| state.is_none_or(|state| task.state == state));
        found.next().filter(|_| found.next().is_none())
    };
    if let Some(task) = only(None).or_else(|| only(Some(State::Failed))) {
        return Ok(Some(task));
    }
    let count = called().count();
    if count == 0 {
        return Ok(None);
    }
    let message = Message::new(format!(
        "{count} tasks of run #{} are called `{word}`",
        story.header.number
    ));
    let bad = called().filter(|task| task.state != State::Succeeded);
    let good = called().filter(|task| task.state == State::Succeeded);
    let shown = bad.chain(good).take(12);
    let message = shown.fold(message, |message, task| {
        let (id, word) = (task.task.short(), task.state.word());
        message.detail(format!("  {id}  {} ({word})", task.label))
    });
    Err(Refusal::usage(message.help(
        "the first digits name one, or its whole name in quotes",
    )))
}

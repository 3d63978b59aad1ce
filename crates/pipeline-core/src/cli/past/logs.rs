//! `logs`: what a task printed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::super::exit::ExitKind;
use super::super::message::{Message, Refusal};
use super::history::local;
use super::{Answer, Asked, find, no_index};
use crate::failure::Failure;
use crate::journal::{Index, Story, TaskStory};
use crate::report::{QUIET, STRONG, human, paint};
use crate::run::State;

/// `logs [RUN] TASK`: the files of the last try of a task, in its last run or in this one.
pub(super) fn logs(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let (run, word) = match asked.operands {
        [run, task] => (Some(run.as_str()), task.as_str()),
        [task] => (None, task.as_str()),
        _ => {
            let help = format!(
                "`{} logs TASK` prints what a task printed in its last run, `logs RUN TASK` in \
                 one run; `history RUN` shows the tasks of a run",
                asked.program
            );
            return Err(Refusal::usage(
                Message::new("`logs` is not told of which task").help(help),
            ));
        }
    };
    let story = match run {
        Some(run) => find::story(&find::run(&asked.state_dir, run)?)?,
        None => last_with(&asked.state_dir, word)?,
    };
    let Some(task) = find::task(&story, word)? else {
        let run = story.header.number;
        return Err(Refusal::usage(
            Message::new(format!("run #{run} had no task `{word}`"))
                .help(format!("`{} history {run}` shows its tasks", asked.program)),
        ));
    };
    let logs = Logs::of(&story, task)?;
    if asked.arguments.json {
        return Ok(Answer::json(&logs));
    }
    logs.text(task).map(Answer::text)
}

/// The last run in which a task that is called so came to run: one that goes on, or one of the
/// index.
fn last_with(state_dir: &Path, word: &str) -> Result<Story, Refusal> {
    let ran = |task: &TaskStory| task.attempts > 0 && find::is_called(task, word);
    let living = find::living(state_dir)?;
    if let Some(story) = living.into_iter().find(|story| story.tasks.iter().any(ran)) {
        return Ok(story);
    }
    if !state_dir.is_dir() {
        return Err(no_such(word));
    }
    let indexed = Index::with(state_dir, |index| {
        Ok((index.tasks_called(word)?, index.not_whole()?))
    });
    let (rows, not_whole) = indexed.map_err(|error| no_index(&error))?;
    // Of a very big run the index has not every task.
    for run in not_whole {
        let story = find::story(&find::run(state_dir, &run)?)?;
        let later = |row: &crate::journal::TaskRow| {
            row.began
                > story
                    .tasks
                    .iter()
                    .find(|it| ran(it))
                    .and_then(|it| it.began)
        };
        if story.tasks.iter().any(ran) && !rows.first().is_some_and(later) {
            return Ok(story);
        }
    }
    match rows.first() {
        Some(row) => find::story(&find::run(state_dir, &row.run)?),
        None => Err(no_such(word)),
    }
}

fn no_such(word: &str) -> Refusal {
    Refusal::usage(
        Message::new(format!("no run has begun a task `{word}`")).help(
            "a task is named by its type, its whole name or the first digits of its id, as \
             `history RUN` shows them",
        ),
    )
}

/// The files of a try.
#[derive(Serialize)]
struct Logs<'a> {
    run: &'a str,
    number: u64,
    task: crate::task::TaskId,
    label: &'a str,
    state: State,
    attempt: u32,
    dir: PathBuf,
    files: Vec<LogFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<&'a Failure>,
}

#[derive(Serialize)]
struct LogFile {
    path: PathBuf,
    bytes: u64,
}

impl<'a> Logs<'a> {
    fn of(story: &'a Story, task: &'a TaskStory) -> Result<Self, Refusal> {
        let attempt = task.attempts.max(1);
        let dir = task.dir(&story.dir, attempt);
        let files = files(&dir).map_err(|error| unreadable(&dir, &error))?;
        Ok(Self {
            run: &story.header.run,
            number: story.header.number,
            task: task.task,
            label: &task.label,
            state: task.state,
            attempt,
            dir,
            files,
            failure: task.failure.as_ref(),
        })
    }

    fn text(&self, task: &TaskStory) -> Result<String, Refusal> {
        let began = task.began.map(|at| format!(", {}", local(at)));
        let tries = match self.attempt {
            1 => String::new(),
            tries => format!(", try {tries}"),
        };
        let time = match task.elapsed {
            none if none.is_zero() => String::new(),
            time => format!(" after {}", human(time)),
        };
        let mut text = format!(
            "{} in run #{}{}{tries}: {}{time}\n",
            paint(STRONG, self.label),
            self.number,
            began.unwrap_or_default(),
            self.state.word(),
        );
        if let Some(failure) = self.failure {
            let _ = writeln!(text, "  {failure}");
        }
        if self.files.is_empty() {
            text.push_str("it has kept nothing of what it printed\n");
        }
        for file in &self.files {
            let path = file.path.display();
            let _ = writeln!(text, "\n{}", paint(QUIET, &format!("==> {path} <==")));
            let bytes =
                std::fs::read(&file.path).map_err(|error| unreadable(&file.path, &error))?;
            text.push_str(&String::from_utf8_lossy(&bytes));
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        Ok(text)
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Refusal {
    let message = Message::new(format!("cannot read {}: {error}", path.display()));
    Refusal::new(ExitKind::Environment, message)
}

/// The logs in the folder of a try, standard error last: its end is what is looked for.
fn files(dir: &Path) -> std::io::Result<Vec<LogFile>> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let (path, metadata) = (entry.path(), entry.metadata()?);
        // Other files are what it worked with.
        if metadata.is_file() && path.extension().is_some_and(|it| it == "log") {
            let bytes = metadata.len();
            found.push(LogFile { path, bytes });
        }
    }
    let is_errors = |file: &LogFile| file.path.file_stem().is_some_and(|it| it == "stderr");
    found.sort_by(|a, b| (is_errors(a), &a.path).cmp(&(is_errors(b), &b.path)));
    Ok(found)
}

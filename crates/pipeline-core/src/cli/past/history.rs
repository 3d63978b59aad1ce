//! `history`: the runs there were, or one of them.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Serialize;

use super::super::exit::ExitKind;
use super::super::message::{Message, Refusal};
use super::{Answer, Asked, find, no_index};
use crate::failure::Failure;
use crate::journal::{Counts, Header, Index, RunEnd, RunRow, Story, TaskStory};
use crate::report::{
    BAD, CAREFUL, GOOD, QUIET, STRONG, SummaryLimits, few, human, number, one_line, paint, retell,
};
use crate::run::State;
use crate::task::TaskId;

/// How many runs are listed for a person.
const LISTED: usize = 30;

/// `history [RUN | TASK]`
pub(super) fn history(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    match asked.operands.first() {
        Some(word) if find::is_run(word) => one(asked, word),
        word => list(asked, word.map(String::as_str)),
    }
}

/// One run: its tasks and failures, as its summary told them.
fn one(asked: &Asked<'_>, word: &str) -> Result<Answer, Refusal> {
    let folder = find::run(&asked.state_dir, word)?;
    let story = find::story(&folder)?;
    let mut answer = if asked.arguments.json {
        Answer::json(&OneRun::of(&story))
    } else {
        Answer::text(format!(
            "{}\n{}",
            heading(&story),
            retell(&story, &SummaryLimits::default())
        ))
    };
    if let Some(first) = story.unread.first() {
        let lines = story.unread.len();
        answer.warnings.push(
            Message::new(format!(
                "{lines} of the journal's lines cannot be read, the first is line {first}"
            ))
            .help("a newer version of the library may have written them, or the file is damaged"),
        );
    }
    Ok(answer)
}

/// Which run it is: number, id, when, by whom, and the command line.
fn heading(story: &Story) -> String {
    let Header {
        number,
        run,
        program,
        arguments,
        ..
    } = &story.header;
    let program = std::path::Path::new(program).file_name();
    let program = program.map(|it| it.to_string_lossy().into_owned());
    let words = program.into_iter().chain(arguments.iter().cloned());
    let line = words.collect::<Vec<_>>().join(" ");
    format!(
        "{} {run}, {} by {}\n{}\n",
        paint(STRONG, &format!("run #{number}")),
        local(story.header.began),
        by(&story.header),
        paint(QUIET, &format!("$ {}", one_line(&line, 200))),
    )
}

/// The runs, the last first; those alone that are about a task, if one is named.
fn list(asked: &Asked<'_>, word: Option<&str>) -> Result<Answer, Refusal> {
    if !asked.state_dir.is_dir() {
        // Not even a run has made it.
        return Ok(if asked.arguments.json {
            Answer::json(&Vec::<Listed<'_>>::new())
        } else {
            Answer::text(table(&[], LISTED))
        });
    }
    let (over, with_task) = Index::with(&asked.state_dir, |index| {
        let tasks = match word {
            Some(word) => index.tasks_called(word)?,
            None => Vec::new(),
        };
        let with_task: HashSet<String> = tasks.into_iter().map(|task| task.run).collect();
        Ok((index.runs()?, with_task))
    })
    .map_err(|error| no_index(&error))?;
    let living = find::living(&asked.state_dir)?;
    let known: HashSet<&str> = over.iter().map(|row| row.header.run.as_str()).collect();
    let mut rows: Vec<RunRow> = living
        .iter()
        .filter(|story| !known.contains(story.header.run.as_str()))
        .filter(|story| {
            word.is_none_or(|word| {
                story.tasks.iter().any(|it| find::is_called(it, word))
                    || has_root(&story.header, word)
            })
        })
        .map(Story::row)
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.header.number));
    rows.extend(over.into_iter().filter(|row| {
        word.is_none_or(|word| with_task.contains(&row.header.run) || has_root(&row.header, word))
    }));
    if let (Some(word), true) = (word, rows.is_empty()) {
        let message = Message::new(format!("no run had a task `{word}`"));
        return Err(Refusal::new(
            ExitKind::Usage,
            message.help(
                "`history` lists the runs there are; a task is named by its type, its \
                          whole name or the first digits of its id",
            ),
        ));
    }
    if asked.arguments.json {
        let most = asked.arguments.at_most.unwrap_or(rows.len());
        let rows: Vec<_> = rows.iter().take(most).map(Listed::of).collect();
        return Ok(Answer::json(&rows));
    }
    let most = asked.arguments.at_most.unwrap_or(LISTED);
    Ok(Answer::text(table(&rows, most)))
}

fn has_root(header: &Header, word: &str) -> bool {
    header.roots.iter().any(|root| {
        let name = root.label.split('(').next().unwrap_or_default();
        root.label == word || name == word || super::super::roots::kebab(name) == word
    })
}

fn table(rows: &[RunRow], most: usize) -> String {
    if rows.is_empty() {
        return "no runs yet\n".to_owned();
    }
    let shown = &rows[..rows.len().min(most)];
    let cells: Vec<[String; 6]> = shown.iter().map(cells).collect();
    let head = ["run", "began", "took", "ended", "by", "tasks"].map(str::to_owned);
    let width = |at: usize| {
        let all = cells.iter().chain(std::iter::once(&head));
        all.map(|cells| cells[at].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; 6] = std::array::from_fn(width);
    let line = |cells: &[String; 6], style: Option<anstyle::Style>, what: &str| {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            let blanks = widths[at] - cell.chars().count();
            let cell = match style.filter(|_| at == 3) {
                Some(style) => paint(style, cell),
                None => cell.clone(),
            };
            // Numbers and times end below each other.
            if matches!(at, 0 | 2) {
                line.push_str(&format!("{:blanks$}{cell}  ", ""));
            } else {
                line.push_str(&format!("{cell}{:blanks$}  ", ""));
            }
        }
        line.push_str(what);
        line.trim_end().to_owned()
    };
    let mut text = paint(QUIET, &line(&head, None, "what"));
    text.push('\n');
    for (row, cells) in shown.iter().zip(&cells) {
        let style = match row.end {
            RunEnd::Succeeded => GOOD,
            RunEnd::Failed | RunEnd::Interrupted => BAD,
            RunEnd::Stopped => CAREFUL,
            RunEnd::Running => STRONG,
        };
        text.push_str(&line(cells, Some(style), &what(&row.header)));
        text.push('\n');
        if let (Some(cause), RunEnd::Failed) = (&row.cause, row.end) {
            let blanks = widths[0] + 2;
            let cause = paint(QUIET, &one_line(cause, 200));
            text.push_str(&format!("{:blanks$}{cause}\n", ""));
        }
    }
    if rows.len() > shown.len() {
        let rest = number(rows.len() - shown.len());
        text.push_str(&format!("… and {rest} before: `--at-most` lists more\n"));
    }
    text
}

fn cells(row: &RunRow) -> [String; 6] {
    [
        format!("#{}", row.header.number),
        local(row.header.began),
        human(row.elapsed),
        row.end.word().to_owned(),
        by(&row.header),
        told(&row.counts),
    ]
}

/// `3 succeeded, 1 failed`: what happened in the run, the bad first.
fn told(counts: &Counts) -> String {
    let parts = [
        (counts.failed, State::Failed.word()),
        (counts.stopped, State::Stopped.word()),
        (counts.running, "at work"),
        (counts.skipped, State::Skipped.word()),
        (counts.not_started, State::NotStarted.word()),
        (counts.succeeded, State::Succeeded.word()),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, word)| format!("{} {word}", number(count)))
        .collect();
    if parts.is_empty() {
        return "nothing to do".to_owned();
    }
    parts.join(", ")
}

/// What a run was asked for.
fn what(header: &Header) -> String {
    let roots = header.roots.iter().map(|root| one_line(&root.label, 60));
    let mut text = few(roots.collect::<Vec<_>>().into_iter(), 3);
    if header.roots_in_all > header.roots.len() {
        text = format!("{} tasks, such as {text}", number(header.roots_in_all));
    }
    text
}

fn by(header: &Header) -> String {
    let user = header.user.as_deref().unwrap_or("somebody");
    match &header.host {
        Some(host) => format!("{user}@{host}"),
        None => user.to_owned(),
    }
}

/// A moment as a person here says it.
pub(super) fn local(at: Timestamp) -> String {
    let zone = crate::param::moment::moment().time_zone().clone();
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A run in the list, for programs.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    header: &'a Header,
    ended: &'static str,
    elapsed: f64,
    #[serde(flatten)]
    counts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
}

impl<'a> Listed<'a> {
    fn of(row: &'a RunRow) -> Self {
        Self {
            header: &row.header,
            ended: row.end.word(),
            elapsed: row.elapsed.as_secs_f64(),
            counts: row.counts,
            cause: row.cause.as_deref(),
        }
    }
}

/// One run, for programs.
#[derive(Serialize)]
struct OneRun<'a> {
    #[serde(flatten)]
    header: &'a Header,
    dir: String,
    ended: &'static str,
    elapsed: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped_by: Option<String>,
    #[serde(flatten)]
    counts: Counts,
    tasks_of_run: Vec<OneTask<'a>>,
    #[serde(skip_serializing_if = "<[u64]>::is_empty")]
    unread_lines: &'a [u64],
}

#[derive(Serialize)]
struct OneTask<'a> {
    task: TaskId,
    label: &'a str,
    state: State,
    attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    began: Option<Timestamp>,
    elapsed: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<&'a Failure>,
    #[serde(skip_serializing_if = "<[TaskId]>::is_empty")]
    because: &'a [TaskId],
    #[serde(skip_serializing_if = "Option::is_none")]
    application: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elsewhere: Option<&'a str>,
}

impl<'a> OneRun<'a> {
    fn of(story: &'a Story) -> Self {
        Self {
            header: &story.header,
            dir: story.dir.display().to_string(),
            ended: story.end.word(),
            elapsed: story.elapsed().as_secs_f64(),
            stopped_by: story.stop.as_ref().map(ToString::to_string),
            counts: story.counts(),
            tasks_of_run: story.tasks.iter().map(OneTask::of).collect(),
            unread_lines: &story.unread,
        }
    }
}

impl<'a> OneTask<'a> {
    fn of(task: &'a TaskStory) -> Self {
        Self {
            task: task.task,
            label: &task.label,
            state: task.state,
            attempts: task.attempts,
            began: task.began,
            elapsed: task.elapsed.as_secs_f64(),
            failure: task.failure.as_ref(),
            because: &task.because,
            application: task.application.as_deref(),
            url: task.url.as_deref(),
            elsewhere: task.elsewhere.as_deref(),
        }
    }
}

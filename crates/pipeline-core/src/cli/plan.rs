//! `plan`: the graph, what is done, and each command that would run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::exit::ExitKind;
use super::flags::is_secret;
use super::message::Message;
use super::prepare::Prepared;
use crate::config::{Config, Settings};
use crate::failure::Failure;
use crate::plan::{DrawOptions, Plan, draw};
use crate::run::{Completeness, Need, Survey, survey};
use crate::secret::MASK;
use crate::task::{Preview, TaskId, TaskKind};

/// How many commands are shown to a person.
const MOST: usize = 50;

/// How many looks at the stores go on at once.
const PARALLEL: usize = 8;

/// What `plan` says; its JSON form.
#[derive(Debug, Serialize)]
pub(crate) struct Planned {
    profile: String,
    file: Option<std::path::PathBuf>,
    roots: Vec<TaskId>,
    tasks: Vec<TaskPlanned>,
    #[serde(skip)]
    graph: String,
}

#[derive(Debug, Serialize)]
struct TaskPlanned {
    id: TaskId,
    label: String,
    #[serde(rename = "type")]
    type_name: &'static str,
    /// `complete`, `run`, `unneeded` or `fail`.
    need: &'static str,
    dependencies: Vec<TaskId>,
    params: BTreeMap<&'static str, serde_json::Value>,
    outputs: Vec<OutputPlanned>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<Preview>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Failure>,
}

#[derive(Debug, Serialize)]
struct OutputPlanned {
    name: &'static str,
    format: &'static str,
    location: String,
}

/// Looks what is done and what would be run. Changes nothing.
pub(crate) async fn plan(prepared: Prepared, completeness: Arc<dyn Completeness>) -> Planned {
    let config = prepared.config;
    let plan = Arc::new(prepared.plan);
    let found = survey(&plan, &completeness, PARALLEL).await;
    let mut settings = BTreeMap::new();
    let numbers = (0_u32..).take(plan.len());
    let tasks = numbers.map(|number| task_planned(&plan, number, &found, &config, &mut settings));
    let tasks: Vec<_> = tasks.collect();
    let note = |number: u32| {
        let style = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
        let style = match found.need(number) {
            Need::Complete => style(AnsiColor::Green),
            Need::Run => style(AnsiColor::Cyan),
            Need::Fail => style(AnsiColor::Red),
            Need::Unneeded => Style::new().dimmed(),
        };
        let word = word(&plan, number, found.need(number));
        Some(format!("{style}{word}{style:#}"))
    };
    Planned {
        profile: config.profile().to_owned(),
        file: config.file().map(ToOwned::to_owned),
        roots: plan
            .roots()
            .iter()
            .map(|root| plan.node(*root).id)
            .collect(),
        graph: draw(&plan, &DrawOptions::default(), &note),
        tasks,
    }
}

/// What would happen to a task, for a person.
fn word(plan: &Plan, number: u32, need: Need) -> &'static str {
    let kind = plan.node(number).task.schema().kind;
    match (need, kind) {
        (Need::Complete, _) => "done",
        (Need::Run, TaskKind::Wrapper | TaskKind::External) => "waits for its inputs",
        (Need::Run, _) => "would run",
        (Need::Fail, TaskKind::External) => "is missing",
        (Need::Fail, _) => "cannot be looked up",
        (Need::Unneeded, _) => "not needed",
    }
}

fn task_planned(
    plan: &Plan,
    number: u32,
    found: &Survey,
    config: &Config,
    settings: &mut BTreeMap<&'static str, Settings>,
) -> TaskPlanned {
    let node = plan.node(number);
    let schema = node.task.schema();
    let settings = settings
        .entry(schema.name)
        .or_insert_with(|| config.settings_for(schema.name));
    let (command, failure) = match node.task.preview(settings) {
        Ok(command) => (command, found.failure(number).cloned()),
        Err(failure) => (None, Some(failure)),
    };
    let mut planned = TaskPlanned {
        id: node.id,
        label: node.task.label(),
        type_name: schema.name,
        need: match found.need(number) {
            Need::Complete => "complete",
            Need::Run => "run",
            Need::Fail => "fail",
            Need::Unneeded => "unneeded",
        },
        dependencies: node
            .dependencies
            .iter()
            .map(|dependency| plan.node(*dependency).id)
            .collect(),
        params: BTreeMap::new(),
        outputs: Vec::new(),
        command,
        failure,
    };
    node.task.visit_params(&mut |schema, value| {
        let value = if is_secret(schema) {
            MASK.into()
        } else {
            value.value()
        };
        planned.params.insert(schema.name, value);
    });
    node.task.visit_outputs(&mut |schema, target| {
        planned.outputs.push(OutputPlanned {
            name: schema.name,
            format: target.format(),
            location: target.location().to_owned(),
        });
    });
    planned
}

impl Planned {
    /// The exit code: a task that cannot be run as it is configured is a mistake. That
    /// something is missing now is none: nothing was asked to run.
    pub(crate) fn exit(&self) -> ExitKind {
        let failures = self.tasks.iter().filter_map(|task| task.failure.as_ref());
        let kinds = failures.map(|failure| failure.kind);
        let kind = |kind: &crate::FailureKind| *kind == crate::FailureKind::Configuration;
        ExitKind::of(kinds.filter(kind), None)
    }

    /// For a person.
    pub(crate) fn text(&self) -> String {
        let mut text = self.graph.clone();
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "\n{}", self.counts());
        for task in &self.tasks {
            if let Some(failure) = &task.failure {
                let mut message = Message::from(failure);
                message.title = format!("{}: {}", task.label, message.title);
                let _ = write!(text, "\n{}", message.render("error"));
            }
        }
        let would_run = self.tasks.iter().any(|task| task.need == "run");
        // Where all is done, the commands that made it are still worth a look.
        let shown = |task: &&TaskPlanned| !would_run || task.need == "run";
        let commands = self.tasks.iter().filter(shown);
        let commands: Vec<_> = commands
            .filter_map(|task| task.command.as_ref().map(|command| (task, command)))
            .collect();
        for (task, command) in commands.iter().take(MOST) {
            write_command(&mut text, &task.label, command);
        }
        if commands.len() > MOST {
            let more = commands.len() - MOST;
            let _ = writeln!(text, "\n… {more} more commands; --json shows all");
        }
        text
    }

    fn counts(&self) -> String {
        let count = |need: &str| self.tasks.iter().filter(|task| task.need == need).count();
        let all = self.tasks.len();
        let parts = [
            (count("complete"), "done"),
            (count("run"), "to do"),
            (count("fail"), "missing"),
            (count("unneeded"), "not needed"),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<_> = parts
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let tasks = if all == 1 { "task" } else { "tasks" };
        format!("{all} {tasks}: {}", parts.join(", "))
    }
}

fn write_command(text: &mut String, label: &str, command: &Preview) {
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let _ = writeln!(text, "\n{bold}{label}{bold:#}");
    for note in &command.notes {
        let _ = writeln!(text, "  note: {note}");
    }
    for line in &command.lines {
        let _ = writeln!(text, "  {line}");
    }
    let _ = writeln!(text, "  {dim}to paste:{dim:#}\n{}", command.shell);
}

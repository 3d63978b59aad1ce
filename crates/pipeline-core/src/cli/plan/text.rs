//! A plan for a person: the graph, the commands, and last what would stop them, which is what
//! stays on the screen.

use std::collections::HashMap;
use std::fmt::Write as _;

use anstyle::Style;

use super::Planned;
use crate::cli::findings::{Groups, Told};
use crate::cli::message::Message;
use crate::failure::Failure;
use crate::finding::Verdict;
use crate::task::Preview;

/// How many commands are shown.
const MOST: usize = 50;

/// How many errors are shown.
const ERRORS: usize = 20;

/// How many tasks are named that fail alike.
const NAMES: usize = 3;

impl Planned {
    /// For a person.
    pub(crate) fn text(&self) -> String {
        let mut text = self.graph.clone();
        let would_run = self.tasks.iter().filter(|task| task.need == "run");
        let commands: Vec<_> = would_run
            .filter_map(|task| task.command.as_ref().map(|command| (task, command)))
            .collect();
        for (task, command) in commands.iter().take(MOST) {
            write_command(&mut text, &task.label, command);
        }
        // Writing to a String cannot fail, here and below.
        if commands.len() > MOST {
            let more = commands.len() - MOST;
            let _ = writeln!(text, "\n… {more} more commands; --json shows all");
        }
        let _ = writeln!(text, "\n{}", self.counts());
        for line in self.engines.iter().flat_map(|engine| &engine.found) {
            let _ = writeln!(text, "{line}");
        }
        let rules = self.rules();
        let shown = |verdict: Verdict| {
            rules
                .iter()
                .filter(move |told| told.finding.verdict == verdict)
        };
        for (verdict, word) in [(Verdict::Note, "note"), (Verdict::Warning, "warning")] {
            for told in shown(verdict).take(ERRORS) {
                let _ = write!(text, "\n{}", told.message().render(word));
            }
        }
        for told in rules
            .iter()
            .filter(|told| told.finding.is_wrong())
            .take(ERRORS)
        {
            let _ = write!(text, "\n{}", told.message().render("error"));
        }
        let failures = self.failures();
        if failures.len() > ERRORS {
            let more = failures.len() - ERRORS;
            let _ = writeln!(text, "\n… {more} more errors; --json shows all");
        }
        // Those of the engines are the last, and stand for many tasks each.
        let from = failures.len().saturating_sub(ERRORS);
        for (labels, failure) in &failures[from..] {
            let mut message = Message::from(*failure);
            message.title = format!("{labels}: {}", message.title);
            let _ = write!(text, "\n{}", message.render("error"));
        }
        text
    }

    /// What the rules say, equal findings together.
    fn rules(&self) -> Vec<Told> {
        let mut groups = Groups::default();
        for task in &self.tasks {
            for finding in &task.findings {
                groups.add(finding.clone(), || task.label.clone());
            }
        }
        groups.into_told()
    }

    /// What would stop a run, equal failures together: of the tasks, then of the engines.
    fn failures(&self) -> Vec<(String, &Failure)> {
        let mut groups: Vec<(&Failure, Vec<&str>)> = Vec::new();
        let mut known = HashMap::new();
        for task in &self.tasks {
            if let Some(failure) = &task.failure {
                let at = *known
                    .entry((&failure.cause, &failure.context, &failure.hint))
                    .or_insert(groups.len());
                if at == groups.len() {
                    groups.push((failure, Vec::new()));
                }
                groups[at].1.push(&task.label);
            }
        }
        let of_tasks = groups.into_iter().map(|(failure, labels)| {
            let mut named = labels[..labels.len().min(NAMES)].join(", ");
            if labels.len() > NAMES {
                // Writing to a String cannot fail.
                let _ = write!(named, " and {} more", labels.len() - NAMES);
            }
            (named, failure)
        });
        let of_engines = self.engines.iter().filter_map(|engine| {
            let failure = engine.failure.as_ref()?;
            Some((engine.engine.to_owned(), failure))
        });
        of_tasks.chain(of_engines).collect()
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
    if !command.shell.is_empty() {
        let _ = writeln!(text, "  {dim}to paste:{dim:#}\n{}", command.shell);
    }
}

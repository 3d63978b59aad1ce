//! `docs/mistakes.md`: what the compiler catches, and what it says.

use std::fmt::Write as _;

use super::corpus::{Case, Diagnostic, cases};
use super::is_current;
use super::markdown::{cell, code, words};

#[test]
fn the_table_of_mistakes_is_current() {
    is_current("docs/mistakes.md", &page(&cases()));
}

fn page(cases: &[Case]) -> String {
    let mut page = format!(
        "# What the compiler catches\n\n\
         <!-- Written by UPDATE_DOCS=1 cargo test --test docs. -->\n\n\
         Every row is a program in `tests/ui` that must not compile, {} of them: the rule that \
         it breaks, the line with the mistake, and what the compiler says at the very word. \
         Where a program has several mistakes, all are told at once.\n",
        cases.len()
    );
    let mut topic = "";
    for case in cases {
        if case.topic != topic {
            topic = &case.topic;
            let _ = write!(
                page,
                "\n## {}\n\n| rule | example | message |\n|---|---|---|\n",
                words(topic)
            );
        }
        let _ = writeln!(
            page,
            "| [{}](../tests/ui/{}/{}.rs) | {} | {} |",
            words(&case.rule),
            case.topic,
            case.rule,
            examples(case),
            messages(&case.errors)
        );
    }
    page
}

/// The lines with the mistakes, each once.
fn examples(case: &Case) -> String {
    let mut lines: Vec<usize> = case.errors.iter().map(|error| error.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let text = |line: usize| case.program.lines().nth(line - 1).unwrap_or("").trim();
    let lines: Vec<String> = lines.into_iter().map(|line| code(text(line))).collect();
    lines.join("<br>")
}

/// What is wrong, each thing once.
fn messages(errors: &[Diagnostic]) -> String {
    let mut said: Vec<String> = Vec::new();
    for error in errors {
        let message = message(error);
        if !said.contains(&message) {
            said.push(message);
        }
    }
    said.join("<br><br>")
}

fn message(error: &Diagnostic) -> String {
    let mut parts = vec![strip(&error.message[0]).to_owned()];
    // Between the first line and the help stand a line of the text and its caret, which need
    // a fixed width; the example has the text.
    let rest = &error.message[1..];
    let help = rest.iter().position(|line| line.starts_with("help: "));
    match help {
        Some(at) => parts.extend(rest[at..].iter().cloned()),
        None => {
            let own = |note: &&String| {
                !note.contains("originates in the") && !note.starts_with("required for ")
            };
            if let Some(note) = error.note.as_ref().filter(own) {
                parts.push(note.clone());
            } else if !error.label.is_empty() && !error.label.starts_with("evaluation of") {
                parts.push(error.label.clone());
            }
        }
    }
    let cells: Vec<String> = parts.iter().map(|part| cell(part)).collect();
    cells.join("<br>")
}

/// A message without what rustc puts before it.
fn strip(message: &str) -> &str {
    let message = message
        .strip_prefix("evaluation panicked: ")
        .unwrap_or(message);
    match message.strip_prefix("use of deprecated ") {
        Some(rest) => rest
            .split_once("`: ")
            .map_or(message, |(_, warning)| warning),
        None => message,
    }
}

//! Syntax that no Python reads, or that the version meant does not.
//!
//! The parser finds what the grammar forbids and tells what is too new. What Python's compiler
//! refuses after parsing (`return` outside a function) is found by the parser's own checker,
//! which `scopes` tells where it is; `rest` is what both leave out. A test holds all of it
//! against the real Python.

mod rest;
mod scopes;

use std::collections::HashSet;

use ruff_python_ast::ModModule;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{LexicalErrorType, ParseErrorType, Parsed, UnsupportedSyntaxError};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::place::place;
use crate::problem::Problem;
use crate::version::Version;

/// Every mistake, in the order of the text. After one that the parser stumbled over, what
/// follows in the same line, and what its own end of a block makes, is left out.
pub(crate) fn problems(
    text: &str,
    parsed: &Parsed<ModModule>,
    version: Option<Version>,
) -> Vec<Problem> {
    let mut problems = grammar(text, parsed);
    if problems.is_empty() {
        problems = scopes::problems(text, parsed.suite(), version);
        problems.extend(rest::problems(text, parsed));
        problems.extend(
            parsed
                .unsupported_syntax_errors()
                .iter()
                .map(|error| too_new(error, version)),
        );
        problems.sort_by_key(|problem| problem.at.as_ref().map(|at| (at.start, at.end)));
        let mut seen = HashSet::new();
        problems.retain(|problem| seen.insert(problem.at.clone()));
    }
    problems
}

/// What the grammar forbids. The parser goes on after an error, and most of what it then says
/// is about the same one: only the first counts, and those that stand in a later line which
/// begins at the margin, since there it has found its way again.
fn grammar(text: &str, parsed: &Parsed<ModModule>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut last_line = None;
    let open = parsed
        .errors()
        .first()
        .and_then(|first| match &first.error {
            // A string without an end has swallowed the closing bracket.
            ParseErrorType::Lexical(LexicalErrorType::Eof) => never_closed(parsed, first.start()),
            ParseErrorType::Lexical(_)
            | ParseErrorType::FStringError(_)
            | ParseErrorType::TStringError(_) => None,
            _ => never_closed(parsed, first.start()),
        });
    for error in parsed.errors() {
        // Where a bracket is left open the parser stumbles over what comes after it.
        if let (None, Some((at, bracket))) = (last_line, open) {
            let problem = format!("this `{bracket}` is never closed");
            problems.push(Problem::at(at, problem, "close it where it ends"));
            last_line = Some(place(text, &error.location.to_std_range()).line);
            continue;
        }
        let at = error.location.to_std_range();
        let found = place(text, &at);
        let recovered = last_line.is_none_or(|last| {
            text.split('\n')
                .skip(last + 1)
                .take(found.line.saturating_sub(last))
                .any(|line| line.starts_with(|c: char| c.is_alphabetic() || c == '@'))
        });
        // A string that never ends swallows the rest of the text.
        let swallows = problems
            .iter()
            .any(|problem: &Problem| problem.problem.contains("never ends"));
        if recovered && !swallows {
            let said = said(&error.error);
            let help = help(&error.error, &said, &found.text);
            problems.push(Problem::at(error.location, said, help));
            last_line = Some(found.line);
        }
    }
    problems
}

/// The innermost bracket before this place that nothing closes.
fn never_closed(parsed: &Parsed<ModModule>, before: TextSize) -> Option<(TextRange, &'static str)> {
    let mut open: Vec<(TextRange, &'static str)> = Vec::new();
    for token in parsed.tokens() {
        let (opens, closes) = match token.kind() {
            TokenKind::Lpar => ("(", ""),
            TokenKind::Lsqb => ("[", ""),
            TokenKind::Lbrace => ("{", ""),
            TokenKind::Rpar => ("", "("),
            TokenKind::Rsqb => ("", "["),
            TokenKind::Rbrace => ("", "{"),
            _ => continue,
        };
        if !opens.is_empty() {
            open.push((token.range(), opens));
        } else if open.last().is_some_and(|(_, last)| *last == closes) {
            open.pop();
        }
    }
    open.retain(|(at, _)| at.start() < before);
    open.pop()
}

const HELP: &str = "correct this line of Python";

/// What to write in a line that the parser stumbles over.
fn help(error: &ParseErrorType, said: &str, line: &str) -> String {
    let old = ["print", "exec"].into_iter().find(|word| {
        let rest = line.trim_start().strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with(' '))
    });
    // "expected `:`, found newline"
    let wanted = said
        .strip_prefix("expected `")
        .and_then(|rest| rest.split_once("`, found "));
    match (error, old, wanted) {
        (ParseErrorType::SimpleStatementsOnSameLine, Some(word), _) => {
            format!("write `{word}(…)`: it is a function since Python 3")
        }
        (_, _, Some((token, _))) => format!("write `{token}` here"),
        _ if said.contains("never ends") => "write its closing quote where it ends".to_owned(),
        _ => HELP.to_owned(),
    }
}

/// The parser's words, as a clause.
fn said(error: &ParseErrorType) -> String {
    let said = error.to_string();
    let said = said.trim_end_matches('.');
    let said = match said {
        "unexpected EOF while parsing" => "the text ends before its last statement does",
        "missing closing quote in string literal" => {
            "this string never ends: its closing quote is missing"
        }
        _ => said,
    };
    lower_first(said)
}

/// Lower case at the beginning, but not where a word is all capitals.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

fn too_new(error: &UnsupportedSyntaxError, version: Option<Version>) -> Problem {
    let said = error.to_string();
    // "Cannot use X on Python 3.9 (syntax was added in Python 3.10)"
    let what = said
        .split(" on Python ")
        .next()
        .unwrap_or(&said)
        .trim_start_matches("Cannot use ");
    let when = said
        .rsplit('(')
        .next()
        .map(|rest| rest.trim_end_matches(')'))
        .unwrap_or_default();
    let (problem, help) = match version {
        Some(version) => (
            format!("Python {version} cannot read {what}: {when}"),
            format!("write it for Python {version}, or run a newer Python"),
        ),
        None => (
            format!("no Python of today reads {what}: {when}"),
            HELP.to_owned(),
        ),
    };
    Problem {
        too_new: version.is_some(),
        ..Problem::at(error.range(), problem, help)
    }
}

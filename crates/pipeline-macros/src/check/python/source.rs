//! The text of a script, and where its places are for the author.

use std::ops::Range;
use std::path::Path;

use pipeline_python::{Problem, line_without_margin, margin, place};
use syn::LitStr;

use super::Oldest;
use super::literal::written;
use crate::errors::Errors;

/// A Python text.
pub(super) struct Source {
    /// As it runs.
    pub(super) text: String,
    /// Where the author names it.
    pub(super) literal: LitStr,
    /// Its path, where it is a file of its own.
    pub(super) path: Option<String>,
    /// How many bytes each line has lost at its beginning.
    lost: Vec<usize>,
}

impl Source {
    /// The text of a literal.
    pub(super) fn inline(literal: &LitStr) -> Self {
        let value = literal.value();
        let margin = margin(&value);
        let lines = || value.split_inclusive('\n');
        let short = |line| line_without_margin(line, margin);
        Self {
            text: lines().map(short).collect(),
            lost: lines().map(|line| line.len() - short(line).len()).collect(),
            literal: literal.clone(),
            path: None,
        }
    }

    /// The text of a file of the crate, if it can be read as text.
    pub(super) fn file(crate_dir: &Path, path: &str, literal: &LitStr) -> Option<Self> {
        let text = std::fs::read_to_string(crate_dir.join(path)).ok()?;
        Some(Self {
            text: text
                .strip_prefix('\u{feff}')
                .map_or(text.clone(), str::to_owned),
            literal: literal.clone(),
            path: Some(path.to_owned()),
            lost: Vec::new(),
        })
    }

    /// Where these bytes are, and their line with a caret: what an editor can jump to.
    pub(super) fn shown(&self, at: &Range<usize>) -> String {
        let found = place(&self.text, at);
        let place = match &self.path {
            Some(path) => format!("{path}:{}:{}", found.line + 1, found.column + 1),
            None => self.in_the_rust_file(at),
        };
        format!("  {place}\n{}", found.caret())
    }

    fn in_the_rust_file(&self, at: &Range<usize>) -> String {
        let literal = self.literal.token().to_string();
        let start = at.start.min(self.text.len());
        let line = self.text.as_bytes()[..start]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        let lost: usize = self.lost.iter().take(line + 1).sum();
        let mut byte = written(&literal, start + lost).min(literal.len());
        while !literal.is_char_boundary(byte) {
            byte -= 1;
        }
        let before = &literal[..byte];
        let lines = before.matches('\n').count();
        let last = before.rsplit('\n').next().unwrap_or_default();
        let column = last.chars().count();
        match Origin::of(&self.literal) {
            Some(origin) if lines == 0 => {
                format!("{}:{}:{}", origin.file, origin.line, origin.column + column)
            }
            Some(origin) => format!("{}:{}:{}", origin.file, origin.line + lines, column + 1),
            None => format!("line {}, column {}", lines + 1, column + 1),
        }
    }

    /// Reports a mistake of the Python at the literal, with its line.
    pub(super) fn report(&self, problem: &Problem, oldest: Option<&Oldest>, errors: &mut Errors) {
        let mut text = problem.problem.clone();
        if let (true, Some(oldest)) = (problem.too_new, oldest) {
            text += &format!(", and the tasks here are held to {}", oldest.place);
        }
        if let Some(at) = &problem.at {
            text += &format!("\n{}", self.shown(at));
        }
        errors.at(&self.literal, text, &problem.help);
    }
}

/// Where a literal begins, counted from 1.
struct Origin {
    file: String,
    line: usize,
    column: usize,
}

impl Origin {
    /// Nothing where no compiler has called us: in a test.
    fn of(literal: &LitStr) -> Option<Self> {
        proc_macro::is_available().then(|| {
            let span = literal.span().unwrap();
            Self {
                file: span.file(),
                line: span.line(),
                column: span.column(),
            }
        })
    }
}

//! What is certainly wrong.

use std::ops::Range;

/// A mistake: what is wrong, what to write, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the text it is about; nothing where it is about what is not there.
    pub at: Option<Range<usize>>,
    /// What is wrong.
    pub problem: String,
    /// What to write.
    pub help: String,
    /// Whether only the version of Python makes it a mistake.
    pub too_new: bool,
}

impl Problem {
    pub(crate) fn at(
        at: impl Into<ruff_text_size::TextRange>,
        problem: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            at: Some(at.into().to_std_range()),
            problem: problem.into(),
            help: help.into(),
            too_new: false,
        }
    }
}

/// The candidate nearest to a word, if one is near enough to be what was meant.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let plain = |word: &str| word.replace(['-', '_'], "").to_lowercase();
    let word = plain(word);
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word, &plain(candidate)), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// `` `a`, `b` and `c` ``; nothing when there is nothing to list.
pub(crate) fn list<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    let quoted: Vec<String> = words
        .into_iter()
        .map(|word| format!("`{}`", word.as_ref()))
        .collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

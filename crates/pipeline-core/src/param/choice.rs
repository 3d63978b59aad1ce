//! What `#[derive(Param)]` on an enum is made of.

use super::{ParamError, ParamKind, render};
use crate::suggest;

/// The place of a word among the words of a choice.
///
/// # Errors
/// It is none of them; the error lists them and suggests the nearest.
pub fn parse(words: &'static [&'static str], text: &str) -> Result<usize, ParamError> {
    if let Some(at) = words.iter().position(|word| *word == text) {
        return Ok(at);
    }
    let list = words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    Err(ParamError::new(
        match suggest::nearest(text, words.iter().copied()) {
            Some(near) => format!("{text:?} is none of {list}: did you mean `{near}`?"),
            None => format!("{text:?} is none of {list}"),
        },
    ))
}

/// Writes a word into a path.
///
/// # Errors
/// A spec is given: a choice takes none.
pub fn render(word: &str, spec: &str, path: &mut String) -> Result<(), ParamError> {
    render::plain(ParamKind::Choice(&[]), word, spec, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_gets_the_list_and_the_nearest() {
        const WORDS: &[&str] = &["daily", "weekly", "monthly"];
        assert_eq!(parse(WORDS, "weekly"), Ok(1));
        assert_eq!(
            parse(WORDS, "weekyl").expect_err("unknown").to_string(),
            "\"weekyl\" is none of `daily`, `weekly`, `monthly`: did you mean `weekly`?"
        );
        assert_eq!(
            parse(WORDS, "x").expect_err("unknown").to_string(),
            "\"x\" is none of `daily`, `weekly`, `monthly`"
        );
    }
}

//! A line of the screen, in styles, whose width is known.

use anstyle::Style;
use unicode_width::UnicodeWidthChar;

use crate::report::text::{columns, paint};

/// A line of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    parts: Vec<(Style, String)>,
}

impl Line {
    /// Adds a text. It has neither control codes nor line ends.
    pub(super) fn add(&mut self, style: Style, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.parts.push((style, text));
        }
    }

    /// The same, with a text more.
    pub(super) fn and(mut self, style: Style, text: impl Into<String>) -> Self {
        self.add(style, text);
        self
    }

    /// How many columns it takes.
    pub(super) fn width(&self) -> usize {
        self.parts.iter().map(|(_, text)| columns(text)).sum()
    }

    /// Cuts it to so many columns; `…` stands for what is left out.
    pub(super) fn cut(mut self, most: usize) -> Self {
        if self.width() <= most {
            return self;
        }
        let mut left = most.saturating_sub(1);
        let mut parts = Vec::new();
        for (style, text) in self.parts {
            let width = columns(&text);
            if width <= left {
                left -= width;
                parts.push((style, text));
                continue;
            }
            let mut cut = String::new();
            for c in text.chars() {
                let width = c.width().unwrap_or_default();
                if width > left {
                    break;
                }
                left -= width;
                cut.push(c);
            }
            if most > 0 {
                cut.push('…');
            }
            parts.push((style, cut));
            break;
        }
        self.parts = parts;
        self
    }

    /// As it is written to a terminal.
    pub(super) fn render(&self, colours: bool) -> String {
        let part = |(style, text): &(Style, String)| match colours {
            true if *style != Style::new() => paint(*style, text),
            _ => text.clone(),
        };
        self.parts.iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::text::{BAD, one_line};

    #[test]
    fn a_character_of_two_columns_takes_two() {
        let line = Line::default().and(BAD, "数据").and(Style::new(), "abc");
        assert_eq!(line.width(), 7);
        assert_eq!(line.clone().cut(4).render(false), "数…");
        assert_eq!(line.clone().cut(6).render(false), "数据a…");
        assert_eq!(line.cut(7).render(false), "数据abc");
    }

    proptest! {
        #[test]
        fn a_cut_line_is_never_too_wide(
            texts in prop::collection::vec(any::<String>(), 0..5),
            most in 0_usize..30,
        ) {
            let mut line = Line::default();
            for text in texts {
                line.add(BAD, one_line(&text, 1000));
            }
            prop_assert!(line.cut(most).width() <= most);
        }
    }
}

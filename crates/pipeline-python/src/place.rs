//! Where something stands in a text, for people.

use std::ops::Range;

/// A place in a text, and the line that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 0.
    pub line: usize,
    /// The character in the line, from 0.
    pub column: usize,
    /// The line itself.
    pub text: String,
    /// How many characters of the line are meant, at least one.
    pub width: usize,
}

/// The place of these bytes. What goes on over several lines is marked in its first; a place
/// behind the end is the end, and one inside a character is the character.
#[must_use]
pub fn place(text: &str, at: &Range<usize>) -> Place {
    let whole = |mut byte: usize| {
        byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let (from, to) = (whole(at.start), whole(at.end));
    let start = text[..from].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[from..]
        .find('\n')
        .map_or(text.len(), |newline| from + newline);
    Place {
        line: text[..start].matches('\n').count(),
        column: text[start..from].chars().count(),
        text: text[start..end].trim_end_matches('\r').to_owned(),
        width: text[from..to.clamp(from, end)].chars().count().max(1),
    }
}

impl Place {
    /// The line, with a caret under what is meant. A tab stays one, so that the caret stands
    /// right however wide it is.
    #[must_use]
    pub fn caret(&self) -> String {
        let before: String = self
            .text
            .chars()
            .chain(std::iter::repeat(' '))
            .take(self.column)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        format!("  {}\n  {before}{}", self.text, "^".repeat(self.width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_line_and_a_character_in_it() {
        let text = "ä = 1\n\tx ö y\n";
        let at = text.find('ö').expect("it");
        let found = place(text, &(at..at + 2));
        assert_eq!((found.line, found.column, found.width), (1, 3, 1));
        assert_eq!(found.caret(), "  \tx ö y\n  \t  ^");
    }

    #[test]
    fn what_lies_outside_is_the_end() {
        let found = place("a\nb", &(90..99));
        assert_eq!((found.line, found.column, found.width), (1, 1, 1));
        assert_eq!(place("", &(0..0)).caret(), "  \n  ^");
    }

    #[test]
    fn several_lines_are_marked_in_the_first() {
        let found = place("f(\n1)", &(1..5));
        assert_eq!((found.line, found.column, found.width), (0, 1, 1));
    }
}

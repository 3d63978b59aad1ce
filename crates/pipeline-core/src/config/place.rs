//! Where in a file something stands.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::problem::Place;

/// The name of the configuration's file.
pub const FILE_NAME: &str = "pipeline.toml";

/// A file with its text, to turn byte offsets into lines and columns.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// The file as errors and `explain` name it: relative where it is in the current folder.
    pub(crate) file: PathBuf,
    /// Its text.
    pub(crate) text: String,
}

impl Document {
    /// The place of these bytes. What goes beyond the first line is cut off.
    #[must_use]
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let start = self.boundary(span.start);
        let end = self.boundary(span.end.max(start));
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..]
            .find('\n')
            .map_or(self.text.len(), |at| start + at);
        Place::File {
            file: self.file.clone(),
            line: self.text[..line_start].matches('\n').count() + 1,
            column: self.text[line_start..start].chars().count() + 1,
            text: self.text[line_start..line_end]
                .trim_end_matches('\r')
                .to_owned(),
            width: self.text[start..end.min(line_end)]
                .trim_end()
                .chars()
                .count(),
        }
    }

    /// The offset, or the nearest before it at which a character begins.
    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// `pipeline.toml` in this folder or in the nearest parent that has one.
#[must_use]
pub(crate) fn find(cwd: &Path) -> Option<PathBuf> {
    cwd.ancestors()
        .map(|folder| folder.join(FILE_NAME))
        .find(|file| file.is_file())
}

/// The path as a person reads it from this folder: relative if it is below.
#[must_use]
pub(crate) fn shown(file: &Path, cwd: &Path) -> PathBuf {
    file.strip_prefix(cwd).unwrap_or(file).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_spans_end_with_their_line() {
        let document = Document {
            file: FILE_NAME.into(),
            text: "é = 1\r\nü = '''a\nb'''\n".to_owned(),
        };
        let value = document.text.find("'''a").unwrap_or_default();
        let Place::File {
            line,
            column,
            text,
            width,
            ..
        } = document.place(value..value + 8)
        else {
            panic!("a place in a file");
        };
        assert_eq!((line, column, text.as_str(), width), (2, 5, "ü = '''a", 4));
    }

    #[test]
    fn a_place_behind_the_end_is_the_end() {
        let document = Document {
            file: FILE_NAME.into(),
            text: "a = ".to_owned(),
        };
        let Place::File {
            line,
            column,
            width,
            ..
        } = document.place(90..99)
        else {
            panic!("a place in a file");
        };
        assert_eq!((line, column, width), (1, 5, 0));
    }
}

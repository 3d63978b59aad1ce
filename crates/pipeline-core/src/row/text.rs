//! A text that can be put together while compiling.

use super::{Column, DataType};

/// How much of a message is kept; a row with hundreds of columns is cut.
const LIMIT: usize = 6 * 1024;

/// A text of limited length, for `const fn`: what does not fit is left out, and `…` stands for it.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    bytes: [u8; LIMIT],
    len: usize,
    is_full: bool,
}

impl Text {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; LIMIT],
            len: 0,
            is_full: false,
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Takes away what is behind a place.
    pub(super) const fn truncate(&mut self, len: usize) {
        self.len = len;
        self.is_full = false;
    }

    /// Adds a text whole, or `…` in its place.
    pub(crate) const fn push(&mut self, text: &str) {
        const MORE: &[u8] = "…".as_bytes();
        let bytes = text.as_bytes();
        if self.is_full {
            return;
        }
        if self.len + bytes.len() + MORE.len() > LIMIT {
            self.is_full = true;
            self.copy(MORE);
        } else {
            self.copy(bytes);
        }
    }

    const fn copy(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while at < bytes.len() {
            self.bytes[self.len + at] = bytes[at];
            at += 1;
        }
        self.len += bytes.len();
    }

    /// The text.
    pub(crate) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            // Only whole texts are ever added.
            Err(_) => "",
        }
    }

    /// Adds a type by Spark SQL's name.
    pub(super) const fn push_type(&mut self, data_type: &DataType) {
        match data_type {
            DataType::Array(element, _) => {
                self.push("array<");
                self.push_type(element);
                self.push(">");
            }
            DataType::Map(key, value, _) => {
                self.push("map<");
                self.push_type(key);
                self.push(", ");
                self.push_type(value);
                self.push(">");
            }
            DataType::Struct(columns) => {
                self.push("struct<");
                self.push_columns(columns, ": ");
                self.push(">");
            }
            plain => self.push(plain.plain_name()),
        }
    }

    /// Adds columns as a list: `carrier string NOT NULL, delay double`.
    pub(super) const fn push_columns(&mut self, columns: &[Column], between: &str) {
        let mut at = 0;
        while at < columns.len() {
            if at > 0 {
                self.push(", ");
            }
            self.push(columns[at].name);
            self.push(between);
            self.push_type(columns[at].data_type);
            if !columns[at].nullable {
                self.push(" NOT NULL");
            }
            at += 1;
        }
    }
}

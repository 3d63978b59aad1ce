//! The identity of a task.

use std::fmt;

use sha2::{Digest, Sha256};

use super::Task;

/// The identity of a task: its type and every significant parameter with its type.
///
/// The first 128 bits of a SHA-256. Prints as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaskId(u128);

impl TaskId {
    /// The identity of a task.
    #[must_use]
    pub fn of<T: Task>(task: &T) -> Self {
        let mut hash = Sha256::new();
        // Every piece is preceded by its length, so that no two lists of pieces are one text.
        let mut piece = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        piece(&T::type_path());
        task.visit_params(&mut |schema, value| {
            if schema.significant {
                piece(schema.name);
                piece(&schema.kind.to_string());
                piece(&value.print());
            }
        });
        let digest = hash.finalize();
        let mut head = [0; 16];
        head.copy_from_slice(&digest[..16]);
        Self(u128::from_be_bytes(head))
    }

    /// Its first eight digits: enough for a person, not for a key.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{:08x}", self.0 >> 96)
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for TaskId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

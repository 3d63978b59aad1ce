//! Where a task keeps what it prints.

use std::path::{Path, PathBuf};

use crate::task::TaskId;

/// The folder of one try of a task in the folder of a run.
pub(crate) fn folder_of(run: &Path, label: &str, task: TaskId, attempt: u32) -> PathBuf {
    let mut dir = run.join(folder_name(label, &task.short()));
    if attempt > 1 {
        // What an earlier try printed stays where it is.
        dir.push(format!("try-{attempt}"));
    }
    dir
}

/// The name of a task's folder in a run: its label as far as a file name can hold it, and
/// the beginning of its id, since two labels may be one after that.
fn folder_name(label: &str, short_id: &str) -> String {
    const MOST: usize = 80;
    let mut name = String::with_capacity(label.len() + 9);
    for c in label.chars() {
        if name.len() >= MOST {
            break;
        }
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '=' | '_' => name.push(c),
            // A closing bracket has nothing to divide.
            ')' => {}
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches(['-', '.']);
    format!("{name}-{short_id}")
}

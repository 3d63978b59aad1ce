//! The graph as text: a tree, with what was drawn before marked.

use std::collections::HashSet;
use std::fmt::Write;

use super::Plan;

/// How much of the graph is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawOptions {
    /// The most lines; the rest is counted.
    pub max_lines: usize,
    /// The most dependencies of one task; the ones in the middle are counted.
    pub max_children: usize,
}

impl Default for DrawOptions {
    fn default() -> Self {
        Self {
            max_lines: 200,
            max_children: 24,
        }
    }
}

impl DrawOptions {
    /// Everything, whatever its size.
    pub const ALL: Self = Self {
        max_lines: usize::MAX,
        max_children: usize::MAX,
    };
}

/// A line still to be drawn.
enum Item {
    /// A task: its number, what stands before it, and whether it is the last of its group.
    Task(u32, String, Option<bool>),
    /// So many tasks that are left out.
    LeftOut(usize, String),
}

/// Draws the graph from its roots down to what they need, one task a line.
///
/// `note` says what stands after a task (`done`, `would run`). A task that was drawn before
/// is not expanded again: `(above)` marks it.
#[must_use]
pub fn draw(plan: &Plan, options: &DrawOptions, note: &dyn Fn(u32) -> Option<String>) -> String {
    let mut text = String::new();
    let mut drawn = HashSet::new();
    let mut lines = 0_usize;
    let mut stack: Vec<Item> = plan
        .roots()
        .iter()
        .rev()
        .map(|&root| Item::Task(root, String::new(), None))
        .collect();
    while let Some(item) = stack.pop() {
        let (number, indent, last) = match item {
            Item::Task(number, indent, last) => (number, indent, last),
            Item::LeftOut(count, indent) => {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{indent}├─ … {count} more");
                lines += 1;
                continue;
            }
        };
        if lines >= options.max_lines {
            let rest = plan.len() - drawn.len();
            if rest > 0 {
                let _ = writeln!(text, "… {rest} more of {} tasks", plan.len());
            }
            break;
        }
        lines += 1;
        let node = plan.node(number);
        let first_time = drawn.insert(number);
        let branch = match last {
            None => "",
            Some(true) => "└─ ",
            Some(false) => "├─ ",
        };
        let _ = write!(text, "{indent}{branch}{}", node.task.label());
        if let Some(note) = note(number) {
            let _ = write!(text, "  {note}");
        }
        if !first_time && !node.dependencies.is_empty() {
            text.push_str("  (above)");
        }
        text.push('\n');
        if first_time {
            let indent = match last {
                None => indent,
                Some(true) => format!("{indent}   "),
                Some(false) => format!("{indent}│  "),
            };
            push_children(
                &mut stack,
                &node.dependencies,
                &indent,
                options.max_children,
            );
        }
    }
    text
}

fn push_children(stack: &mut Vec<Item>, children: &[u32], indent: &str, max: usize) {
    let max = max.max(2);
    let (head, tail) = if children.len() > max {
        (max - 1, 1)
    } else {
        (children.len(), 0)
    };
    let left_out = children.len() - head - tail;
    let task = |at: usize| {
        let last = at + 1 == children.len();
        Item::Task(children[at], indent.to_owned(), Some(last))
    };
    // The stack gives the last one pushed first.
    stack.extend((children.len() - tail..children.len()).rev().map(task));
    if left_out > 0 {
        stack.push(Item::LeftOut(left_out, indent.to_owned()));
    }
    stack.extend((0..head).rev().map(task));
}

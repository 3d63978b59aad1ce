//! A plan for Mermaid, which GitHub and GitLab draw in a Markdown file.

use std::fmt::Write as _;

use super::graph::{Bounds, Graph};

/// Mermaid refuses more than 500 edges or 50,000 characters, unless it is told otherwise.
pub(super) const BOUNDS: Bounds = Bounds {
    nodes: 300,
    edges: 500,
    whose: "Mermaid",
};

/// What Mermaid takes.
const MOST: usize = 50_000;

/// How much of a line is shown.
const LINE: usize = 80;

/// The text of a diagram. `None`, if it is longer than Mermaid takes.
pub(super) fn mermaid(graph: &Graph) -> Option<String> {
    let mut text = String::from("flowchart LR\n");
    // Writing to a String cannot fail, here and below.
    if let Some(cut) = &graph.cut {
        let _ = writeln!(text, "  %% {cut}");
        let _ = writeln!(text, "  cut[\"{}\"]", escaped(cut, usize::MAX));
    }
    for (at, node) in graph.nodes.iter().enumerate() {
        let lines = node.lines.iter().map(|line| escaped(line, LINE));
        let lines: Vec<_> = lines.collect();
        let lines = lines.join("<br>");
        let _ = writeln!(text, "  n{at}[\"{lines}\"]:::{}", node.need);
    }
    for (from, to, count) in &graph.edges {
        match count {
            1 => {
                let _ = writeln!(text, "  n{from} --> n{to}");
            }
            many => {
                let _ = writeln!(text, "  n{from} -- {many} --> n{to}");
            }
        }
    }
    for (need, colours) in [
        ("complete", "fill:#d7f0d7,stroke:#4a4"),
        ("run", "fill:#d6e6f7,stroke:#47a"),
        ("fail", "fill:#f7d6d6,stroke:#a44"),
        ("unneeded", "fill:#eee,stroke:#999"),
        ("mixed", "fill:#fff4d6,stroke:#a84"),
    ] {
        let _ = writeln!(text, "  classDef {need} {colours},color:#000");
    }
    (text.len() <= MOST).then_some(text)
}

/// A text within quotes: whatever Mermaid, Markdown or HTML would read otherwise is a number.
fn escaped(text: &str, most: usize) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        if at >= most {
            escaped.push('…');
            break;
        }
        match c {
            c if c.is_control() => escaped.push(' '),
            'a'..='z' | 'A'..='Z' | '0'..='9' => escaped.push(c),
            ' ' | '(' | ')' | '=' | '-' | '.' | ',' | '/' | ':' | '+' => escaped.push(c),
            c if c.is_ascii() => {
                let _ = write!(escaped, "#{};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<String> {
        let mut read = String::new();
        let mut rest = text;
        while let Some((before, code)) = rest.split_once('#') {
            let (number, after) = code.split_once(';')?;
            read.push_str(before);
            read.push(char::from_u32(number.parse().ok()?)?);
            rest = after;
        }
        Some(read + rest)
    }

    proptest! {
        #[test]
        fn any_label_is_read_back_and_has_nothing_that_mermaid_reads(label in "[^\\p{Cc}]{0,60}") {
            let text = escaped(&label, usize::MAX);
            let special = ['"', '<', '>', '&', '`', '[', ']', '{', '}', '|', '\\', '*', '_', '\''];
            prop_assert!(!text.contains(special), "{}", text);
            prop_assert_eq!(read(&text), Some(label));
        }
    }
}

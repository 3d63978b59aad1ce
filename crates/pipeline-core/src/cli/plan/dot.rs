//! A plan for Graphviz.

use std::fmt::Write as _;

use super::graph::{Bounds, Graph};

/// Above this `dot` takes minutes.
pub(super) const BOUNDS: Bounds = Bounds {
    nodes: 3_000,
    edges: 10_000,
    whose: "Graphviz",
};

/// The text of a `.dot` file.
pub(super) fn dot(graph: &Graph) -> String {
    let mut text = String::from("digraph plan {\n");
    text.push_str("  rankdir=LR;\n");
    text.push_str("  node [shape=box, style=\"rounded,filled\", fillcolor=white];\n");
    // Writing to a String cannot fail, here and below.
    if let Some(cut) = &graph.cut {
        let _ = writeln!(text, "  label={};", quoted(std::slice::from_ref(cut)));
    }
    for (at, node) in graph.nodes.iter().enumerate() {
        let lines = quoted(&node.lines);
        let colour = match node.need {
            "complete" => "#d7f0d7",
            "run" => "#d6e6f7",
            "fail" => "#f7d6d6",
            "unneeded" => "#eeeeee",
            _ => "#fff4d6",
        };
        let _ = writeln!(text, "  n{at} [label={lines}, fillcolor=\"{colour}\"];");
    }
    for (from, to, count) in &graph.edges {
        match count {
            1 => {
                let _ = writeln!(text, "  n{from} -> n{to};");
            }
            many => {
                let _ = writeln!(text, "  n{from} -> n{to} [label=\"{many}\"];");
            }
        }
    }
    text.push_str("}\n");
    text
}

/// Lines as a text in quotes. A backslash begins an escape of a label, so it is doubled.
fn quoted(lines: &[String]) -> String {
    let mut text = String::from("\"");
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            text.push_str("\\n");
        }
        for c in line.chars() {
            match c {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                // Graphviz reads `&…;` as the name of a character.
                '&' => text.push_str("&amp;"),
                c if c.is_control() => text.push(' '),
                c => text.push(c),
            }
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads a text in quotes as Graphviz does: the language's own escape, then a label's.
    fn read(quoted: &str) -> Option<Vec<String>> {
        let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
        let mut lines = vec![String::new()];
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            let last = lines.last_mut()?;
            match c {
                '"' => return None,
                '\\' => match chars.next()? {
                    'n' => lines.push(String::new()),
                    c @ ('"' | '\\') => last.push(c),
                    _ => return None,
                },
                c => last.push(c),
            }
        }
        Some(
            lines
                .iter()
                .map(|line| line.replace("&amp;", "&"))
                .collect(),
        )
    }

    proptest! {
        #[test]
        fn any_label_is_read_back(lines in prop::collection::vec("[^\\p{Cc}]{0,20}", 1..4)) {
            prop_assert_eq!(read(&quoted(&lines)), Some(lines));
        }
    }
}

//! The indentation that a Python text inside a Rust file has and loses.

/// The indentation of the first statement: all lines that have it lose it.
#[must_use]
pub fn margin(text: &str) -> &str {
    let first = text.lines().find(|line| {
        let statement = line.trim_start();
        !statement.is_empty() && !statement.starts_with('#')
    });
    first.map_or("", |line| &line[..line.len() - line.trim_start().len()])
}

/// A line as it runs. One that is indented less (inside a string, a comment) stays as it is.
#[must_use]
pub fn line_without_margin<'a>(line: &'a str, margin: &str) -> &'a str {
    line.strip_prefix(margin).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_statement_says_how_far_the_text_is_indented() {
        assert_eq!(margin("\n# note\n    x = 1\n  y"), "    ");
        assert_eq!(margin("x = 1\n  y"), "");
        assert_eq!(margin(" # only a note\n\n"), "");
        assert_eq!(line_without_margin("    x", "    "), "x");
        assert_eq!(line_without_margin("  x", "    "), "  x");
    }
}

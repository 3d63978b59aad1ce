//! Text in Markdown tables.

/// A text as one piece of code in a cell.
pub(crate) fn code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    // A longer fence, where the text has backticks of its own.
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A text in a cell; what stands between backticks is code, as it is in our messages.
pub(crate) fn cell(text: &str) -> String {
    let mut cell = String::new();
    let mut in_code = false;
    let pairs = text.matches('`').count() / 2 * 2;
    let mut seen = 0;
    for c in text.chars() {
        match c {
            '`' if seen < pairs => {
                seen += 1;
                in_code = !in_code;
                cell.push(c);
            }
            '|' => cell.push_str("\\|"),
            '<' if !in_code => cell.push_str("&lt;"),
            '`' | '*' | '_' | '[' | '\\' if !in_code => {
                cell.push('\\');
                cell.push(c);
            }
            _ => cell.push(c),
        }
    }
    cell
}

/// A name of a file as words.
pub(crate) fn words(name: &str) -> String {
    name.replace('_', " ")
}

#[test]
fn a_cell_shows_the_text_that_it_was_given() {
    assert_eq!(cell("`Input<T>` is <T>"), "`Input<T>` is &lt;T>");
    assert_eq!(cell("a | b_c * d"), "a \\| b\\_c \\* d");
    assert_eq!(cell("one ` alone"), "one \\` alone");
    assert_eq!(code("a|b"), "`a\\|b`");
    assert_eq!(code("`a`"), "`` `a` ``");
}

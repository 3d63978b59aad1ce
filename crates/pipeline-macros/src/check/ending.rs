//! What to write for an application whose ending is none that spark-submit runs.

/// The endings that say what kind of application a path is.
const ENDINGS: [&str; 4] = [".py", ".R", ".r", ".jar"];

/// What to write in place of a path of another ending.
pub(super) fn help(path: &str) -> String {
    let first = path.split_whitespace().next().unwrap_or_default();
    if first.len() < path.len() && ENDINGS.iter().any(|ending| first.ends_with(ending)) {
        return format!(
            "write `app = {first:?}`; what stands behind it is a field each, with `arg`"
        );
    }
    let lower = path.to_lowercase();
    if let Some(ending) = ENDINGS.iter().find(|ending| lower.ends_with(*ending)) {
        return format!("write `{ending}` in small letters: Spark goes by them");
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if ends(&[".scala", ".java", ".kt"]) {
        "write the path of the jar that it is built into".to_owned()
    } else if ends(&[".ipynb"]) {
        "export the notebook as a `.py`: spark-submit runs no notebook".to_owned()
    } else if ends(&[".pyc", ".zip", ".egg"]) {
        "write the path of a `.py`; what it imports belongs in `py_files`".to_owned()
    } else if is_class(path) {
        format!("write `app = \"….jar\", class = {path:?}`")
    } else {
        "write a path that ends in `.py`, `.R`, `.r` or `.jar`".to_owned()
    }
}

/// Whether a text looks like a class in its package: `org.example.Main`.
fn is_class(text: &str) -> bool {
    let capital = |word: &str| word.starts_with(|first: char| first.is_uppercase());
    let word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
    };
    text.contains('.') && text.split('.').all(word) && text.rsplit('.').next().is_some_and(capital)
}

#[cfg(test)]
mod tests {
    use super::help;

    #[test]
    fn the_help_is_about_what_was_meant() {
        for (path, part) in [
            ("job.py --month 3", "write `app = \"job.py\"`"),
            ("jobs/job.PY", "in small letters"),
            ("src/Main.scala", "the jar"),
            ("words.ipynb", "export the notebook"),
            ("org.example.Main", "class = \"org.example.Main\""),
            ("lib.zip", "py_files"),
            ("jobs/job", "ends in `.py`"),
            ("", "ends in `.py`"),
        ] {
            assert!(help(path).contains(part), "{path}: {}", help(path));
        }
    }
}

//! Words as a POSIX shell reads them back.

/// A word in quotes, if it needs them.
#[must_use]
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    // A `=` in the first word would make it an assignment; ours are always paths.
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        if c == '\'' {
            quoted.push_str("'\\''");
        } else {
            quoted.push(c);
        }
    }
    quoted.push('\'');
    quoted
}

/// Words as one line. A newline inside a word stays one, which a shell reads back.
pub fn line<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for text in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word(text));
    }
    line
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_words_stay_readable() {
        assert_eq!(
            line(["--conf", "spark.a=1", "jobs/a.py"]),
            "--conf spark.a=1 jobs/a.py"
        );
        assert_eq!(word(""), "''");
        assert_eq!(word("local[*]"), "'local[*]'");
        assert_eq!(word("it's"), "'it'\\''s'");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_shell_reads_back_what_was_quoted(words in proptest::collection::vec("[^\0]{0,12}", 1..8)) {
            let script = format!("printf '%s\\0' {}", line(words.iter().map(String::as_str)));
            let output = Command::new("sh").arg("-c").arg(script).output().expect("sh runs");
            let mut expected = words.join("\0").into_bytes();
            expected.push(0);
            prop_assert_eq!(output.stdout, expected);
        }
    }
}

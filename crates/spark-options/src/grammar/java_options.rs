//! Options of a JVM.

use super::Invalid;
use crate::text::contains;

/// Whether a text splits into JVM options as the launcher splits it (at blanks, with `'…'`,
/// `"…"` and `\`), and sets no heap.
///
/// Source: `CommandBuilderUtils.parseOptionString`, `SparkSubmitCommandBuilder.checkJavaOptions`.
///
/// # Errors
/// A quote or an escape has no end, or `-Xmx` is in it.
pub const fn java_options(text: &str) -> Result<(), Invalid> {
    let bytes = text.as_bytes();
    let (mut single, mut double, mut escaped) = (false, false, false);
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            _ if escaped => escaped = false,
            b'\\' if !single => escaped = true,
            b'\'' if !double => single = !single,
            b'"' if !single => double = !double,
            _ => {}
        }
        i += 1;
    }
    if single || double {
        return Err(Invalid::new(
            "a quote has no end",
            "close it, or put a backslash before a quote that is meant as it is",
        ));
    }
    if escaped {
        return Err(Invalid::new(
            "it ends with a backslash, which escapes nothing",
            "write two backslashes for one",
        ));
    }
    // Spark tests for the bare text, so a longer option with it inside is refused as well.
    if contains(text, "-Xmx") {
        return Err(Invalid::new(
            "Spark does not let Java options set the heap (-Xmx)",
            "set driver_memory or executor_memory instead",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_quotes_are_right() {
        for text in [
            "",
            "-Da=b",
            "-Da='b c' -De=\"f 'g\"",
            r"-Da=b\ c",
            r#"-Da='\'"#,
            r#"-Da="\"""#,
            "-XX:+UseG1GC -Xms1g",
        ] {
            assert_eq!(java_options(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_the_launcher_refuses_is_refused() {
        for (text, problem) in [
            ("-Da=\"b", "quote"),
            ("-Da='b", "quote"),
            (r"-Da=b\", "backslash"),
            ("-Xmx2g", "heap"),
            ("-Da=b -Xmx2g", "heap"),
        ] {
            let error = java_options(text).expect_err(text);
            assert!(error.problem.contains(problem), "{text}: {error}");
        }
    }
}

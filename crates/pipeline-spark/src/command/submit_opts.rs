//! Java options in variables: `SPARK_SUBMIT_OPTS`, which the launcher adds to every driver, and
//! those that every Java reads.

/// Java options without the words that set what a property or `driver_memory` sets;
/// nothing if it has none. Where the machine's proxy or trust store is set in it, that stays.
pub(super) fn without_settings(options: &str) -> Option<String> {
    let is_setting = |word: &str| {
        let bare = word.trim_start_matches(['\'', '"']);
        bare.starts_with("-Dspark.") || bare.starts_with("-Xmx")
    };
    let words = words(options);
    words.iter().any(|word| is_setting(word)).then(|| {
        let kept: Vec<_> = words.into_iter().filter(|word| !is_setting(word)).collect();
        kept.join(" ")
    })
}

/// The words of Java options, quotes and escapes still in them.
fn words(text: &str) -> Vec<&str> {
    let (mut words, mut start) = (Vec::new(), None);
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && quote.is_none() && !escaped {
            if let Some(start) = start.take() {
                words.push(&text[start..at]);
            }
            continue;
        }
        start.get_or_insert(at);
        if escaped {
            escaped = false;
        } else if c == '\\' && quote != Some('\'') {
            escaped = true;
        } else if quote == Some(c) {
            quote = None;
        } else if matches!(c, '\'' | '"') && quote.is_none() {
            quote = Some(c);
        }
    }
    words.extend(start.map(|start| &text[start..]));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_go_and_the_rest_stays_as_it_was_written() {
        for (options, kept) in [
            (
                "-Da=1 -Dspark.master='local[ 2]' -Xmx9g -Db='c  d'",
                Some("-Da=1 -Db='c  d'"),
            ),
            (
                "'-Dspark.a=b c' -Db=\"-Dspark.x=1\"",
                Some("-Db=\"-Dspark.x=1\""),
            ),
            (r"-Da=b\ -Dspark.x=1", None),
            ("-Dspark.a=b", Some("")),
            ("-Da=b -Dsparkle=1", None),
            ("", None),
        ] {
            assert_eq!(without_settings(options).as_deref(), kept, "{options}");
        }
    }
}

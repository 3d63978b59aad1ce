//! Words in messages: the nearest known one, and lists.

/// The candidate nearest to a word, if one is near enough to be what was meant.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.replace('-', "_").to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let plain = candidate.replace('-', "_").to_lowercase();
            (strsim::jaro_winkler(&word, &plain), candidate)
        })
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// `` `a`, `b` and `c` ``; `none` when there is nothing to list.
pub(crate) fn list<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    let quoted: Vec<String> = words
        .into_iter()
        .map(|word| format!("`{}`", word.as_ref()))
        .collect();
    match quoted.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// What to write instead of an unknown word: the nearest one, else all of them.
pub(crate) fn instead<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
    all: &str,
) -> String {
    match nearest(word, candidates.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{all} {}", list(candidates)),
    }
}

/// What other tools, and older words of Spark's own, call a key.
const ELSEWHERE: &[(&str, &str)] = &[
    ("application", "app"),
    ("archive", "archives"),
    ("attempts", "retries"),
    ("class_name", "class"),
    ("cluster", "master"),
    ("cores", "executor_cores"),
    ("default_value", "default"),
    ("delay", "backoff"),
    ("depends_on", "input"),
    ("entry_class", "class"),
    ("environment", "env"),
    ("execution_timeout", "timeout"),
    ("executors", "num_executors"),
    ("file", "app"),
    ("flag", "arg"),
    ("inputs", "input"),
    ("jar", "app"),
    ("java_options", "driver_java_options"),
    ("long", "arg"),
    ("main", "class"),
    ("main_class", "class"),
    ("max_retries", "retries"),
    ("max_retry_count", "retries"),
    ("memory", "executor_memory"),
    ("mode", "deploy_mode"),
    ("on_complete", "on_success"),
    ("on_completion", "on_success"),
    ("on_error", "on_failure"),
    ("on_failure_callback", "on_failure"),
    ("on_success_callback", "on_success"),
    ("options", "conf"),
    ("outputs", "output"),
    ("path", "output"),
    ("pool", "resources"),
    ("positional", "arg"),
    ("priority_weight", "priority"),
    ("properties", "conf"),
    ("requires", "input"),
    ("resource", "resources"),
    ("retry", "retries"),
    ("retry_count", "retries"),
    ("retry_delay", "backoff"),
    ("retry_delay_seconds", "backoff"),
    ("retry_policy", "retries"),
    ("script", "app"),
    ("short", "arg"),
    ("significant", "insignificant"),
    ("spark_conf", "conf"),
    ("target", "output"),
    ("timeout_seconds", "timeout"),
    ("worker_timeout", "timeout"),
];

/// The key that a word of another tool means, if these candidates have it.
pub(crate) fn elsewhere<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    let (_, key) = ELSEWHERE.iter().find(|(other, _)| *other == word)?;
    candidates.into_iter().find(|candidate| candidate == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_and_a_far_one_is_not() {
        let keys = ["driver_memory", "executor_memory", "name"];
        assert_eq!(nearest("driver_memroy", keys), Some("driver_memory"));
        assert_eq!(nearest("driver-memory", keys), Some("driver_memory"));
        assert_eq!(nearest("zzz", keys), None);
    }

    #[test]
    fn a_word_of_another_tool_is_the_key_that_it_means() {
        assert_eq!(elsewhere("main_class", ["app", "class"]), Some("class"));
        assert_eq!(elsewhere("main_class", ["input"]), None);
        assert!(ELSEWHERE.is_sorted());
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(<[&str; 0]>::default()), "none");
    }
}

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
    fn a_list_reads_as_a_sentence() {
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(<[&str; 0]>::default()), "none");
    }
}

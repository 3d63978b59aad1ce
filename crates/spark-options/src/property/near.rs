//! Names that are nearly one that Spark knows.

use super::data;
use super::look_up::{Prefix, prefixes};

/// Every name that may have been meant.
fn candidates() -> impl Iterator<Item = &'static str> {
    let named = data::lines(data::NAMED).map(data::name_of);
    data::names().chain(named.filter(|name| !name.ends_with('.')))
}

/// The words that stand after `spark.` in what Spark knows.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    candidates()
        .chain(data::old_names())
        .chain(prefixes().map(|it| it.prefix))
        .filter_map(|name| name.strip_prefix("spark.")?.split('.').next())
}

/// The known name that was most likely meant by an unknown one.
///
/// Never by what may be a name of its own: the words must agree one by one, all but for a slip
/// in some that is small against the word's length.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    if !name.is_ascii()
        || !name
            .get(..6)
            .is_some_and(|begin| begin.eq_ignore_ascii_case("spark."))
    {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    candidates()
        .filter_map(|known| Some((distance(&lower, known)?, known)))
        .min_by_key(|(distance, known)| (*distance, *known))
        .map(|(_, known)| known)
}

/// The prefix that was most likely meant, where one long word of it has a slip: too short a word
/// may well be somebody's own.
pub(super) fn nearest_prefix(name: &str) -> Option<Prefix> {
    const LONG: usize = 5;
    let words: Vec<_> = name.split('.').collect();
    let slips = |prefix: &Prefix| {
        let known: Vec<_> = prefix.prefix.trim_end_matches('.').split('.').collect();
        if words.len() <= known.len() {
            return None;
        }
        let mut slips = 0;
        for (word, known) in words.iter().zip(&known) {
            if word == known {
                continue;
            }
            // As for names: the case alone counts as nothing but a slip.
            let small = word.to_ascii_lowercase();
            let edits = edits(&small, &known.to_ascii_lowercase(), 2)?;
            if known.len() < LONG || word.len() < LONG || edits > allowed(known.len()) {
                return None;
            }
            slips += edits.max(1);
        }
        (slips <= 2).then_some(slips)
    };
    let is_known = |prefix: &str| {
        candidates()
            .chain(prefixes().map(|it| it.prefix))
            .any(|name| name.starts_with(prefix))
    };
    let (_, prefix) = prefixes()
        .filter_map(|prefix| Some((slips(&prefix)?, prefix)))
        .min_by_key(|(slips, prefix)| (*slips, prefix.prefix))?;
    // `spark.executor.…` is no slip of `spark.executorEnv.…`.
    let count = prefix.prefix.matches('.').count();
    let written = format!("{}.", words.get(..count)?.join("."));
    (!is_known(&written)).then_some(prefix)
}

/// How far a name in small letters is from a known one; nothing if that is too far.
fn distance(name: &str, known: &str) -> Option<usize> {
    // Most names are ruled out by their length.
    if name.len().abs_diff(known.len()) > 5 {
        return None;
    }
    let known = known.to_ascii_lowercase();
    if name == known {
        return Some(0); // the case alone
    }
    let plain = |text: &str| text.replace(['_', '-', '.'], "");
    if plain(name) == plain(&known) {
        return Some(1); // other separators
    }
    let (words, known_words): (Vec<_>, Vec<_>) =
        (name.split('.').collect(), known.split('.').collect());
    if words.len() == known_words.len() {
        let (mut sorted, mut known_sorted) = (words.clone(), known_words.clone());
        sorted.sort_unstable();
        known_sorted.sort_unstable();
        if sorted == known_sorted {
            return Some(2); // the same words in another order
        }
        let (mut sum, mut slips) = (0, 0);
        for (word, known) in words.iter().zip(&known_words) {
            let edits = edits(word, known, 2)?;
            if edits > allowed(word.len().max(known.len())) {
                return None;
            }
            sum += edits;
            slips += usize::from(edits > 0);
        }
        return (slips <= 2 && sum <= 3).then_some(sum + 1);
    }
    // `spark.shuffle.partitions` for `spark.sql.shuffle.partitions`, or the other way round.
    if words.len() >= 3 && without_sql(&words) == without_sql(&known_words) {
        return Some(3);
    }
    None
}

/// How many slips a word of this length may have.
const fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=6 => 1,
        _ => 2,
    }
}

fn without_sql<'a>(words: &[&'a str]) -> Vec<&'a str> {
    words
        .iter()
        .copied()
        .filter(|word| *word != "sql")
        .collect()
}

/// The letters to insert, remove, replace, or swap with their neighbour; nothing if more than
/// `limit`.
fn edits(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a == b {
        return Some(0);
    }
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let width = b.len() + 1;
    let mut before_last = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; width];
        for (j, y) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(x != y);
            let mut least = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before_last[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        before_last = core::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|edits| *edits <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_whatever_it_is() {
        for (written, meant) in [
            ("spark.executor.memmory", "spark.executor.memory"),
            ("spark.executer.memory", "spark.executor.memory"),
            ("spark.executer.memmory", "spark.executor.memory"),
            ("spark.exectuor.memory", "spark.executor.memory"),
            (
                "spark.sql.shuffle.partition",
                "spark.sql.shuffle.partitions",
            ),
            (
                "spark.shuffle.sql.partitions",
                "spark.sql.shuffle.partitions",
            ),
            ("spark.shuffle.partitions", "spark.sql.shuffle.partitions"),
            ("spark.sql.adaptive.Enabled", "spark.sql.adaptive.enabled"),
            ("Spark.sql.adaptive.enabled", "spark.sql.adaptive.enabled"),
            ("spark.sql.adaptive_enabled", "spark.sql.adaptive.enabled"),
            (
                "spark.dynamicallocation.enabled",
                "spark.dynamicAllocation.enabled",
            ),
            (
                "spark.dynamic.allocation.enabled",
                "spark.dynamicAllocation.enabled",
            ),
            ("spark.executor.instance", "spark.executor.instances"),
            ("spark.drive.memory", "spark.driver.memory"),
            ("spark.yarn.que", ""),
            ("spark.app.nam", "spark.app.name"),
        ] {
            assert_eq!(nearest(written).unwrap_or_default(), meant, "{written}");
        }
    }

    #[test]
    fn a_slip_in_a_prefix_is_told() {
        for (written, meant) in [
            ("spark.hadop.fs.s3a.endpoint", "spark.hadoop."),
            ("spark.Hadoop.fs.s3a.endpoint", "spark.hadoop."),
            ("spark.executorenv.HOME", "spark.executorEnv."),
            ("spark.sql.catalogs.my.type", "spark.sql.catalog."),
            (
                "spark.kubernetes.driver.labels.team",
                "spark.kubernetes.driver.label.",
            ),
            ("spark.hadoop2.fs.s3a.endpoint", "spark.hadoop."),
            ("spark.live.metastore", ""),
            ("spark.executor.HOME", ""),
            ("spark.sql.foo", ""),
            ("spark.kubernetes.driver.limit.x", ""),
            ("spark.hadoop", ""),
        ] {
            let prefix = nearest_prefix(written).map(|it| it.prefix);
            assert_eq!(prefix.unwrap_or_default(), meant, "{written}");
        }
    }

    #[test]
    fn edits_count_a_swap_as_one() {
        assert_eq!(edits("memory", "memory", 2), Some(0));
        assert_eq!(edits("memroy", "memory", 2), Some(1));
        assert_eq!(edits("memmory", "memory", 2), Some(1));
        assert_eq!(edits("mery", "memory", 2), Some(2));
        assert_eq!(edits("disk", "memory", 2), None);
        assert_eq!(edits("", "ab", 2), Some(2));
    }
}

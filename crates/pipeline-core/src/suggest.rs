//! "Did you mean …?"
//!
//! A suggestion is made only when it is most likely what was meant: a wrong one sends a reader
//! the wrong way, none costs a look at the list.

/// The candidate nearest to a word, if one is near enough to be what was meant.
///
/// Case and the kind of separator (`-`, `_`, `.`) count for nothing, two swapped letters for
/// one mistake. About one letter in three may be wrong; the words of a name may stand in
/// another order (`memory_driver`), and its beginning or one word of it may be enough if that
/// fits no other candidate (`que`, `executors`).
///
/// ```
/// use pipeline_core::suggest::nearest;
/// let keys = ["executor_memory", "executor_cores", "num_executors"];
/// assert_eq!(nearest("executr-memmory", keys), Some("executor_memory"));
/// assert_eq!(nearest("queue", keys), None);
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let meant = plain(word);
    if meant.is_empty() {
        return None;
    }
    let length = meant.chars().count();
    let sorted = sorted(&meant);
    let mut best: Option<(usize, &str)> = None;
    let mut part_of = PartOf::None;
    for candidate in candidates {
        let plain = plain(candidate);
        let longest = length.max(plain.chars().count());
        let mut distance = strsim::osa_distance(&meant, &plain);
        if self::sorted(&plain) == sorted && plain != meant {
            // The right words in another order.
            distance = distance.min(1);
        }
        // One mistake in a word of three letters, two in six, and so on.
        if distance <= longest / 3 && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
        let begins = length >= 3 && plain.starts_with(&meant);
        if begins || length >= 4 && has_part(&plain, &meant) {
            part_of = match part_of {
                PartOf::None => PartOf::One(candidate),
                PartOf::One(_) | PartOf::Many => PartOf::Many,
            };
        }
    }
    match (best, part_of) {
        (Some((_, candidate)), _) | (None, PartOf::One(candidate)) => Some(candidate),
        _ => None,
    }
}

enum PartOf<'a> {
    None,
    One(&'a str),
    Many,
}

/// In small letters, with one kind of separator.
fn plain(word: &str) -> String {
    word.trim_matches(['-', '_', '.', ' '])
        .chars()
        .map(|c| if matches!(c, '-' | '.' | ' ') { '_' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

fn sorted(plain: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = plain.split('_').collect();
    parts.sort_unstable();
    parts
}

/// Whether the words of `part` stand together in `plain`.
fn has_part(plain: &str, part: &str) -> bool {
    format!("_{plain}_").contains(&format!("_{part}_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[&str] = &[
        "app",
        "archives",
        "class",
        "conf",
        "deploy_mode",
        "driver_cores",
        "driver_memory",
        "env",
        "executor_cores",
        "executor_memory",
        "files",
        "jars",
        "keytab",
        "master",
        "name",
        "num_executors",
        "packages",
        "principal",
        "properties_file",
        "proxy_user",
        "py_files",
        "queue",
        "repositories",
        "sql",
        "supervise",
        "total_executor_cores",
    ];

    #[test]
    fn a_slip_of_the_pen_finds_what_was_meant() {
        for (word, meant) in [
            ("driver_memmory", "driver_memory"),
            ("drivermemory", "driver_memory"),
            ("driverMemory", "driver_memory"),
            ("driver-memory", "driver_memory"),
            ("DRIVER_MEMORY", "driver_memory"),
            ("--driver-memory", "driver_memory"),
            ("memory_driver", "driver_memory"),
            ("executr_cores", "executor_cores"),
            ("executor_core", "executor_cores"),
            ("num_executers", "num_executors"),
            ("numExecutors", "num_executors"),
            ("executors", "num_executors"),
            ("que", "queue"),
            ("quue", "queue"),
            ("mster", "master"),
            ("pyfiles", "py_files"),
            ("jar", "jars"),
            ("ap", "app"),
            ("clas", "class"),
            ("deplyo_mode", "deploy_mode"),
            ("propertie_file", "properties_file"),
            ("packges", "packages"),
        ] {
            assert_eq!(nearest(word, KEYS.iter().copied()), Some(meant), "{word}");
        }
    }

    #[test]
    fn nothing_is_better_than_nonsense() {
        for word in [
            "",
            "x",
            "memory",
            "cores",
            "foo",
            "retries",
            "timeout",
            "parallelism",
            "output",
            "input",
            "spark",
            "partition_count",
            "depend",
            "zzzzzzzz",
            "memmory",
            "é",
        ] {
            assert_eq!(nearest(word, KEYS.iter().copied()), None, "{word}");
        }
    }

    #[test]
    fn one_part_that_fits_several_names_none_of_them() {
        assert_eq!(
            nearest("memory", ["driver_memory", "executor_memory"]),
            None
        );
        assert_eq!(
            nearest("memory", ["driver_memory", "queue"]),
            Some("driver_memory")
        );
    }

    #[test]
    fn a_property_of_spark_is_found() {
        let properties = [
            "spark.executor.memory",
            "spark.executor.cores",
            "spark.driver.memory",
        ];
        assert_eq!(
            nearest("spark.executor.memmory", properties),
            Some("spark.executor.memory")
        );
        assert_eq!(nearest("spark.sql.shuffle.partitions", properties), None);
    }
}

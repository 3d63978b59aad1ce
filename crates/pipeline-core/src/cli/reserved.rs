//! The flags that the command line keeps for itself.

/// The long flags of the command line; no parameter may have one of these names. A derive
/// checks it while compiling, so a name added here can break a program that builds today:
/// words that `run` will most likely need are in the list from the beginning.
pub const RESERVED: &[&str] = &[
    "as",
    "at-most",
    "attach",
    "color",
    "conf",
    "config",
    "deadline",
    "dry-run",
    "fail-fast",
    "force",
    "help",
    "json",
    "keep-going",
    "log-level",
    "newest-first",
    "profile",
    "quiet",
    "set",
    "verbose",
    "version",
    "workers",
];

/// Whether a parameter of this name would hide a flag of the command line. The name is the
/// field's (`fail_fast`) or the flag's (`fail-fast`).
///
/// ```
/// const _: () = assert!(pipeline_core::cli::is_reserved("fail_fast"));
/// assert!(!pipeline_core::cli::is_reserved("month"));
/// ```
#[must_use]
pub const fn is_reserved(name: &str) -> bool {
    let mut index = 0;
    while index < RESERVED.len() {
        if same(RESERVED[index].as_bytes(), name.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether a flag and a name are the same but for `-` and `_`.
const fn same(flag: &[u8], name: &[u8]) -> bool {
    if flag.len() != name.len() {
        return false;
    }
    let mut index = 0;
    while index < flag.len() {
        let byte = if name[index] == b'_' {
            b'-'
        } else {
            name[index]
        };
        if flag[index] != byte {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_reserved_in_either_spelling_and_only_whole() {
        assert!(is_reserved("fail_fast"));
        assert!(is_reserved("fail-fast"));
        assert!(is_reserved("set"));
        assert!(!is_reserved("sets"));
        assert!(!is_reserved("fail"));
        assert!(!is_reserved(""));
    }

    #[test]
    fn the_list_is_sorted_and_names_nothing_twice() {
        assert!(RESERVED.is_sorted_by(|a, b| a < b));
    }
}

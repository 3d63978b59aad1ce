//! The flags that a program's command line has.

/// The long flags that every program's command line has for itself, in the order of the
/// alphabet. A macro cannot see `pipeline_core::cli::RESERVED`, so a test of the root package
/// reads this file and compares the two.
pub(crate) const RESERVED: &[&str] = &[
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

/// The flag of a parameter, without its dashes: as `kebab` in `pipeline_core::cli` makes it,
/// which a test of the root package looks after too.
pub(crate) fn flag(name: &str) -> String {
    let mut flag = String::with_capacity(name.len() + 2);
    let mut previous = '-';
    for c in name.chars() {
        if c == '_' {
            flag.push('-');
        } else if c.is_uppercase() {
            if previous.is_lowercase() || previous.is_numeric() {
                flag.push('-');
            }
            flag.extend(c.to_lowercase());
        } else {
            flag.push(c);
        }
        previous = c;
    }
    flag
}

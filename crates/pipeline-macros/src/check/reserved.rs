/// The long flags that every program's command line has for itself, in the order of the
/// alphabet. A macro cannot see `pipeline_core::cli::RESERVED`, so a test of the root package
/// reads this file and compares the two.
pub(crate) const RESERVED: &[&str] = &[
    "color",
    "conf",
    "config",
    "dry-run",
    "fail-fast",
    "force",
    "help",
    "json",
    "log-level",
    "profile",
    "quiet",
    "set",
    "verbose",
    "version",
    "workers",
];

//! The flags of the command line itself, as data.

/// A flag of the command line itself.
#[derive(Debug)]
pub(crate) struct Flag {
    pub(crate) long: &'static str,
    pub(crate) short: Option<char>,
    /// What stands for its value in help; nothing for a switch.
    pub(crate) value: Option<&'static str>,
    /// Whether it may be given several times.
    pub(crate) many: bool,
    pub(crate) doc: &'static str,
}

const fn flag(long: &'static str, short: Option<char>, doc: &'static str) -> Flag {
    Flag {
        long,
        short,
        value: None,
        many: false,
        doc,
    }
}

impl Flag {
    const fn takes(mut self, value: &'static str) -> Self {
        self.value = Some(value);
        self
    }

    const fn many(mut self) -> Self {
        self.many = true;
        self
    }
}

/// The flags, in the order of help. `--help` and `--version` are among them.
pub(crate) const FLAGS: &[Flag] = &[
    flag(
        "profile",
        Some('p'),
        "Use this profile of pipeline.toml [default: local]",
    )
    .takes("NAME"),
    flag(
        "config",
        None,
        "Read this file instead of the nearest pipeline.toml",
    )
    .takes("FILE"),
    flag(
        "set",
        None,
        "Set a setting, of every task or of one; may be repeated",
    )
    .takes("[TASK.]KEY=VALUE")
    .many(),
    flag(
        "conf",
        None,
        "Short for --set conf.PROPERTY=VALUE; may be repeated",
    )
    .takes("PROPERTY=VALUE")
    .many(),
    flag(
        "workers",
        Some('w'),
        "Run so many tasks at once; short for --set workers=N",
    )
    .takes("N"),
    flag(
        "fail-fast",
        None,
        "Start nothing new after the first failure; short for --set fail_fast=true",
    ),
    flag(
        "attach",
        None,
        "Follow a run that does the same already, if there is one",
    ),
    flag(
        "keep-going",
        None,
        "Do all that does not need what failed [default]; short for --set fail_fast=false",
    ),
    flag(
        "deadline",
        None,
        "Stop the run at this time (06:00) or moment; short for --set deadline=TIME",
    )
    .takes("TIME"),
    flag(
        "log-level",
        None,
        "Keep and print what tasks log from this level on; short for --set log_level=LEVEL",
    )
    .takes("LEVEL"),
    flag(
        "as",
        None,
        "Write the plan as text, json, mermaid or dot [default: text]",
    )
    .takes("FORM"),
    flag(
        "newest-first",
        None,
        "backfill: begin with the newest gap, not the oldest",
    ),
    flag(
        "at-most",
        None,
        "backfill: fill so many gaps, and leave the rest; history: list so many runs",
    )
    .takes("N"),
    flag(
        "dry-run",
        None,
        "backfill, clean: show what would be filled or removed, and do nothing",
    ),
    flag("json", None, "Print JSON, for machines"),
    flag(
        "color",
        None,
        "When to use colors: auto, always, never [default: auto]",
    )
    .takes("WHEN"),
    flag(
        "quiet",
        Some('q'),
        "Print failures and the end, nothing in between",
    ),
    flag("help", Some('h'), "Print help"),
    flag("version", Some('V'), "Print the version"),
];

#[cfg(test)]
mod tests {
    use super::FLAGS;
    use crate::cli::is_reserved;

    #[test]
    fn every_flag_is_reserved() {
        for flag in FLAGS {
            assert!(is_reserved(flag.long), "{}", flag.long);
        }
    }
}

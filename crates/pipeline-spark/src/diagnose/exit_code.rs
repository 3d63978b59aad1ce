//! What exit codes mean. Sources: Spark's `SparkExitCode` and `ExecutorExitCode`, YARN's
//! `ApplicationMaster`, and the shell's own.

use super::RootCause;
use crate::watch::Exit;

/// An exit code with a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitCode {
    /// The code.
    pub code: i32,
    /// What it means.
    pub meaning: &'static str,
    /// What to do about it.
    pub hint: Option<&'static str>,
}

const fn code(code: i32, meaning: &'static str) -> ExitCode {
    ExitCode {
        code,
        meaning,
        hint: None,
    }
}

const fn hinted(code: i32, meaning: &'static str, hint: &'static str) -> ExitCode {
    ExitCode {
        code,
        meaning,
        hint: Some(hint),
    }
}

const MEMORY: &str = "give it more memory: `driver_memory`, `executor_memory`";

static CODES: &[ExitCode] = &[
    code(10, "uncaught exception in YARN's application master"),
    hinted(
        11,
        "too many executors failed",
        "look for why in the executors' logs, on the Executors page of the Spark UI",
    ),
    code(
        12,
        "YARN's application master could not report its progress",
    ),
    hinted(
        13,
        "no SparkContext was made in time",
        "do not set a master in the code; make the session before long work",
    ),
    code(14, "security failure in YARN's application master"),
    code(15, "the user's class threw an exception"),
    code(
        16,
        "the application ended before its final status was reported",
    ),
    code(50, "uncaught exception"),
    code(51, "uncaught exception, and another while it was handled"),
    hinted(52, "out of memory", MEMORY),
    code(53, "no folder for shuffle files could be made"),
    code(56, "the driver did not answer heartbeats"),
    code(57, "a killed task did not end in time"),
    hinted(
        101,
        "the main class could not be loaded",
        "check `class` and the jar",
    ),
    code(124, "the driver reached `spark.driver.timeout`"),
    hinted(
        126,
        "spark-submit could not be executed",
        "check the permissions of Spark's `bin` folder",
    ),
    hinted(
        127,
        "a command was not found",
        "check `spark_home` and `java_home`",
    ),
];

/// Every exit code with a meaning, in order.
#[must_use]
pub fn exit_codes() -> &'static [ExitCode] {
    CODES
}

/// What an exit code means; nothing if the program chose it.
#[must_use]
pub fn meaning(code: i32) -> Option<&'static ExitCode> {
    CODES
        .binary_search_by_key(&code, |known| known.code)
        .ok()
        .and_then(|index| CODES.get(index))
}

/// What is known of a process that said nothing of its cause.
pub(super) fn explain(exit: Exit) -> RootCause {
    let (cause, hint) = match exit {
        Exit::Signal(9) | Exit::Code(137) => (
            "killed (SIGKILL); most often because memory ran out".to_owned(),
            Some(MEMORY),
        ),
        Exit::Signal(15) | Exit::Code(143) => (
            "somebody asked it to end (SIGTERM), and it was not us".to_owned(),
            None,
        ),
        Exit::Signal(signal) => (format!("killed by {}", name(signal)), None),
        Exit::Code(code) => match meaning(code) {
            Some(known) => (format!("{} (exit code {code})", known.meaning), known.hint),
            None if (129..=159).contains(&code) => (
                format!("killed by {} (exit code {code})", name(code - 128)),
                None,
            ),
            None => (format!("exited with code {code}"), None),
        },
        Exit::Unknown => ("ended, and the system does not say how".to_owned(), None),
    };
    RootCause {
        cause,
        hint: hint.map(str::to_owned),
        ..RootCause::default()
    }
}

fn name(signal: i32) -> String {
    match signal {
        1 => "SIGHUP".to_owned(),
        2 => "SIGINT".to_owned(),
        3 => "SIGQUIT".to_owned(),
        4 => "SIGILL".to_owned(),
        6 => "SIGABRT".to_owned(),
        7 => "SIGBUS".to_owned(),
        8 => "SIGFPE".to_owned(),
        9 => "SIGKILL".to_owned(),
        11 => "SIGSEGV".to_owned(),
        13 => "SIGPIPE".to_owned(),
        15 => "SIGTERM".to_owned(),
        other => format!("signal {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(CODES.is_sorted_by(|left, right| left.code < right.code));
    }

    #[test]
    fn a_kill_names_memory_and_a_code_of_the_program_is_only_said() {
        assert!(explain(Exit::Signal(9)).cause.contains("memory"));
        assert_eq!(explain(Exit::Code(137)), explain(Exit::Signal(9)));
        assert_eq!(explain(Exit::Code(3)).cause, "exited with code 3");
        assert_eq!(
            explain(Exit::Code(134)).cause,
            "killed by SIGABRT (exit code 134)"
        );
        assert_eq!(meaning(101).map(|code| code.code), Some(101));
    }
}

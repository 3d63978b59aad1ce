//! Stack traces of the JVM.

use super::RootCause;
use super::python;

/// Packages that the author of an application did not write.
const FOREIGN: &[&str] = &[
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "scala.",
    "org.apache.",
    "py4j.",
    "io.netty.",
    "org.sparkproject.",
    "com.fasterxml.",
    "org.glassfish.",
    "org.eclipse.jetty.",
];

/// How many lines a message may have.
const MESSAGE_LINES: usize = 60;

/// An exception with its frames.
#[derive(Debug, Default)]
struct Exception<'a> {
    /// Its class and the message's lines.
    lines: Vec<&'a str>,
    frames: Vec<&'a str>,
}

/// The root cause in a trace at the start of a text: the deepest `Caused by:`.
pub(super) fn find(text: &str) -> Option<RootCause> {
    let chain = chain(text);
    let (root, wrappers) = chain.split_last()?;
    // An error of a Python worker: the traceback in the message is what the author wants.
    if let Some(at) = root
        .lines
        .iter()
        .position(|line| line.contains("PythonException") && line.contains("Traceback (most"))
        .or_else(|| {
            root.lines
                .iter()
                .position(|line| line.starts_with("Traceback (most"))
        })
        && root
            .lines
            .first()
            .is_some_and(|line| line.contains("PythonException") || at == 0)
        && let Some(found) = python::quoted(root.lines[at + 1..].iter().copied())
    {
        return Some(found);
    }
    let cause = headline(root)?;
    let mut context = Vec::new();
    let own = |exception: &Exception<'_>| {
        exception
            .frames
            .iter()
            .copied()
            .find(|frame| is_own(frame))
            .map(str::to_owned)
    };
    if let Some(frame) = own(root).or_else(|| wrappers.iter().rev().find_map(own)) {
        context.push(format!("at {frame}"));
    }
    // What it led to, the nearest first; a wrapper that only repeats its cause says nothing.
    for wrapper in wrappers.iter().rev() {
        if let Some(line) = headline(wrapper)
            && !line.contains(&cause)
        {
            context.push(format!("led to {line}"));
        }
    }
    let (hint, environment) = advice(&cause);
    Some(RootCause {
        cause,
        context,
        hint,
        environment,
        permanent: false,
    })
}

/// Adds the SQLSTATE of a message to its first line, if only a later line has it.
pub(super) fn with_sqlstate(first: &mut String, rest: &[&str]) {
    if first.contains("SQLSTATE: ") {
        return;
    }
    for line in rest.iter().take_while(|line| !line.starts_with("\tat ")) {
        if let Some((_, state)) = line.split_once("SQLSTATE: ") {
            let state: String = state
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            first.push_str(&format!(" SQLSTATE: {state}"));
            return;
        }
    }
}

fn chain(text: &str) -> Vec<Exception<'_>> {
    let mut chain: Vec<Exception<'_>> = Vec::new();
    let mut in_message = true;
    for (index, line) in text.lines().enumerate() {
        let first = index == 0;
        let start = if first {
            let line = line
                .strip_prefix("Exception in thread \"main\" ")
                .unwrap_or(line);
            Some(line)
        } else {
            line.strip_prefix("Caused by: ")
        };
        if let Some(line) = start {
            chain.push(Exception {
                lines: vec![line],
                frames: Vec::new(),
            });
            in_message = true;
            continue;
        }
        let Some(exception) = chain.last_mut() else {
            break;
        };
        if let Some(frame) = line.strip_prefix("\tat ") {
            in_message = false;
            exception.frames.push(frame);
        } else if line.starts_with("\t... ") || line.starts_with("\tSuppressed: ") {
            in_message = false;
        } else if in_message && exception.lines.len() < MESSAGE_LINES {
            exception.lines.push(line);
        } else if !line.starts_with('\t') {
            // The next line of a log: the trace has ended.
            break;
        }
    }
    chain
}

fn headline(exception: &Exception<'_>) -> Option<String> {
    let mut text = (*exception.lines.first()?).to_owned();
    let rest = &exception.lines[1..];
    if text.trim_end().ends_with(':')
        && let Some(next) = rest.iter().find(|line| !line.trim().is_empty())
    {
        text = format!("{} {}", text.trim_end(), next.trim());
    }
    with_sqlstate(&mut text, rest);
    Some(text.trim_end().to_owned())
}

/// Whether a frame, `jobs.Driver.load(Driver.java:30)`, is the author's.
fn is_own(frame: &str) -> bool {
    // `java.base/java.lang.Thread.run`, `app//jobs.Driver.main`
    let name = frame.split('(').next().unwrap_or(frame);
    let name = name.rsplit('/').next().unwrap_or(name);
    !FOREIGN.iter().any(|package| name.starts_with(package))
}

/// What to do about an error that Spark or the JVM is known for, and whether the environment
/// is to blame.
fn advice(cause: &str) -> (Option<String>, bool) {
    const ADVICE: &[(&str, &str, bool)] = &[
        (
            "INVALID_DRIVER_MEMORY",
            "give the driver at least 512m: `driver_memory = \"1g\"`",
            false,
        ),
        (
            "java.lang.OutOfMemoryError",
            "give the driver more memory (`driver_memory`), or collect less",
            false,
        ),
        (
            "masters are unresponsive",
            "check that the master of this profile is up and is reached from here",
            true,
        ),
        (
            "does not export sun.nio.ch",
            "Spark 3.5 does not open Java's modules to a driver that a standalone cluster runs: set `driver_java_options = \"--add-exports=java.base/sun.nio.ch=ALL-UNNAMED\"`, or use Spark 4",
            true,
        ),
        (
            "java.net.ConnectException",
            "check that the address is right and that the service is up",
            true,
        ),
        (
            "java.lang.UnsupportedClassVersionError",
            "compile the jar for the Java that runs Spark (`javac --release 17`), or set `java_home`",
            true,
        ),
        (
            "No space left on device",
            "free some disk, or set the property `spark.local.dir` to a larger one",
            true,
        ),
    ];
    ADVICE
        .iter()
        .find(|(text, ..)| cause.contains(text))
        .map_or((None, false), |(_, hint, environment)| {
            (Some((*hint).to_owned()), *environment)
        })
}

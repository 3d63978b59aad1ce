//! Tracebacks of Python.

use super::RootCause;
use super::jvm;

const HEADER: &str = "Traceback (most recent call last):";
const DIRECT: &str = "The above exception was the direct cause of the following exception:";
const DURING: &str = "During handling of the above exception, another exception occurred:";

/// How much of an exception's message is read, in lines.
const MESSAGE_LINES: usize = 400;

/// One traceback: where it was, and the exception with all its lines.
#[derive(Debug)]
struct Traceback<'a> {
    frames: Vec<Frame<'a>>,
    /// `ValueError: no such month: 13`, and what follows it.
    exception: Vec<&'a str>,
    /// How the one before is tied to this one.
    link: Link,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    None,
    /// `raise … from …`: the one before is why.
    Direct,
    /// Raised in an `except` block of the one before.
    During,
    /// The one before quotes this one: an error of a Python worker.
    Quoted,
}

/// A place in a Python file.
#[derive(Clone, Copy, Debug)]
struct Frame<'a> {
    file: &'a str,
    line: &'a str,
    function: &'a str,
    source: Option<&'a str>,
}

impl Frame<'_> {
    /// Whether the author of the program wrote it: not Spark, Py4J, the standard library or an
    /// installed package.
    fn is_own(&self) -> bool {
        !(self.file.starts_with('<')
            || self.file.contains("/pyspark/")
            || self.file.contains("/pyspark.zip/")
            || self.file.contains("/py4j")
            || self.file.contains("/site-packages/")
            || self.file.contains("/dist-packages/")
            || self.file.contains("/lib/python3"))
    }

    fn show(&self) -> String {
        let file = std::env::current_dir()
            .ok()
            .and_then(|dir| self.file.strip_prefix(dir.to_str()?)?.strip_prefix('/'))
            .unwrap_or(self.file);
        let mut text = format!("{file}:{}", self.line);
        if self.function != "<module>" && !self.function.is_empty() {
            text.push_str(&format!(", in {}", self.function));
        }
        if let Some(source) = self.source {
            text.push_str(&format!(": {source}"));
        }
        text
    }
}

/// The root cause in a text with tracebacks: of the last, or of the one that begins at `at`.
pub(super) fn find(text: &str, at: Option<usize>) -> Option<RootCause> {
    // Whatever comes after the traceback that is asked for is not its matter.
    let blocks = blocks(text, at)?;
    let (last, before) = blocks.split_last()?;
    let mut root = last;
    let mut led_to = Vec::new();
    let mut also = Vec::new();
    let mut link = last.link;
    for earlier in before.iter().rev() {
        match link {
            Link::None => break,
            Link::Direct => {
                led_to.push(format!("led to {}", headline(root)));
                root = earlier;
            }
            Link::During => also.push(format!("while handling {}", headline(earlier))),
            Link::Quoted => {
                if let Some(frame) = own(earlier) {
                    also.push(format!("called from {}", frame.show()));
                }
            }
        }
        link = earlier.link;
    }
    let mut found = match inner(root) {
        Some(found) => found,
        None => RootCause {
            cause: headline(root),
            ..RootCause::default()
        },
    };
    // The user's own place: of the root, or of what it led to.
    let frame = own(root).or_else(|| own(last));
    let place = frame.map(|frame| format!("at {}", frame.show()));
    let at = usize::from(!found.context.is_empty() && found.context[0].starts_with("at "));
    if let Some(place) = place {
        if at == 0 {
            found.context.insert(0, place);
        } else {
            found
                .context
                .insert(at, place.replacen("at ", "called from ", 1));
        }
    }
    found.context.extend(led_to.into_iter().rev());
    found.context.extend(also);
    Some(found)
}

/// The syntax error whose line begins at `at`; Python prints its place before it.
pub(super) fn find_syntax(text: &str, at: usize) -> Option<RootCause> {
    let cause = text.get(at..)?.lines().next()?;
    let before: Vec<&str> = text.get(..at)?.lines().collect();
    let place = before
        .iter()
        .rposition(|line| line.trim_start().starts_with("File \""))?;
    let mut context = Vec::new();
    if let Some(mut frame) = frame(before[place]) {
        frame.source = before.get(place + 1).map(|line| line.trim());
        context.push(format!("at {}", frame.show()));
    }
    Some(RootCause {
        cause: cause.to_owned(),
        context,
        ..RootCause::default()
    })
}

/// The traceback that a line of a JVM's trace quotes, given the lines after that line.
pub(super) fn quoted<'a>(lines: impl Iterator<Item = &'a str>) -> Option<RootCause> {
    let lines: Vec<&str> = lines
        .take_while(|line| !line.starts_with("\tat ") && !line.starts_with("Caused by: "))
        .take(MESSAGE_LINES)
        .collect();
    let block = traceback(&lines, Link::None);
    (!block.exception.is_empty()).then(|| RootCause {
        cause: headline(&block),
        context: own(&block)
            .map(|frame| format!("at {}", frame.show()))
            .into_iter()
            .collect(),
        ..RootCause::default()
    })
}

fn blocks(text: &str, at: Option<usize>) -> Option<Vec<Traceback<'_>>> {
    let mut starts: Vec<usize> = text
        .match_indices(HEADER)
        .map(|(start, _)| start)
        .filter(|start| *start == 0 || text.as_bytes()[start - 1] == b'\n')
        .collect();
    if let Some(at) = at {
        starts.retain(|start| *start <= at);
    }
    let mut blocks: Vec<Traceback<'_>> = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let before = index
            .checked_sub(1)
            .and_then(|index| text.get(starts[index]..*start))
            .unwrap_or_default();
        let link = if before.trim_end().ends_with(DIRECT) {
            Link::Direct
        } else if before.trim_end().ends_with(DURING) {
            Link::During
        } else if blocks.last().is_some_and(|block| {
            block
                .exception
                .first()
                .is_some_and(|line| line.contains("PythonException:"))
        }) {
            Link::Quoted
        } else {
            Link::None
        };
        let lines: Vec<&str> = text.get(*start..end)?.lines().skip(1).collect();
        blocks.push(traceback(&lines, link));
    }
    blocks.retain(|block| !block.exception.is_empty());
    (!blocks.is_empty()).then_some(blocks)
}

fn traceback<'a>(lines: &[&'a str], link: Link) -> Traceback<'a> {
    let mut frames: Vec<Frame<'a>> = Vec::new();
    let mut rest = lines.iter().copied().enumerate();
    let mut exception = Vec::new();
    for (index, line) in rest.by_ref() {
        if let Some(frame) = frame(line) {
            frames.push(frame);
        } else if line.starts_with(' ') {
            let source = line.trim();
            let pointer = source.chars().all(|c| matches!(c, '^' | '~' | ' '));
            if let Some(frame) = frames.last_mut()
                && frame.source.is_none()
                && !pointer
            {
                frame.source = Some(source);
            }
        } else if !line.is_empty() {
            exception = lines[index..].iter().copied().take(MESSAGE_LINES).collect();
            break;
        }
    }
    Traceback {
        frames,
        exception,
        link,
    }
}

/// `  File "jobs/delays.py", line 7, in delays`
fn frame(line: &str) -> Option<Frame<'_>> {
    let rest = line.trim_start().strip_prefix("File \"")?;
    let (file, rest) = rest.split_once("\", line ")?;
    let (line, function) = rest.split_once(", in ").unwrap_or((rest, ""));
    Some(Frame {
        file,
        line: line.trim(),
        function: function.trim(),
        source: None,
    })
}

fn own<'a, 'b>(block: &'b Traceback<'a>) -> Option<&'b Frame<'a>> {
    block.frames.iter().rev().find(|frame| frame.is_own())
}

/// What a Java error inside a Python one says: Py4J quotes it after a colon.
fn inner(block: &Traceback<'_>) -> Option<RootCause> {
    let quoted = block.exception.first()?.contains("Py4JJavaError: ");
    let at = block
        .exception
        .iter()
        .position(|line| line.starts_with(": "))?;
    quoted
        .then(|| block.exception[at..].join("\n"))
        .and_then(|text| jvm::find(text.strip_prefix(": ")?))
}

/// Class and message in one line, with the error class and SQLSTATE that Spark gives.
fn headline(block: &Traceback<'_>) -> String {
    let Some(first) = block.exception.first() else {
        return String::new();
    };
    let mut text = (*first).to_owned();
    // Spark's own Python classes live in modules of no interest.
    if let Some((class, rest)) = text.split_once(':')
        && class.starts_with("pyspark.")
        && let Some(name) = class.rsplit('.').next()
    {
        text = format!("{name}:{rest}");
    }
    if text.trim_end().ends_with(':')
        && let Some(next) = block.exception.get(1)
    {
        text = format!("{} {}", text.trim_end(), next.trim());
    }
    jvm::with_sqlstate(&mut text, &block.exception[1..]);
    text.trim_end().to_owned()
}

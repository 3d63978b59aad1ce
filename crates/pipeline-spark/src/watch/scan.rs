//! Cuts a stream of bytes into the few lines that matter, in one pass and bounded memory.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, packed};
use memchr::{memchr, memrchr};
use serde::{Deserialize, Serialize};

use super::lines::{Finding, LineReader, NEEDLES};
use super::stages::Progress;

/// As much of a line as is ever looked at. Spark's own lines are far shorter.
pub const LINE_LIMIT: usize = 8 * 1024;

/// How much is read at a time.
const CHUNK: usize = 256 * 1024;

static FINDER: LazyLock<Finder> = LazyLock::new(Finder::new);

/// Looks for the needles: with vector instructions where the machine has them, which is ten
/// times as fast as the automaton that it falls back on.
#[derive(Debug)]
enum Finder {
    Packed(packed::Searcher),
    Automaton(Box<AhoCorasick>),
}

impl Finder {
    fn new() -> Self {
        let mut builder = packed::Config::new().builder();
        builder.extend(NEEDLES);
        builder.build().map_or_else(Self::automaton, Self::Packed)
    }

    fn automaton() -> Self {
        // A fixed list of short words always builds; the test `both_finders_build` holds it.
        #[allow(clippy::expect_used)]
        let automaton = AhoCorasick::new(NEEDLES).expect("a fixed list of words");
        Self::Automaton(Box::new(automaton))
    }

    /// Where the first needle begins.
    fn find(&self, text: &[u8]) -> Option<usize> {
        match self {
            Self::Packed(searcher) => searcher.find(text).map(|hit| hit.start()),
            Self::Automaton(automaton) => automaton.find(text).map(|hit| hit.start()),
        }
    }
}

/// Where a line begins, counted in bytes from the start of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark(pub u64);

/// Where in a stream a root cause is to be looked for. Nothing in here grows with the stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The first uncaught exception of a JVM's main thread.
    pub exception: Option<Mark>,
    /// The last Python traceback at the start of a line that Python did not ignore itself.
    pub traceback: Option<Mark>,
    /// The last error that Python prints without a traceback: a syntax error.
    pub syntax: Option<Mark>,
    /// The first line of Spark's launcher or of the JVM itself that says why it did not start.
    pub launcher: Option<Mark>,
    /// The last `Caused by:`.
    pub caused_by: Option<Mark>,
    /// Where Spark says why it ended the application by itself.
    pub killed: Option<Mark>,
}

/// Scans a stream that is read into its own buffer: no byte is copied twice.
#[derive(Debug)]
pub struct Scanner {
    buffer: Vec<u8>,
    /// How many bytes at the front belong to a line that has not ended.
    held: usize,
    /// Where the buffer's first byte is in the stream.
    offset: u64,
    /// Whether the rest of a line beyond the limit is being passed over.
    skipping: bool,
    /// Where the line after "Exception ignored in" begins.
    ignored: Option<u64>,
    marks: Marks,
    reader: LineReader,
}

impl Default for Scanner {
    fn default() -> Self {
        Self {
            buffer: vec![0; LINE_LIMIT + CHUNK],
            held: 0,
            offset: 0,
            skipping: false,
            ignored: None,
            marks: Marks::default(),
            reader: LineReader::default(),
        }
    }
}

impl Scanner {
    /// Where the next bytes are to be read to; never empty.
    pub fn space(&mut self) -> &mut [u8] {
        &mut self.buffer[self.held..]
    }

    /// The bytes that were last read to [`Scanner::space`], `length` of them.
    #[must_use]
    pub fn fresh(&self, length: usize) -> &[u8] {
        &self.buffer[self.held..self.held + length]
    }

    /// Scans the `length` bytes that were read to [`Scanner::space`].
    pub fn scan(&mut self, length: usize, found: &mut dyn FnMut(Finding)) {
        let mut start = 0;
        let end = self.held + length;
        if self.skipping {
            match memchr(b'\n', &self.buffer[..end]) {
                Some(newline) => {
                    self.skipping = false;
                    start = newline + 1;
                }
                None => start = end,
            }
        }
        // What was held has been seen to have no newline.
        let from = start.max(self.held);
        let lines = memrchr(b'\n', &self.buffer[from..end]).map_or(start, |at| from + at + 1);
        self.lines(start, lines, found);
        let rest = end - lines;
        if rest > LINE_LIMIT {
            self.lines(lines, lines + LINE_LIMIT, found);
            self.skipping = true;
            self.keep(end, end);
        } else {
            self.keep(lines, end);
        }
    }

    /// How far Spark's stages are, if that has changed since it was last asked.
    pub fn progress(&mut self) -> Option<Progress> {
        self.reader.progress()
    }

    /// Scans what is left when the stream has ended, and says where to look for causes.
    pub fn finish(mut self, found: &mut dyn FnMut(Finding)) -> Marks {
        if !self.skipping {
            self.lines(0, self.held, found);
        }
        self.marks
    }

    fn keep(&mut self, from: usize, to: usize) {
        self.buffer.copy_within(from..to, 0);
        self.held = to - from;
        self.offset += from as u64;
    }

    /// Scans whole lines.
    fn lines(&mut self, from: usize, to: usize, found: &mut dyn FnMut(Finding)) {
        let region = &self.buffer[from..to];
        let offset = self.offset + from as u64;
        let mut at = 0;
        while let Some(hit) = FINDER.find(&region[at..]) {
            let hit = at + hit;
            let start = memrchr(b'\n', &region[..hit]).map_or(0, |newline| newline + 1);
            let end = memchr(b'\n', &region[hit..]).map_or(region.len(), |newline| hit + newline);
            let line = &region[start..end.min(start + LINE_LIMIT)];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let begins = offset + start as u64;
            mark(
                &mut self.marks,
                &mut self.ignored,
                line,
                begins,
                offset + end as u64 + 1,
            );
            self.reader.line(&String::from_utf8_lossy(line), found);
            at = (end + 1).min(region.len());
        }
    }
}

fn mark(marks: &mut Marks, ignored: &mut Option<u64>, line: &[u8], begins: u64, next: u64) {
    let here = Some(Mark(begins));
    if line.starts_with(b"Traceback (most recent call last):") {
        if *ignored != Some(begins) {
            marks.traceback = here;
        }
    } else if line.starts_with(b"Exception ignored in") {
        *ignored = Some(next);
    } else if line.starts_with(b"Exception in thread \"main\"") {
        marks.exception = marks.exception.or(here);
    } else if line.starts_with(b"Caused by: ") {
        marks.caused_by = here;
    } else if line.starts_with(b"SyntaxError: ")
        || line.starts_with(b"IndentationError: ")
        || line.starts_with(b"TabError: ")
    {
        marks.syntax = here;
    } else if line.starts_with(b"Error: ")
        || line.starts_with(b"Error occurred during initialization of VM")
        || line.starts_with(b"Invalid maximum heap size")
        || line.starts_with(b"Invalid initial heap size")
        || line.starts_with(b"Unrecognized VM option")
        || memchr::memmem::find(line, b": can't open file ").is_some()
        || line.starts_with(b"sh: 1: ")
        || line.starts_with(b"/bin/sh: ")
        || line.starts_with(b"JAVA_HOME is not set")
    {
        marks.launcher = marks.launcher.or(here);
    } else if memchr::memmem::find(line, b"Application has been killed. Reason: ").is_some() {
        marks.killed = marks.killed.or(here);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Scans a text cut into pieces of these sizes, over and over.
    fn scan(text: &[u8], sizes: &[usize]) -> (Vec<Finding>, Marks) {
        let (found, marks, _) = scan_all(text, sizes);
        (found, marks)
    }

    fn scan_all(text: &[u8], sizes: &[usize]) -> (Vec<Finding>, Marks, Option<Progress>) {
        let mut scanner = Scanner::default();
        let mut found = Vec::new();
        let mut far = None;
        let (mut rest, mut sizes) = (text, sizes.iter().cycle());
        while !rest.is_empty() {
            let space = scanner.space();
            let length = rest.len().min(*sizes.next().unwrap()).min(space.len());
            space[..length].copy_from_slice(&rest[..length]);
            rest = &rest[length..];
            scanner.scan(length, &mut |finding| found.push(finding));
            far = scanner.progress().or(far);
        }
        let marks = scanner.finish(&mut |finding| found.push(finding));
        (found, marks, far)
    }

    const LOG: &[u8] = b"one\r\n\xff\xfe not text\n\
        26/11/21 INFO JettyUtils: Start Jetty 127.0.0.1:4040 for SparkUI\n\
        26/11/21 INFO Utils: Successfully started service 'SparkUI' on port 4041.\n\
        26/11/21 INFO DAGScheduler: Submitting 6 missing tasks from ResultStage 2 (x at y)\n\
        26/11/21 INFO TaskSetManager: Finished task 0.0 in stage 2.0 (TID 7) in 5 ms on h (executor 1) (3/6)\n\
        Exception in thread \"main\" java.lang.A: first\n\
        Exception in thread \"main\" java.lang.B: second\n\
        Caused by: java.lang.C\n\
        Traceback (most recent call last):\n  x\nValueError: 1\n\
        Exception ignored in: <function x>\nTraceback (most recent call last):\n  y\nOSError\n\
        26/11/21 INFO StandaloneSchedulerBackend: Connected to Spark cluster with app ID app-20261121003557-0001";

    #[test]
    fn both_finders_build_and_find_the_same() {
        let (fast, slow) = (Finder::new(), Finder::automaton());
        for needle in NEEDLES {
            let text = format!("{} {needle} {}", "x".repeat(100), "y".repeat(100));
            assert_eq!(fast.find(text.as_bytes()), Some(101), "{needle}");
            assert_eq!(slow.find(text.as_bytes()), Some(101), "{needle}");
        }
        assert_eq!(fast.find(LOG), slow.find(LOG));
    }

    proptest! {
        #[test]
        fn where_the_stream_is_cut_changes_nothing(sizes in prop::collection::vec(1_usize..90, 1..9)) {
            let whole = scan_all(LOG, &[usize::MAX]);
            prop_assert_eq!(whole.2.as_ref().map(|far| (far.done, far.total)), Some((3, 6)));
            prop_assert_eq!(scan_all(LOG, &sizes), whole);
        }

        #[test]
        fn any_bytes_harm_nothing(
            text in prop::collection::vec(any::<u8>(), 0..4000),
            sizes in prop::collection::vec(1_usize..900, 1..5),
        ) {
            scan(&text, &sizes);
        }
    }

    #[test]
    fn marks_are_where_the_lines_begin() {
        let (found, marks) = scan(LOG, &[usize::MAX]);
        let at = |text: &str| memchr::memmem::find(LOG, text.as_bytes()).map(|at| Mark(at as u64));
        assert_eq!(marks.exception, at("Exception in thread"));
        assert_eq!(marks.traceback, at("Traceback"));
        assert_eq!(marks.caused_by, at("Caused by"));
        assert_eq!(
            found,
            [
                Finding::TrackingUrl("http://127.0.0.1:4041".into()),
                Finding::ApplicationId("app-20261121003557-0001".into()),
            ]
        );
    }

    #[test]
    fn a_line_without_end_is_passed_over_and_the_next_one_is_found() {
        let mut text = vec![b'x'; 3 * CHUNK];
        text.extend_from_slice(b"Caused by: not at the start of a line\nCaused by: x\n");
        for size in [usize::MAX, 1000] {
            let (_, marks) = scan(&text, &[size]);
            assert_eq!(marks.caused_by, Some(Mark((text.len() - 13) as u64)));
        }
    }
}

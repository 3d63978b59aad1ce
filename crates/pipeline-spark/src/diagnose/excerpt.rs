//! Reads a little of a log of any size.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// How much of a file's end is read for its last lines.
const TAIL: u64 = 32 * 1024;

/// How much is passed over where a line begins before what is read: a secret that begins there
/// would be shown by its end, which no masker knows.
const HALF: usize = 4 * 1024;

/// How much of a line is shown.
const LINE: usize = 400;

/// The text of a file between two places, and what follows the second, up to a limit; a line
/// that goes on beyond the limit is left out, unless it is the only one.
pub(super) fn around(
    path: &Path,
    from: u64,
    at: u64,
    limit: usize,
) -> io::Result<(String, String)> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    let mut text = Vec::new();
    let length = (at - from).saturating_add(limit as u64);
    file.take(length).read_to_end(&mut text)?;
    let cut = usize::try_from(at - from)
        .unwrap_or(usize::MAX)
        .min(text.len());
    let (head, mut tail) = text.split_at(cut);
    if tail.len() == limit
        && let Some(end) = tail.iter().rposition(|byte| *byte == b'\n')
    {
        tail = &tail[..end];
    }
    Ok((
        String::from_utf8_lossy(head).into_owned(),
        String::from_utf8_lossy(tail).into_owned(),
    ))
}

/// The last lines of a file, as they are: they are masked first, and cut to what a screen holds
/// after that ([`super::bounded`]). Nothing if it cannot be read.
#[must_use]
pub fn last_lines(path: &Path, count: usize) -> Vec<String> {
    let read = || -> io::Result<(Vec<u8>, bool)> {
        let mut file = File::open(path)?;
        let length = file.seek(SeekFrom::End(0))?;
        let from = length.saturating_sub(TAIL);
        file.seek(SeekFrom::Start(from))?;
        let mut text = Vec::new();
        file.take(TAIL).read_to_end(&mut text)?;
        Ok((text, from > 0))
    };
    let Ok((text, cut)) = read() else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&text);
    let mut lines: Vec<&str> = text
        .split('\n')
        // A progress bar rewrites its line; what it showed last is what is seen.
        .map(|line| line.trim_end_matches('\r'))
        .map(|line| line.rsplit('\r').next().unwrap_or(line))
        .collect();
    if cut && lines.len() > 1 {
        lines.remove(0);
    } else if cut && let Some(line) = lines.first_mut() {
        let from = (HALF..line.len()).find(|at| line.is_char_boundary(*at));
        *line = &line[from.unwrap_or(line.len())..];
    }
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    let skip = lines.len().saturating_sub(count);
    let last = lines.into_iter().skip(skip);
    last.map(str::to_owned).collect()
}

/// A line as it may be shown on a terminal.
pub(super) fn shown(line: &str) -> String {
    let mut text = String::new();
    for (count, letter) in line.chars().enumerate() {
        if count == LINE {
            text.push('…');
            break;
        }
        match letter {
            '\t' => text.push_str("    "),
            letter if letter.is_control() => text.push('\u{fffd}'),
            letter => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn lines(text: &[u8], count: usize) -> Vec<String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        last_lines(file.path(), count)
    }

    #[test]
    fn the_last_lines_are_bounded_in_number_and_length() {
        assert_eq!(lines(b"a\nb\nc\n\n", 2), ["b", "c"]);
        assert_eq!(lines(b"", 2), Vec::<String>::new());
        let long = lines(&[b'x'; 100_000], 9);
        assert!(long[0].len() <= TAIL as usize);
        assert_eq!(shown(&long[0]).chars().count(), LINE + 1);
        assert_eq!(
            lines(b"[Stage 0:> 1]\r[Stage 0:=> 2]\rdone\r\n", 1),
            ["done"]
        );
    }

    #[test]
    fn a_line_cannot_play_with_the_terminal() {
        let line = &lines(b"\x1b[2Jgone\xff", 1)[0];
        assert_eq!(shown(line), "\u{fffd}[2Jgone\u{fffd}");
    }

    #[test]
    fn the_end_of_a_secret_that_begins_before_what_is_read_is_not_shown() {
        let secret = "s3cret".repeat(10);
        let text = format!(
            "{}{secret}{}",
            "x".repeat(100_000),
            "y".repeat(TAIL as usize - 5)
        );
        assert!(!lines(text.as_bytes(), 1)[0].contains("cret"));
    }

    #[test]
    fn a_line_that_goes_on_beyond_what_is_read_is_left_out() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "before\nfirst\nhunter2 and more").unwrap();
        let (head, tail) = around(file.path(), 0, 7, 9).unwrap();
        assert_eq!((head.as_str(), tail.as_str()), ("before\n", "first"));
    }
}

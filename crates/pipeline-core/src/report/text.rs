//! Words and marks that the reporters share.

use std::fmt::Write;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

use crate::run::{EventKind, State};

pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const CAREFUL: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const QUIET: Style = Style::new().dimmed();
pub(crate) const STRONG: Style = Style::new().bold();

/// A text in a style.
pub(crate) fn paint(style: Style, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("{}{text}{}", style.render(), style.render_reset())
}

/// The style of a state's word.
pub(super) const fn style_of(state: State) -> Style {
    match state {
        State::Succeeded => GOOD,
        State::Failed => BAD,
        State::Skipped | State::Stopped | State::NotStarted => CAREFUL,
        State::Unneeded | State::Complete => QUIET,
        State::Waiting
        | State::Ready
        | State::Elsewhere
        | State::Running
        | State::Requiring
        | State::Backoff => STRONG,
    }
}

/// A length of time as a person says it: `0.3 s`, `12.4 s`, `3 min 05 s`, `2 h 07 min`.
#[must_use]
pub fn human(time: Duration) -> String {
    let tenths = (time.as_millis() + 50) / 100;
    if tenths < 600 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    let seconds = (tenths + 5) / 10;
    if seconds < 3600 {
        return format!("{} min {:02} s", seconds / 60, seconds % 60);
    }
    let minutes = (seconds + 30) / 60;
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}

/// The same to the second, for a time that goes on: `12 s`, `3 min 05 s`, `2 h 07 min`.
pub(super) fn brief(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        seconds => format!("{} h {:02} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// How many columns of a screen a text takes.
pub(super) fn columns(text: &str) -> usize {
    // Not of the whole: what is cut is cut between characters.
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// `1 task`, `2 tasks`; thousands are set apart.
pub(super) fn tasks(count: usize) -> String {
    let word = if count == 1 { "task" } else { "tasks" };
    format!("{} {word}", number(count))
}

/// A number whose thousands are set apart: `100,000`.
pub(crate) fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What a run that died left, in a line.
pub(super) fn earlier_run(event: &EventKind) -> Option<String> {
    let EventKind::EarlierRun {
        run,
        done,
        at_work,
        resumed,
        unreadable,
    } = event
    else {
        return None;
    };
    let names = |labels: &[String]| few(labels.iter().cloned(), 3);
    let mut text = format!("run {run} died");
    // Writing to a String cannot fail, here and below.
    let _ = match unreadable {
        Some(why) => write!(text, ", and what it did cannot be read: {why}"),
        None => write!(text, ": {} done", tasks(*done)),
    };
    if !at_work.is_empty() {
        let _ = write!(
            text,
            ", {} at work: {}",
            number(at_work.len()),
            names(at_work)
        );
    }
    if !resumed.is_empty() {
        let _ = write!(
            text,
            "; still in its cluster, and taken over: {}",
            names(resumed)
        );
    }
    Some(text)
}

/// The first few of many names, and how many more there are.
pub(crate) fn few(names: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let count = names.len();
    let mut text = String::new();
    for (at, name) in names.take(most).enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        text.push_str(&name);
    }
    if count > most {
        // Writing to a String cannot fail.
        let _ = write!(text, " and {} more", number(count - most));
    }
    text
}

/// A foreign text on one line: no control codes, and not wider than so many columns.
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let plain = anstream::adapter::strip_str(text).to_string();
    let visible = |c: char| match c {
        // These turn or hide what follows them.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    };
    let (mut line, mut width) = (String::new(), 0);
    // Where to cut, should it be too wide.
    let mut cut = 0;
    for c in plain.trim().chars().map(visible) {
        width += c.width().unwrap_or_default();
        if width > most {
            line.truncate(cut);
            if most > 0 {
                line.push('…');
            }
            return line;
        }
        line.push(c);
        if width < most {
            cut = line.len();
        }
    }
    line
}

/// A foreign text without control codes, its lines kept, each after the first indented.
pub(super) fn lines(text: &str, indent: &str) -> String {
    let plain = anstream::adapter::strip_str(text).to_string();
    let lines = plain.trim_end().lines().map(|line| {
        let visible = |c: char| if c == '\t' || !c.is_control() { c } else { ' ' };
        line.chars().map(visible).collect::<String>()
    });
    lines.collect::<Vec<_>>().join(&format!("\n{indent}"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{few, human, lines, number, one_line};

    #[test]
    fn times_are_said_as_people_say_them() {
        let said = |millis| human(Duration::from_millis(millis));
        assert_eq!(said(0), "0.0 s");
        assert_eq!(said(349), "0.3 s");
        assert_eq!(said(59_949), "59.9 s");
        assert_eq!(said(59_950), "1 min 00 s");
        assert_eq!(said(185_000), "3 min 05 s");
        assert_eq!(said(3_599_600), "1 h 00 min");
        assert_eq!(said(7_620_000), "2 h 07 min");
    }

    #[test]
    fn a_time_that_goes_on_is_said_to_the_second() {
        let said = |seconds| super::brief(Duration::from_secs(seconds));
        assert_eq!(said(59), "59 s");
        assert_eq!(said(65), "1 min 05 s");
        assert_eq!(said(7_659), "2 h 07 min");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(100_000), "100,000");
        assert_eq!(number(1_234_567), "1,234,567");
    }

    #[test]
    fn of_many_names_the_first_few_are_named() {
        let names = |count: u32| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(few(names(2).into_iter(), 2), "0, 1");
        assert_eq!(few(names(5).into_iter(), 2), "0, 1 and 3 more");
    }

    #[test]
    fn a_foreign_text_cannot_move_the_cursor() {
        assert_eq!(one_line("\u{1b}[2J a\rb\n\u{7}c", 20), "a b c");
        assert_eq!(one_line("abcdef", 4), "abc…");
        assert_eq!(one_line("abcd", 4), "abcd");
        assert_eq!(one_line("数据数据", 8), "数据数据");
        assert_eq!(one_line("数据数据", 7), "数据数…");
        assert_eq!(one_line("数据数据", 6), "数据…");
        assert_eq!(one_line("left\u{202e}right", 20), "left right");
        assert_eq!(lines("one\r\n\u{1b}[31mtwo\u{1b}[0m\n", "  "), "one\n  two");
    }
}

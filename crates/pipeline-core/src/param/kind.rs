//! The shape of a parameter's type.

use std::fmt;

use crate::row::text::Text;

/// The shape of a parameter's type, known without a value. Part of a task's identity, so
/// that `1` and `"1"` are two tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// A whole number of so many bits.
    Integer {
        /// Whether it may be negative.
        signed: bool,
        /// How many bits (64 for `isize`, `usize`).
        bits: u8,
    },
    /// A floating-point number of so many bits.
    Float(u8),
    /// `true` or `false`.
    Bool,
    /// One character.
    Char,
    /// Text.
    Text,
    /// A path.
    Path,
    /// A day: `2013-01-31`.
    Date,
    /// A month: `2013-01`.
    Month,
    /// An hour: `2013-01-31T05`.
    Hour,
    /// A date and a time without a zone: `2013-01-31T05:00:00`.
    DateTime,
    /// A length of time: `1h30m`.
    Duration,
    /// A value or none.
    Optional(&'static ParamKind),
    /// Any number of values.
    List(&'static ParamKind),
    /// Values by key, sorted by key.
    Map(&'static ParamKind, &'static ParamKind),
    /// One of these words.
    Choice(&'static [&'static str]),
}

impl ParamKind {
    /// Whether `spec` may stand after the colon in `{name:spec}` of a path template.
    ///
    /// The empty spec always may. A whole number takes a width filled with zeros (`02`); a
    /// date, month, hour or date-time takes a strftime format of the directives that it has
    /// (`%Y/%m/%d`); an option or a list of such takes the same for its elements.
    ///
    /// A format may contain letters, digits and `-`, `_`, `.`, `=`, `/` between its
    /// directives. What Hadoop's paths or globs give a meaning to (`:`, `*`, `{`, …) is not
    /// among them, nor is a directive that writes a blank or a colon (`%e`, `%T`).
    ///
    /// ```
    /// use pipeline_core::param::ParamKind;
    /// const { assert!(ParamKind::Date.accepts_spec("%Y/%m/%d")) }
    /// const { assert!(!ParamKind::Date.accepts_spec("%H")) }
    /// const { assert!(!ParamKind::Text.accepts_spec("02")) }
    /// ```
    #[must_use]
    pub const fn accepts_spec(&self, spec: &str) -> bool {
        if spec.is_empty() {
            return true;
        }
        match self {
            Self::Integer { .. } => zero_width(spec.as_bytes()).is_some(),
            Self::Date | Self::Month | Self::Hour | Self::DateTime => {
                self.accepts_strftime(spec.as_bytes())
            }
            Self::Optional(inner) => inner.accepts_spec(spec),
            Self::List(element) => element.is_plain() && element.accepts_spec(spec),
            _ => false,
        }
    }

    /// Which specs fit, in the words of an error: "a width with zeros, such as `02`".
    #[must_use]
    pub const fn spec_help(&self) -> &'static str {
        match self {
            Self::Integer { .. } => "a width filled with zeros, such as `02`",
            Self::Date => "a strftime format of days, such as `%Y/%m/%d`",
            Self::Month => "a strftime format of months, such as `%Y/%m`",
            Self::Hour => "a strftime format of hours, such as `%Y/%m/%d/%H`",
            Self::DateTime => "a strftime format without colons, such as `%Y-%m-%dT%H-%M-%S`",
            Self::Optional(inner) => inner.spec_help(),
            Self::List(element) if element.is_plain() => element.spec_help(),
            _ => "nothing: write the name alone",
        }
    }

    /// Whether no value prints as a number: times and switches, alone or in a list.
    #[must_use]
    pub const fn is_never_number(&self) -> bool {
        match self {
            Self::Bool
            | Self::Date
            | Self::Month
            | Self::Hour
            | Self::DateTime
            | Self::Duration => true,
            Self::Optional(inner) | Self::List(inner) => inner.is_never_number(),
            _ => false,
        }
    }

    /// Stops the compiler with a message, and which formats fit instead.
    ///
    /// # Panics
    /// Always: the message is the compile error.
    #[track_caller]
    pub const fn refuse_spec(&self, message: &str) -> ! {
        let mut text = Text::new();
        text.push(message);
        text.push("\nhelp: its type takes ");
        text.push(self.spec_help());
        panic!("{}", text.as_str())
    }

    /// Whether it is no collection: a list of such stands in a path as `a+b+c`.
    pub(super) const fn is_plain(&self) -> bool {
        match self {
            Self::List(_) | Self::Map(..) => false,
            Self::Optional(inner) => inner.is_plain(),
            _ => true,
        }
    }

    /// Whether no value prints with a comma in it, so that one word can carry a list.
    pub(super) fn is_comma_free(&self) -> bool {
        match self {
            Self::Integer { .. }
            | Self::Float(_)
            | Self::Bool
            | Self::Date
            | Self::Month
            | Self::Hour
            | Self::DateTime
            | Self::Duration => true,
            Self::Optional(inner) => inner.is_comma_free(),
            Self::Choice(words) => words.iter().all(|word| {
                !word.is_empty()
                    && word
                        .chars()
                        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            }),
            _ => false,
        }
    }

    const fn accepts_strftime(&self, spec: &[u8]) -> bool {
        let mut at = 0;
        while at < spec.len() {
            let byte = spec[at];
            at += 1;
            if byte != b'%' {
                if !(byte.is_ascii_alphanumeric()
                    || matches!(byte, b'-' | b'_' | b'.' | b'=' | b'/'))
                {
                    return false;
                }
                continue;
            }
            // `%-d` writes a number without its leading zero.
            if at < spec.len() && spec[at] == b'-' {
                at += 1;
            }
            if at == spec.len() || !self.has_directive(spec[at]) {
                return false;
            }
            at += 1;
        }
        true
    }

    const fn has_directive(&self, directive: u8) -> bool {
        let month = matches!(
            directive,
            b'Y' | b'y' | b'C' | b'm' | b'b' | b'B' | b'h' | b'q'
        );
        let day = matches!(
            directive,
            b'd' | b'j' | b'a' | b'A' | b'u' | b'w' | b'U' | b'W' | b'V' | b'G' | b'g' | b'F'
        );
        let hour = matches!(directive, b'H' | b'I' | b'p' | b'P');
        let second = matches!(directive, b'M' | b'S' | b'f');
        match self {
            Self::Month => month,
            Self::Date => month || day,
            Self::Hour => month || day || hour,
            Self::DateTime => month || day || hour || second,
            _ => false,
        }
    }
}

/// The width that a spec such as `02` asks for: a zero, then 1 to 40.
pub(super) const fn zero_width(spec: &[u8]) -> Option<usize> {
    if spec.len() < 2 || spec.len() > 3 || spec[0] != b'0' {
        return None;
    }
    let mut width = 0;
    let mut at = 1;
    while at < spec.len() {
        if !spec[at].is_ascii_digit() {
            return None;
        }
        width = width * 10 + (spec[at] - b'0') as usize;
        at += 1;
    }
    if width == 0 || width > 40 {
        return None;
    }
    Some(width)
}

/// The name of the shape: `u8`, `list<text>`, `choice`. It is what a task's id is made of, so
/// it never changes; that is also why the words of a choice are not in it.
impl fmt::Display for ParamKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer { signed, bits } => {
                write!(f, "{}{bits}", if *signed { 'i' } else { 'u' })
            }
            Self::Float(bits) => write!(f, "f{bits}"),
            Self::Bool => f.write_str("bool"),
            Self::Char => f.write_str("char"),
            Self::Text => f.write_str("text"),
            Self::Path => f.write_str("path"),
            Self::Date => f.write_str("date"),
            Self::Month => f.write_str("month"),
            Self::Hour => f.write_str("hour"),
            Self::DateTime => f.write_str("datetime"),
            Self::Duration => f.write_str("duration"),
            Self::Optional(inner) => write!(f, "option<{inner}>"),
            Self::List(element) => write!(f, "list<{element}>"),
            Self::Map(key, value) => write!(f, "map<{key}, {value}>"),
            Self::Choice(_) => f.write_str("choice"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const U8: ParamKind = ParamKind::Integer {
        signed: false,
        bits: 8,
    };

    #[test]
    fn a_whole_number_takes_a_width_with_zeros_and_nothing_else() {
        for spec in ["", "02", "04", "012", "040"] {
            assert!(U8.accepts_spec(spec), "{spec}");
        }
        for spec in ["2", "0", "00", "041", "0x", "x", "+2", "02 ", "0123"] {
            assert!(!U8.accepts_spec(spec), "{spec}");
        }
    }

    #[test]
    fn a_date_takes_only_the_directives_that_it_has() {
        for spec in ["%Y/%m/%d", "year=%Y/month=%-m", "%F", "%G-W%V"] {
            assert!(ParamKind::Date.accepts_spec(spec), "{spec}");
        }
        for spec in [
            "%H", "%", "%-", "%Y:%m", "%T", "%e", "%Y*", "%Y~", "%Y+%m", "%é",
        ] {
            assert!(!ParamKind::Date.accepts_spec(spec), "{spec}");
        }
        assert!(!ParamKind::Month.accepts_spec("%d"));
        assert!(ParamKind::Hour.accepts_spec("%Y-%m-%dT%H"));
        assert!(!ParamKind::Hour.accepts_spec("%M"));
    }

    #[test]
    fn an_option_and_a_list_take_what_their_elements_take() {
        assert!(ParamKind::Optional(&U8).accepts_spec("02"));
        assert!(ParamKind::List(&ParamKind::Month).accepts_spec("%Y-%m"));
        const LIST: ParamKind = ParamKind::List(&U8);
        assert!(!ParamKind::List(&LIST).accepts_spec("02"));
        assert!(!ParamKind::Text.accepts_spec("02"));
    }

    #[test]
    fn the_name_of_a_kind_does_not_change() {
        const TEXTS: ParamKind = ParamKind::List(&ParamKind::Text);
        assert_eq!(
            ParamKind::Map(&U8, &TEXTS).to_string(),
            "map<u8, list<text>>"
        );
        assert_eq!(ParamKind::Choice(&["a", "b"]).to_string(), "choice");
    }
}

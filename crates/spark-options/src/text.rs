//! The few things about strings that grammars need and `core` cannot do while compiling.

/// Whether two texts are the same.
pub(crate) const fn equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && starts_with(a, b)
}

/// Whether a text begins with another.
pub(crate) const fn starts_with(text: &str, prefix: &str) -> bool {
    found_at(text.as_bytes(), prefix.as_bytes(), 0)
}

/// Whether a text ends with another.
pub(crate) const fn ends_with(text: &str, suffix: &str) -> bool {
    text.len() >= suffix.len()
        && found_at(
            text.as_bytes(),
            suffix.as_bytes(),
            text.len() - suffix.len(),
        )
}

/// Whether a text has another in it.
pub(crate) const fn contains(text: &str, part: &str) -> bool {
    let mut at = 0;
    while at + part.len() <= text.len() {
        if found_at(text.as_bytes(), part.as_bytes(), at) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether `part` stands in `text` at a position.
pub(crate) const fn found_at(text: &[u8], part: &[u8], at: usize) -> bool {
    if at + part.len() > text.len() {
        return false;
    }
    let mut i = 0;
    while i < part.len() {
        if text[at + i] != part[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether a byte is a blank: a space or an ASCII control character, which is what Java's
/// `String.trim` removes.
pub(crate) const fn is_blank(byte: u8) -> bool {
    byte <= b' '
}

/// Whether nothing but blanks is in a text.
pub(crate) const fn is_all_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !is_blank(bytes[i]) {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether a text begins or ends with a blank.
pub(crate) const fn has_outer_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    !bytes.is_empty() && (is_blank(bytes[0]) || is_blank(bytes[bytes.len() - 1]))
}

/// The position of a byte from `from` on.
pub(crate) const fn find(bytes: &[u8], byte: u8, from: usize) -> Option<usize> {
    let mut i = from;
    while i < bytes.len() {
        if bytes[i] == byte {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// The first position from `from` on that holds no ASCII digit.
pub(crate) const fn after_digits(bytes: &[u8], from: usize) -> usize {
    let mut i = from;
    while i < bytes.len() && bytes[i].is_ascii_digit() {
        i += 1;
    }
    i
}

/// The value of the digits in `from..to`; nothing if it does not fit.
pub(crate) const fn number(bytes: &[u8], from: usize, to: usize) -> Option<u64> {
    let mut value: u64 = 0;
    let mut i = from;
    while i < to {
        let Some(tens) = value.checked_mul(10) else {
            return None;
        };
        let Some(sum) = tens.checked_add((bytes[i] - b'0') as u64) else {
            return None;
        };
        value = sum;
        i += 1;
    }
    Some(value)
}

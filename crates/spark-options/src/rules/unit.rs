//! Values of properties as numbers. A text that is none is nothing here: that it is wrong is
//! for its own check to say.

use crate::grammar::{self, TimeUnit};

/// An amount of memory in MiB, as `JavaUtils.byteStringAsMb` reads it: a bare number is MiB.
pub(super) fn mib(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let amount: u64 = digits.parse().ok()?;
    match unit {
        "b" => Some(amount / (1024 * 1024)),
        "k" | "kb" | "kib" => Some(amount / 1024),
        "" | "m" | "mb" | "mib" => Some(amount),
        "g" | "gb" | "gib" => amount.checked_mul(1024),
        "t" | "tb" | "tib" => amount.checked_mul(1024 * 1024),
        "p" | "pb" | "pib" => amount.checked_mul(1024 * 1024 * 1024),
        _ => None,
    }
    .filter(|mib| *mib <= u64::from(u32::MAX) * 1024)
}

/// An amount of memory in MiB whose bare number is bytes (`spark.memory.offHeap.size`).
pub(super) fn mib_of_bytes(text: &str) -> Option<u64> {
    match text.trim().parse::<u64>() {
        Ok(bytes) => Some(bytes / (1024 * 1024)),
        Err(_) => mib(text),
    }
}

/// A length of time in microseconds.
pub(super) fn micros(text: &str, unit: TimeUnit) -> Option<i128> {
    grammar::time(text).ok().map(|time| time.micros(unit))
}

/// A number with a fraction that is finite.
pub(super) fn fraction(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|n| n.is_finite())
}

/// A whole number.
pub(super) fn count(text: &str) -> Option<u32> {
    let text = text.trim();
    text.strip_prefix('+').unwrap_or(text).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_as_spark_reads_it() {
        for (text, amount) in [
            ("512", Some(512)),
            ("1g", Some(1024)),
            (" 1GB ", Some(1024)),
            ("2048k", Some(2)),
            ("1.5g", None),
            ("g", None),
            ("-1g", None),
            ("99999999999999999999t", None),
            ("18446744073709551615", None),
        ] {
            assert_eq!(mib(text), amount, "{text}");
        }
        assert_eq!(mib_of_bytes("1048576"), Some(1));
        assert_eq!(mib_of_bytes("1g"), Some(1024));
    }
}

//! Lengths of time in quotes, read as the command line reads them.
//!
//! A macro cannot see `pipeline_core::param`, so a test of the root package includes this file and
//! holds it against the parameters' own reading.

use std::time::Duration;

/// The units, from the largest down, in nanoseconds.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// The length of time that a text is: `1h30m`, `250ms`, `1.5h`, `5 min`.
///
/// # Errors
/// It is none; what is wrong with it, if that is one part.
pub(crate) fn duration(text: &str) -> Result<Duration, Option<String>> {
    let mut rest = text.trim();
    let mut total: u128 = 0;
    let mut last = u128::MAX;
    if rest.is_empty() {
        return Err(None);
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, after) = rest.split_at(digits.unwrap_or(rest.len()));
        let letters = after.find(|c: char| !c.is_alphabetic());
        let (unit, after) = after.split_at(letters.unwrap_or(after.len()));
        if number.is_empty() {
            return Err(None);
        }
        if unit.is_empty() {
            return Err(Some(format!("{number} has no unit")));
        }
        let Some(size) = size(unit) else {
            return Err(Some(format!("`{unit}` is no unit")));
        };
        if size >= last {
            let order = "the units go from large to small, each once";
            return Err(Some(order.to_owned()));
        }
        last = size;
        let whole = || format!("{number}{unit} is no whole number of nanoseconds");
        let part = nanoseconds(number, size).ok_or_else(|| Some(whole()))?;
        let too_long = || Some("it is too long".to_owned());
        total = total.checked_add(part).ok_or_else(too_long)?;
        rest = after.trim_start();
    }
    let seconds = u64::try_from(total / 1_000_000_000);
    let seconds = seconds.map_err(|_| Some("it is too long".to_owned()))?;
    #[allow(clippy::cast_possible_truncation)] // a remainder below 10^9
    Ok(Duration::new(seconds, (total % 1_000_000_000) as u32))
}

fn size(unit: &str) -> Option<u128> {
    let unit = match unit {
        "min" => "m",
        "µs" | "μs" => "us", // the micro sign and the Greek letter
        other => other,
    };
    let found = UNITS.iter().find(|(name, _)| *name == unit);
    found.map(|(_, size)| *size)
}

/// The number of nanoseconds, if it is a whole one that fits.
fn nanoseconds(number: &str, size: u128) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    let whole = whole.parse::<u128>().ok()?.checked_mul(size)?;
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        return Some(whole);
    }
    let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let part = fraction.parse::<u128>().ok()?.checked_mul(size)?;
    (part % scale == 0).then(|| whole.checked_add(part / scale))?
}

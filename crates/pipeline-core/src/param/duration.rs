//! Lengths of time.

use std::time::Duration;

use serde_json::Value;

use super::{Param, ParamError, ParamKind, render};

/// The units, largest first, in nanoseconds.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

const RIGHT: &str = "write numbers with the units d, h, m, s, ms, us or ns, such as 1h30m or 250ms";

/// A length of time prints as `1d`, `1h30m`, `250ms`, `0s`: whole numbers of the units d (24
/// hours), h, m, s, ms, us, ns, largest first. Also read: `min` and `µs`, blanks between the
/// parts, and a fraction (`1.5h`) where it is a whole number of nanoseconds.
impl Param for Duration {
    const KIND: ParamKind = ParamKind::Duration;

    fn parse(text: &str) -> Result<Self, ParamError> {
        let fail =
            |why: &str| ParamError::new(format!("{text:?} is no length of time{why}: {RIGHT}"));
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(fail(""));
        }
        let mut total: u128 = 0;
        let mut last = u128::MAX;
        while !rest.is_empty() {
            let digits = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            let (number, after) = rest.split_at(digits);
            let letters = after
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(after.len());
            let (unit, after) = after.split_at(letters);
            if number.is_empty() {
                return Err(fail(""));
            }
            if unit.is_empty() {
                return Err(fail(&format!(", {number} has no unit")));
            }
            let size = unit_size(unit).ok_or_else(|| fail(&format!(", `{unit}` is no unit")))?;
            if size >= last {
                return Err(fail(", the units go from large to small, each once"));
            }
            last = size;
            let nanos = nanos_of(number, size).ok_or_else(|| {
                fail(&format!(
                    ", {number}{unit} is no whole number of nanoseconds"
                ))
            })?;
            total = total
                .checked_add(nanos)
                .ok_or_else(|| fail(", it is too long"))?;
            rest = after.trim_start();
        }
        let seconds = u64::try_from(total / 1_000_000_000)
            .map_err(|_| fail(&format!(", it is longer than {} s", u64::MAX)))?;
        #[allow(clippy::cast_possible_truncation)] // a remainder below 10^9
        Ok(Self::new(seconds, (total % 1_000_000_000) as u32))
    }

    fn print(&self) -> String {
        let mut rest = self.as_nanos();
        if rest == 0 {
            return "0s".to_owned();
        }
        let mut text = String::new();
        for (unit, size) in UNITS {
            if rest >= size {
                text.push_str(&format!("{}{unit}", rest / size));
                rest %= size;
            }
        }
        text
    }

    fn value(&self) -> Value {
        Value::String(self.print())
    }

    fn render(&self, spec: &str, path: &mut String) -> Result<(), ParamError> {
        render::plain(Self::KIND, &self.print(), spec, path)
    }
}

fn unit_size(unit: &str) -> Option<u128> {
    let unit = match unit {
        "min" => "m",
        "µs" | "μs" => "us", // the micro sign and the Greek letter
        other => other,
    };
    UNITS
        .iter()
        .find(|(name, _)| *name == unit)
        .map(|(_, size)| *size)
}

/// The number of nanoseconds, if it is a whole one that fits.
fn nanos_of(number: &str, size: u128) -> Option<u128> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::laws::{assert_injective, assert_round_trip};
    use super::*;

    fn durations() -> impl Strategy<Value = Duration> {
        prop_oneof![
            (any::<u64>(), 0_u32..1_000_000_000).prop_map(|(s, n)| Duration::new(s, n)),
            (0_u64..200_000).prop_map(Duration::from_secs),
            (0_u64..5_000).prop_map(Duration::from_millis),
        ]
    }

    proptest! {
        #[test]
        fn duration_keeps_the_laws(a in durations(), b in durations()) {
            assert_round_trip(&a);
            assert_injective(&a, &b);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9.dhmsun ]{0,12}") {
            if let Ok(duration) = Duration::parse(&text) {
                assert_round_trip(&duration);
            }
        }
    }

    #[test]
    fn a_duration_prints_for_people_and_is_exact() {
        let cases = [
            (Duration::ZERO, "0s"),
            (Duration::from_secs(5_400), "1h30m"),
            (Duration::from_millis(250), "250ms"),
            (Duration::from_secs(86_400), "1d"),
            (Duration::new(1, 1), "1s1ns"),
        ];
        for (duration, text) in cases {
            assert_eq!(duration.print(), text);
        }
        assert_round_trip(&Duration::MAX);
    }

    #[test]
    fn other_ways_of_writing_are_read() {
        for text in ["1.5h", "90m", "90min", "1h 30m", "5400s", "5400000ms"] {
            assert_eq!(
                Duration::parse(text),
                Ok(Duration::from_secs(5_400)),
                "{text}"
            );
        }
        assert_eq!(Duration::parse("1µs"), Ok(Duration::from_micros(1)));
    }

    #[test]
    fn an_error_says_what_is_wrong_with_it() {
        for (text, why) in [
            ("90", ", 90 has no unit"),
            ("1h1h", ", the units go from large to small, each once"),
            ("1m1h", ", the units go from large to small, each once"),
            ("1w", ", `w` is no unit"),
            ("0.5ns", ", 0.5ns is no whole number of nanoseconds"),
            ("", ""),
            ("-1s", ""),
        ] {
            assert_eq!(
                Duration::parse(text).expect_err("no duration").to_string(),
                format!("{text:?} is no length of time{why}: {RIGHT}")
            );
        }
        assert!(Duration::parse("18446744073709551616s").is_err());
    }
}

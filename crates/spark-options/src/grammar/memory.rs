//! Amounts of memory.

use super::Invalid;
use crate::text::{after_digits, find, has_outer_blank, is_blank, number};

/// The least memory, in MiB, with which a driver or an executor starts: below it SparkContext
/// fails with "System memory … must be at least 471859200". In cluster mode the JVM sees a
/// little less than it was given, so 512 MiB are the least that is safe everywhere.
///
/// Source: `UnifiedMemoryManager.getMaxMemory`.
pub const MIN_MIB: u64 = 450;

/// The most that Spark can count: it keeps MiB in a Java `int`.
const MAX_MIB: u64 = i32::MAX as u64;

/// Who reads an amount.
#[derive(Clone, Copy)]
enum Reader {
    /// Spark, and then a JVM as its `-Xmx`: so it is with a driver's memory.
    Jvm,
    /// Spark alone (`JavaUtils.byteStringAs`), which gives its executors whole MiB. The form
    /// `1gib` is known from 4.1 on, which the rules hold against the Spark that runs.
    Spark,
}

/// Whether a text is an amount of memory: whole digits and one letter of `k`, `m`, `g`, `t`.
///
/// This is what every reader of such a text understands alike. Spark itself takes more
/// (`1gb`, a bare `1024` which then means MiB in one place and bytes in another), the JVM's
/// `-Xmx` less.
///
/// # Errors
/// It is none; says which rule it breaks.
pub const fn memory(text: &str) -> Result<(), Invalid> {
    match memory_mib(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The amount in whole MiB.
///
/// # Errors
/// As [`memory`].
///
/// ```
/// # use spark_options::grammar::memory_mib;
/// assert_eq!(memory_mib("2g"), Ok(2048));
/// ```
pub const fn memory_mib(text: &str) -> Result<u64, Invalid> {
    mib(text, Reader::Jvm)
}

/// Whether a text is an amount of memory to Spark, whatever a JVM would say of it: whole digits
/// and a unit such as `g`, `gb` or, from Spark 4.1 on, `gib`. A bare number is none: Spark
/// reads it as MiB in one place and as bytes in another.
///
/// # Errors
/// It is none; says which rule it breaks.
pub const fn spark_memory(text: &str) -> Result<(), Invalid> {
    match spark_memory_mib(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The amount in whole MiB, as Spark reads it.
///
/// # Errors
/// As [`spark_memory`].
///
/// ```
/// # use spark_options::grammar::spark_memory_mib;
/// assert_eq!(spark_memory_mib("2GB"), Ok(2048));
/// ```
pub const fn spark_memory_mib(text: &str) -> Result<u64, Invalid> {
    mib(text, Reader::Spark)
}

const fn mib(text: &str, reader: Reader) -> Result<u64, Invalid> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return invalid(
            "the amount is empty",
            "write a number and a unit: 1g or 512m",
        );
    }
    if has_outer_blank(text) {
        return invalid("a blank stands around the amount", "write it without: 1g");
    }
    if bytes[0] == b'-' || bytes[0] == b'+' {
        return invalid(
            "a sign is not allowed",
            "write a number and a unit: 1g or 512m",
        );
    }
    let end = after_digits(bytes, 0);
    if end == 0 {
        return invalid(
            "it does not begin with a number",
            "write a number and a unit: 1g or 512m",
        );
    }
    if end == bytes.len() {
        let all_zero = matches!(number(bytes, 0, end), Some(0));
        return if all_zero {
            invalid("the amount is zero", "write at least 1m")
        } else {
            invalid(
                "the unit is missing (Spark takes MiB in one place, bytes in another)",
                "add the unit: 1024m or 1g",
            )
        };
    }
    let unit = bytes[end];
    if unit == b'.' || unit == b',' {
        return invalid(
            "a fraction is not allowed",
            "write whole units: 1536m for 1.5g",
        );
    }
    if unit == b'_' {
        return invalid("digits cannot be grouped", "write them together: 1024m");
    }
    if is_blank(unit) {
        return invalid(
            "a blank stands between number and unit",
            "write them together: 1g",
        );
    }
    let letters = match reader {
        Reader::Jvm => 1,
        Reader::Spark => suffix(bytes, end + 1),
    };
    if bytes.len() > end + letters {
        if matches!(reader, Reader::Spark) {
            return invalid(
                "the unit is unknown",
                "write one of k, m, g, t (or kb, mb, gb, tb): 1g",
            );
        }
        return if find(bytes, b'i', end).is_some() || find(bytes, b'I', end).is_some() {
            invalid(
                "units such as `gib` are understood by Spark 4.1 and newer only, and never by the JVM, which a driver's memory is handed to as it is",
                "write one letter, which is binary already: 1g",
            )
        } else if matches!(bytes[bytes.len() - 1], b'b' | b'B') && bytes.len() == end + 2 {
            invalid(
                "a unit of two letters is not understood by the JVM, which a driver's memory is handed to as it is",
                "write one letter: 1g",
            )
        } else {
            invalid("the unit is unknown", "write one of k, m, g, t: 1g")
        };
    }
    let (multiply, divide) = match unit {
        b'b' | b'B' if matches!(reader, Reader::Spark) && letters == 1 => (1, 1024 * 1024),
        b'p' | b'P' if matches!(reader, Reader::Spark) => (1024 * 1024 * 1024, 1),
        b'k' | b'K' => (1, 1024),
        b'm' | b'M' => (1, 1),
        b'g' | b'G' => (1024, 1),
        b't' | b'T' => (1024 * 1024, 1),
        b'b' | b'B' => {
            return invalid(
                "the JVM does not understand the unit `b`",
                "write MiB: 512m",
            );
        }
        b'p' | b'P' => {
            return invalid("the JVM does not understand the unit `p`", "write TiB: 1t");
        }
        _ => return invalid("the unit is unknown", "write one of k, m, g, t: 1g"),
    };
    if bytes[0] == b'0'
        && (matches!(reader, Reader::Jvm) || matches!(number(bytes, 0, end), Some(0)))
    {
        return if matches!(number(bytes, 0, end), Some(0)) {
            invalid("the amount is zero", "write at least 1m")
        } else {
            invalid("the number begins with a zero", "leave the zero out")
        };
    }
    let Some(amount) = number(bytes, 0, end) else {
        return too_much();
    };
    let Some(product) = amount.checked_mul(multiply) else {
        return too_much();
    };
    let mib = product / divide;
    if mib == 0 {
        return invalid(
            "it is less than 1 MiB, which Spark counts as nothing",
            "write at least 1m",
        );
    }
    if mib > MAX_MIB {
        return too_much();
    }
    Ok(mib)
}

/// How many letters a unit has to Spark, whose first stands before `at`: `g`, `gb`, `gib`.
const fn suffix(bytes: &[u8], at: usize) -> usize {
    let is_b = matches!(bytes[at - 1], b'b' | b'B');
    let next = if at < bytes.len() { bytes[at] } else { 0 };
    let last = if at + 1 < bytes.len() {
        bytes[at + 1]
    } else {
        0
    };
    match (next, last) {
        _ if is_b => 1,
        (b'i' | b'I', b'b' | b'B') => 3,
        (b'b' | b'B', _) => 2,
        _ => 1,
    }
}

const fn too_much() -> Result<u64, Invalid> {
    invalid("it is more than Spark can count (2048t)", "write less")
}

const fn invalid(problem: &'static str, remedy: &'static str) -> Result<u64, Invalid> {
    Err(Invalid::new(problem, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IN_A_CONST: bool = memory("1g").is_ok() && memory("1.5g").is_err();

    #[test]
    fn it_is_checked_while_compiling() {
        const { assert!(IN_A_CONST) };
    }

    #[test]
    fn whole_units_of_one_letter_are_amounts() {
        for (text, mib) in [
            ("1g", 1024),
            ("1G", 1024),
            ("512m", 512),
            ("1536M", 1536),
            ("1t", 1024 * 1024),
            ("2048k", 2),
            ("2047t", 2047 * 1024 * 1024),
        ] {
            assert_eq!(memory_mib(text), Ok(mib), "{text}");
        }
    }

    #[test]
    fn spark_takes_more_units_than_a_jvm() {
        for (text, mib) in [
            ("2g", 2048),
            ("2gb", 2048),
            ("2GB", 2048),
            ("2048mb", 2048),
            ("2gib", 2048),
            ("2GiB", 2048),
            ("1p", 1024 * 1024 * 1024),
            ("1pb", 1024 * 1024 * 1024),
            ("2147483648b", 2048),
            ("02g", 2048),
        ] {
            assert_eq!(spark_memory_mib(text), Ok(mib), "{text}");
        }
        for (text, problem) in [
            ("1gbb", "unit is unknown"),
            ("1gi", "unit is unknown"),
            ("1bb", "unit is unknown"),
            ("1gibb", "unit is unknown"),
            ("1x", "unit is unknown"),
            ("1.5gb", "fraction"),
            ("1 gb", "between"),
            ("1024", "unit is missing"),
            ("0gb", "zero"),
            ("512kb", "less than 1 MiB"),
            ("2p", "more than"),
        ] {
            let error = spark_memory(text).expect_err(text);
            assert!(error.problem.contains(problem), "{text}: {error}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_words() {
        for (text, problem) in [
            ("", "empty"),
            (" 1g", "around"),
            ("1g ", "around"),
            ("1 g", "between"),
            ("-1g", "sign"),
            ("+1g", "sign"),
            ("1.5g", "fraction"),
            ("1,5g", "fraction"),
            ("1_000m", "grouped"),
            ("1024", "unit is missing"),
            ("0", "zero"),
            ("0m", "zero"),
            ("01g", "begins with a zero"),
            ("1gib", "4.1 and newer only"),
            ("1gb", "two letters"),
            ("1p", "`p`"),
            ("1b", "`b`"),
            ("1x", "unknown"),
            ("1m2g", "unknown"),
            ("0x10m", "unknown"),
            ("g", "begin"),
            ("abc", "begin"),
            ("١g", "begin"),
            ("512k", "less than 1 MiB"),
            ("2048t", "more than"),
            ("99999999999999999999g", "more than"),
            ("18446744073709551615g", "more than"),
        ] {
            let error = memory(text).expect_err(text);
            assert!(error.problem.contains(problem), "{text}: {error}");
            assert!(!error.remedy.is_empty());
        }
    }
}

//! The table of properties against real Sparks: the oldest, the one in between that changed most,
//! and the default.

#[path = "../examples/extract_properties/facts.rs"]
#[allow(dead_code)] // the example uses the rest
mod facts;
#[path = "../examples/extract_properties/sparks.rs"]
mod sparks;

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Mutex;

use facts::{Facts, Texts};
use spark_options::Version;
use spark_options::property::{Known, Property, Range, ValueKind, all, deprecated, look_up};

/// One JVM at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Texts that tell one grammar from another.
const TEXTS: [&str; 32] = [
    "",
    " ",
    "abc",
    "true",
    " TRUE ",
    "yes",
    "0",
    "1",
    "-1",
    "+1",
    " 1 ",
    "7",
    "1.5",
    "0.5",
    "1e3",
    "1d",
    "inf",
    "2147483648",
    "99999999999999999999",
    "1,2",
    "1_0",
    "1k",
    " 1KB ",
    "64m",
    "2g",
    "1gib",
    "1 g",
    "9999p",
    "90s",
    "5min",
    "1w",
    "1.5h",
];

/// The edges of a range, and what lies beyond them.
fn edges<N: std::fmt::Display + Copy>(
    range: &Range<N>,
    step: impl Fn(N, bool) -> N,
) -> Vec<String> {
    let mut texts = Vec::new();
    for limit in [range.low, range.high].into_iter().flatten() {
        for number in [step(limit, false), limit, step(limit, true)] {
            texts.push(number.to_string());
        }
    }
    texts
}

fn texts(property: &Property) -> Vec<String> {
    let step = |number: i64, up| {
        if up {
            number.saturating_add(1)
        } else {
            number.saturating_sub(1)
        }
    };
    let mut texts: Vec<_> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    texts.extend(property.default.map(str::to_owned));
    match property.kind {
        ValueKind::Int(range)
        | ValueKind::Long(range)
        | ValueKind::Bytes(_, range)
        | ValueKind::Time(_, range) => texts.extend(edges(&range, step)),
        ValueKind::Double(range) => {
            texts.extend(edges(&range, |number, up| {
                if up { number + 0.25 } else { number - 0.25 }
            }));
        }
        ValueKind::Choice(words) => {
            for word in words.iter() {
                texts.extend([word.to_owned(), word.to_lowercase(), word.to_uppercase()]);
            }
        }
        _ => {}
    }
    texts
}

/// Kinds of which Spark alone knows all values.
fn is_judged_by_spark(property: &Property) -> bool {
    matches!(
        property.kind,
        ValueKind::Text | ValueKind::List | ValueKind::Regex
    )
}

/// Spark refuses more of their values than the table knows, which is for Spark to say then.
const STRICTER: [&str; 12] = [
    // With gaps: -1, or from 1 up; some numbers only.
    "spark.io.encryption.keySizeBits",
    "spark.kubernetes.executor.pvc.resizeInterval",
    "spark.shuffle.streaming.writerConnectionTimeout",
    "spark.sql.avro.deflate.level",
    "spark.sql.execution.python.udf.maxBytesPerBatch",
    "spark.sql.optimizer.optimizeExpandRatio",
    "spark.unsafe.sorter.spill.merge.factor",
    // Converters of their own, which do not trim.
    "spark.sql.optimizer.datasourceV2ExprFolding",
    "spark.sql.optimizer.maxIterations",
    "spark.sql.shuffledHashJoinFactor",
    "spark.sql.ui.retainedExecutions",
    // A decimal of its own, from 4.3 on.
    "spark.task.cpus",
];

/// What a Spark does not register although a later one says that it had it already: read by a
/// plain text then, known under an older name, or documented with the wrong version. Nobody is
/// stopped by it.
const DOCUMENTED_EARLIER: [&str; 10] = [
    "spark.default.parallelism",
    "spark.deploy.spreadOutApps",
    "spark.sql.collation.allowInMapKeys",
    "spark.sql.collation.objectLevel.enabled",
    "spark.sql.execution.arrow.transformWithStateInPySpark.maxStateRecordsPerBatch",
    "spark.sql.legacy.collationAwareHashFunctions",
    "spark.sql.sources.v2.bucketing.allowKeysSubsetOfPartitionKeys.enabled",
    "spark.stage.maxConsecutiveAttempts",
    "spark.streaming.raw.maxBlockSizeBytes",
    "spark.ui.jetty.stopTimeout",
];

fn holds(version: &str, numbers: Version) -> Result<(), Box<dyn Error>> {
    let spark = sparks::of(version)?;
    assert_eq!(spark.version.options(), numbers);
    let of_this_version = || all().filter_map(|property| property.at(numbers));
    let asked: Texts = of_this_version()
        .map(|property| (property.name.to_owned(), texts(&property)))
        .collect();
    let alone = ALONE.lock()?;
    let facts = facts::of(&spark.home, spark.java_home.as_deref(), Some(&asked))?;
    drop(alone);
    let mut wrong = entries(&facts, &asked, numbers);
    wrong.extend(old_names(&facts, numbers));
    let registered: BTreeSet<_> = facts
        .entries
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    for property in of_this_version().filter(|property| !registered.contains(property.name)) {
        // Connect is not in the PyPI package of 3.5, whose documentation has it.
        let is_connect = numbers == (3, 5) && property.name.contains("connect");
        if !is_connect && !DOCUMENTED_EARLIER.contains(&property.name) {
            wrong.push(format!("{} is not registered", property.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "Spark {}:\n{}",
        facts.version,
        wrong.join("\n")
    );
    Ok(())
}

/// Where what Spark registers is not what the table says.
fn entries(facts: &Facts, asked: &Texts, version: Version) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut judged = 0;
    for entry in &facts.entries {
        let name = &entry.name;
        let Known::Registered(property) = look_up(name) else {
            wrong.push(format!("{name} is {:?}", look_up(name)));
            continue;
        };
        let Some(property) = property.at(version) else {
            wrong.push(format!("{name} is not known to this version"));
            continue;
        };
        let default = entry.default_column();
        if default.strip_prefix('=') != property.default
            || default.strip_prefix('@') != property.falls_back_to
        {
            wrong.push(format!(
                "{name}: default {default}, not {:?}",
                property.default
            ));
        }
        let Some(texts) = asked.get(name) else {
            continue;
        };
        for (text, taken) in texts.iter().zip(&entry.taken) {
            judged += 1;
            let verdict = property.check_in(text, version);
            let is_lenient = is_judged_by_spark(&property) || STRICTER.contains(&name.as_str());
            match (taken, verdict) {
                (true, Err(error)) => wrong.push(format!("{name}={text:?} is taken, not: {error}")),
                (false, Ok(())) if !is_lenient => {
                    wrong.push(format!("{name}={text:?} is refused, {:?}", property.kind));
                }
                _ => {}
            }
        }
    }
    assert!(judged > 30_000, "only {judged} values were judged");
    wrong
}

/// Where what Spark says of old names is not in the table.
fn old_names(facts: &Facts, version: Version) -> Vec<String> {
    let mut wrong = Vec::new();
    for old in &facts.deprecated {
        if deprecated(&old.name).is_none() {
            wrong.push(format!("{} is deprecated", old.name));
        }
    }
    for old in &facts.alternates {
        let successor = deprecated(&old.name).and_then(|old| old.successor);
        if successor != Some(old.successor.as_str()) {
            wrong.push(format!(
                "{} has become {}, not {successor:?}",
                old.name, old.successor
            ));
        }
    }
    for old in &facts.removed {
        let removed = match look_up(&old.name) {
            Known::Removed(removed) => Some(removed),
            Known::Registered(property) => property.removed(),
            _ => None,
        };
        if removed
            .is_none_or(|removed| removed.refused_since > version || removed.default != old.default)
        {
            wrong.push(format!(
                "{} is refused unless it is {:?}",
                old.name, old.default
            ));
        }
    }
    wrong
}

#[test]
fn spark_3_5_registers_what_the_table_says() -> Result<(), Box<dyn Error>> {
    holds("3.5", (3, 5))
}

#[test]
fn spark_4_0_registers_what_the_table_says() -> Result<(), Box<dyn Error>> {
    holds("4.0", (4, 0))
}

#[test]
fn spark_4_3_registers_what_the_table_says() -> Result<(), Box<dyn Error>> {
    holds("4.3", (4, 3))
}

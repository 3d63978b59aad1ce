//! The table of properties: consistent in itself, careful with what it does not know.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use proptest::prelude::*;
use spark_options::property::{
    Known, Near, Property, VERSIONS, ValueKind, all, deprecated, look_up, prefixes,
};
use spark_options::{Manager, OPTIONS, by_property};

fn names(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

/// All, read once.
fn table() -> &'static [Property] {
    static TABLE: OnceLock<Vec<Property>> = OnceLock::new();
    TABLE.get_or_init(|| all().collect())
}

fn property(name: &str) -> Property {
    match look_up(name) {
        Known::Registered(property) => property,
        other => panic!("{name} is {other:?}"),
    }
}

/// A line that the library could not read would be missing in silence.
#[test]
fn every_line_is_read() {
    let mut before = ("", "");
    let mut seen = BTreeSet::new();
    for line in names(include_str!("../data/properties.tsv")) {
        let fields: Vec<_> = line.split('\t').collect();
        assert_eq!(fields.len(), 7, "{line}");
        assert!(before < (fields[0], fields[1]), "not sorted: {line}");
        before = (fields[0], fields[1]);
        seen.insert(fields[0]);
        let property = property(fields[0]);
        assert!(fields[1] <= fields[2], "{line}");
        let version = VERSIONS
            .iter()
            .find(|(major, minor)| fields[1] == format!("{major}.{minor}"));
        let then = property
            .at(*version.expect("a supported version"))
            .expect("it is known then");
        let default = fields[5].strip_prefix('=');
        assert_eq!(then.default, default, "{line}");
        let is_text = matches!(then.kind, ValueKind::Text);
        assert_eq!(is_text, fields[4] == "text", "{line}");
        let kind_at_least = fields[4].split(' ').next().unwrap_or_default();
        let read = format!("{:?}", then.kind).to_lowercase();
        assert!(read.starts_with(kind_at_least), "{line}: {read}");
    }
    let listed: Vec<_> = all().map(|property| property.name).collect();
    assert_eq!(listed, seen.into_iter().collect::<Vec<_>>());
    assert!(listed.len() > 1_600, "{}", listed.len());
}

#[test]
fn the_other_files_are_sorted_and_read() {
    for file in [
        include_str!("../data/deprecated.tsv"),
        include_str!("../data/removed.tsv"),
        include_str!("../data/named.tsv"),
        include_str!("../data/prefixes.tsv"),
    ] {
        let names: Vec<_> = names(file)
            .map(|line| line.split('\t').next().unwrap_or_default())
            .collect();
        assert!(names.is_sorted() && names.len() > 10, "{names:?}");
        for name in names {
            let known = look_up(name);
            let begins_one = prefixes().any(|prefix| prefix.prefix == name);
            assert!(
                begins_one || !matches!(known, Known::Near(_) | Known::Unknown | Known::Foreign),
                "{name}: {known:?}"
            );
        }
    }
    for line in names(include_str!("../data/deprecated.tsv")) {
        let name = line.split('\t').next().unwrap_or_default();
        let old = deprecated(name).unwrap_or_else(|| panic!("{name} is not read"));
        let says_something = old.successor.is_some() || !old.advice.is_empty();
        assert!(says_something, "{name}");
    }
    for line in names(include_str!("../data/removed.tsv")) {
        let name = line.split('\t').next().unwrap_or_default();
        // One that an older version still registers is told as registered, with its end.
        match look_up(name) {
            Known::Removed(removed) => assert!(removed.refused_since <= (4, 3), "{name}"),
            Known::Registered(property) => assert!(property.removed().is_some(), "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn a_default_is_a_value_in_every_version() {
    for property in all() {
        for version in VERSIONS {
            let Some(then) = property.at(version) else {
                continue;
            };
            // `=` with nothing is an empty list or text.
            let Some(default) = then.default else {
                continue;
            };
            assert_eq!(
                property.check_in(default, version),
                Ok(()),
                "{} {version:?}",
                property.name
            );
            assert_eq!(property.check(default), Ok(()), "{}", property.name);
        }
    }
}

#[test]
fn what_a_property_falls_back_to_is_known() {
    for property in all() {
        if let Some(other) = property.falls_back_to {
            assert!(
                matches!(look_up(other), Known::Registered(_)),
                "{}: {other}",
                property.name
            );
        }
    }
}

#[test]
fn versions_are_in_order() {
    for property in all() {
        assert!(property.since <= (4, 3), "{}", property.name);
        if let Some(until) = property.until {
            assert!(
                property.since <= until && until < (4, 3),
                "{}",
                property.name
            );
        }
    }
    let mesos = property("spark.mesos.role");
    assert_eq!(mesos.until, Some((3, 5)));
    assert!(mesos.is_known_to((3, 5)) && !mesos.is_known_to((4, 0)));
    let new = property("spark.connect.grpc.keepAlive.enabled");
    assert!(!new.is_known_to((4, 2)) && new.is_known_to((4, 3)) && new.is_known_to((4, 4)));
    // Connect is a package of its own in 3.5: its properties are documented since then.
    assert!(property("spark.connect.grpc.binding.port").is_known_to((3, 5)));
}

#[test]
fn every_property_of_an_option_is_known() {
    for option in OPTIONS {
        for name in option.property.iter().chain(option.other_properties) {
            assert!(
                matches!(
                    look_up(name),
                    Known::Registered(_) | Known::Named(_) | Known::Old(_)
                ),
                "{name}: {:?}",
                look_up(name)
            );
        }
    }
    assert!(by_property("spark.executor.memory").is_some());
}

#[test]
fn old_names_tell_their_successor() {
    let old = deprecated("spark.yarn.executor.memoryOverhead").expect("an old name");
    assert_eq!(
        (old.successor, old.in_version),
        (Some("spark.executor.memoryOverhead"), Some((2, 3)))
    );
    assert!(matches!(
        look_up("spark.yarn.executor.memoryOverhead"),
        Known::Old(_)
    ));
    let still_there = property("spark.sql.execution.arrow.enabled");
    let successor = still_there.deprecated.and_then(|old| old.successor);
    assert_eq!(successor, Some("spark.sql.execution.arrow.pyspark.enabled"));
    let Known::Removed(removed) = look_up("spark.sql.parquet.int64AsTimestampMillis") else {
        panic!("it is refused")
    };
    assert!(removed.default == "false" && removed.advice.contains("outputTimestampType"));
}

#[test]
fn who_reads_a_property_is_known() {
    assert_eq!(property("spark.yarn.queue").manager, Some(Manager::Yarn));
    assert_eq!(
        property("spark.kubernetes.namespace").manager,
        Some(Manager::Kubernetes)
    );
    assert_eq!(
        property("spark.cores.max").manager,
        Some(Manager::Standalone)
    );
    assert_eq!(property("spark.executor.memory").manager, None);
    assert!(property("spark.worker.timeout").daemon.is_some());
    assert!(property("spark.history.ui.port").daemon.is_some());
}

#[test]
fn no_documented_name_is_called_a_misspelling() {
    for name in names(include_str!("data/documented-properties.txt")) {
        let known = look_up(name);
        assert!(
            !matches!(known, Known::Near(_) | Known::Unknown | Known::Foreign),
            "{name}: {known:?}"
        );
    }
}

#[test]
fn no_name_of_another_product_is_called_a_misspelling() {
    let mut count = 0;
    for name in names(include_str!("data/third-party-properties.txt")) {
        let known = look_up(name);
        assert!(!matches!(known, Known::Near(_)), "{name}: {known:?}");
        count += 1;
    }
    assert!(count > 100, "{count}");
    for name in [
        "spark.rapids.sql.enabled",
        "spark.comet.exec.enabled",
        "spark.myteam.retries",
    ] {
        assert_eq!(look_up(name), Known::Foreign, "{name}");
    }
    for name in [
        "spark.hadoop.fs.s3a.access.key",
        "spark.sql.catalog.glue.io-impl",
    ] {
        assert!(matches!(look_up(name), Known::Prefix(_)), "{name}");
    }
}

/// Whatever letter is lost or doubled in a well known name, the name is found again.
#[test]
fn slips_in_well_known_names_are_told() {
    for name in [
        "spark.executor.memory",
        "spark.sql.shuffle.partitions",
        "spark.sql.adaptive.enabled",
        "spark.dynamicAllocation.maxExecutors",
        "spark.kubernetes.container.image",
        "spark.serializer",
        "spark.eventLog.enabled",
    ] {
        for at in "spark.".len()..name.len() {
            let mut doubled = name.to_owned();
            doubled.insert(at, name.as_bytes()[at].into());
            let mut lost = name.to_owned();
            lost.remove(at);
            for slip in [doubled, lost] {
                let meant = match look_up(&slip) {
                    Known::Near(near) => near.name(),
                    // `..` in place of `.`, or a loss that makes another known name.
                    Known::Registered(other) => other.name,
                    other => panic!("{slip}: {other:?}"),
                };
                assert_eq!(meant, name, "{slip}");
            }
        }
    }
    let Known::Near(Near::Named(meant)) = look_up("spark.app.nme") else {
        panic!("near a name that is read as a plain text")
    };
    assert_eq!(meant, "spark.app.name");
    let written = "spark.hadop.fs.s3a.endpoint";
    let Known::Near(near) = look_up(written) else {
        panic!("near a prefix")
    };
    assert_eq!(near.instead_of(written), "spark.hadoop.fs.s3a.endpoint");
}

#[test]
fn what_does_not_begin_as_it_must_is_unknown() {
    for name in [
        "",
        "spark",
        "spark.",
        "sparkle.x",
        "executor.memory",
        "spark..x",
        " spark.executor.memory",
    ] {
        assert!(
            matches!(look_up(name), Known::Unknown | Known::Near(_)),
            "{name}: {:?}",
            look_up(name)
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_looked_up(name in any::<String>()) {
        let _ = look_up(&name);
    }

    #[test]
    fn texts_like_names_are_looked_up(name in "(spark|Spark)(\\.[a-zA-Zé._-]{0,9}){0,4}") {
        let _ = look_up(&name);
    }

    #[test]
    fn any_value_is_judged(index in 0usize..1_600, value in any::<String>()) {
        let property = table()[index];
        let _ = property.check(&value);
        let _ = property.check_in(&value, (3, 5));
    }

    #[test]
    fn values_like_values_are_judged(index in 0usize..1_600, value in "[ +-]?[0-9]{0,20}[.,]?[0-9]{0,2} ?[a-zA-Zµ]{0,4}") {
        let property = table()[index];
        let any = property.check(&value).is_ok();
        for version in VERSIONS {
            if property.at(version).is_some() && property.check_in(&value, version).is_ok() {
                prop_assert!(any, "{} takes {value} in {version:?} but not in any", property.name);
            }
        }
    }
}

//! The example's answer against one computed here in plain Rust, carrier by carrier.

#[allow(unreachable_pub)]
mod support;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;
use support::Folder;

#[derive(Deserialize)]
struct Flight {
    month: i32,
    carrier: String,
    dep_delay: Option<f64>,
}

#[derive(Deserialize)]
struct Row {
    carrier: String,
    month: Option<i32>,
    delay: Option<f64>,
    flights: i64,
}

/// How many flights left, and the minutes they were late in all.
type Sums = BTreeMap<(String, Option<i32>), (i64, f64)>;

/// Each carrier's sums, by month and over the year.
fn recomputed() -> Sums {
    let mut sums = Sums::new();
    let mut flights = 0;
    for month in 1..=12 {
        let path = format!("examples/data/flights-2013-{month:02}.csv.gz");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let file = File::open(path).expect("the month's file");
        for flight in csv::Reader::from_reader(GzDecoder::new(file)).deserialize() {
            let flight: Flight = flight.expect("a flight");
            assert_eq!(flight.month, month);
            flights += 1;
            for key in [Some(month), None] {
                let sum = sums.entry((flight.carrier.clone(), key)).or_default();
                if let Some(delay) = flight.dep_delay {
                    sum.0 += 1;
                    sum.1 += delay;
                }
            }
        }
    }
    assert_eq!(flights, 336_776, "all flights of the year");
    sums
}

#[test]
fn every_carrier_of_every_month_is_as_recomputed() {
    let folder = Folder::new();
    let done = folder.run("flights", &["run", "Report", "--workers", "2"]);
    done.code(0);

    let mut expected = recomputed();
    for (_, text) in folder.texts("out/year", ".json") {
        for line in text.lines() {
            let row: Row = serde_json::from_str(line).expect("a row");
            let key = (row.carrier, row.month);
            let (flights, late) = expected.remove(&key).expect("a carrier that flew, once");
            assert_eq!(row.flights, flights, "{key:?}");
            match row.delay {
                #[allow(clippy::cast_precision_loss)] // far below 2^53
                Some(delay) => {
                    let mean = late / flights as f64;
                    assert!((delay - mean).abs() < 1e-9, "{key:?}: {delay}, not {mean}");
                }
                None => assert_eq!(flights, 0, "{key:?}"),
            }
        }
    }
    assert!(expected.is_empty(), "not in the answer: {expected:?}");

    let report = std::fs::read_to_string(folder.path("out/report.md")).expect("the report");
    let carriers = recomputed().into_keys().filter(|key| key.1.is_none());
    for (carrier, _) in carriers {
        assert!(report.contains(&format!("\n| {carrier} |")), "{report}");
    }
    folder.wait_until_nobody_is_left();
}

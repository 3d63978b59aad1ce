//! How late the airlines left New York in 2013: by month, over the year, and as a report.
//!
//! ```text
//! cargo run --example flights -- --month 1     # one month, on Spark
//! cargo run --example flights -- run Report    # twelve months, the year, and the report
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use spark_pipeline::prelude::*;

/// Flights that left New York in one month, as the airlines reported them.
#[derive(ExternalTask)]
struct Flights {
    /// The month of 2013.
    month: u8,
    #[task(output = "examples/data/flights-2013-{month:02}.csv.gz")]
    csv: Output<File>,
}

/// Mean departure delay per carrier.
#[derive(SparkTask)]
#[spark(app = "examples/flights/delays.py", driver_memory = "1g", conf("spark.sql.shuffle.partitions" = 8))]
struct Delays {
    /// The month of 2013.
    #[spark(arg = "--month")]
    month: u8,
    #[spark(arg = "--flights", input = Flights::new(month))]
    flights: Input<Flights>,
    #[spark(arg = "--out", output = "out/delays/{month:02}")]
    delays: Output<Parquet<CarrierDelay>>,
}

/// A carrier in one month: its mean delay over the flights that left.
#[derive(Row)]
struct CarrierDelay {
    carrier: String,
    delay: Option<f64>,
    flights: i64,
}

/// The year of every carrier, and its twelve months.
#[derive(SparkTask)]
#[spark(app = "examples/flights/year.py", driver_memory = "1g", conf("spark.sql.shuffle.partitions" = 8))]
struct Year {
    #[spark(arg = "--delays", input = (1..=12).map(Delays::new))]
    months: Inputs<Delays>,
    #[spark(arg = "--out", output = "out/year")]
    year: Output<Json<CarrierYear>>,
}

/// A carrier in a month, or in the whole year where there is no month.
#[derive(Row, serde::Deserialize)]
struct CarrierYear {
    carrier: String,
    month: Option<i32>,
    delay: Option<f64>,
    flights: i64,
}

/// The year as a table for people.
#[derive(Task)]
struct Report {
    #[task(input = Year::new())]
    year: Input<Year>,
    #[task(output = "out/report.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, cx: &Context) -> Result<()> {
        let rows = read(Path::new(self.year.year.location()))?;
        cx.message(format!("{} rows of the year", rows.len()));
        self.report.write(table(&rows)).await?;
        Ok(())
    }
}

/// The rows of a JSON dataset: one a line, in part files.
fn read(dataset: &Path) -> Result<Vec<CarrierYear>> {
    let mut rows = Vec::new();
    for entry in std::fs::read_dir(dataset)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            for line in std::fs::read_to_string(path)?.lines() {
                rows.push(serde_json::from_str(line)?);
            }
        }
    }
    Ok(rows)
}

/// The latest carrier first, with the mean delay of the year and of each month in minutes.
fn table(rows: &[CarrierYear]) -> String {
    let mut years: Vec<_> = rows.iter().filter(|row| row.month.is_none()).collect();
    let late = |row: &CarrierYear| row.delay.unwrap_or(f64::NEG_INFINITY);
    years.sort_by(|a, b| late(b).total_cmp(&late(a)));
    let months: BTreeMap<_, _> = rows
        .iter()
        .filter_map(|row| Some(((row.carrier.as_str(), row.month?), row)))
        .collect();

    let mut text = String::from("# Departure delays, New York, 2013\n\n");
    text.push_str("Mean minutes late, over the flights that left.\n\n");
    text.push_str("| carrier | flights | year |");
    for month in 1..=12 {
        write!(text, " {month} |").expect("a string takes everything");
    }
    text.push_str("\n|---|--:|--:|");
    text.push_str(&"--:|".repeat(12));
    text.push('\n');
    for year in years {
        let mut cells = vec![year.carrier.clone(), year.flights.to_string()];
        cells.push(minutes(Some(year)));
        for month in 1..=12 {
            let row = months.get(&(year.carrier.as_str(), month)).copied();
            cells.push(minutes(row));
        }
        writeln!(text, "| {} |", cells.join(" | ")).expect("a string takes everything");
    }
    text
}

fn minutes(row: Option<&CarrierYear>) -> String {
    let delay = row.and_then(|row| row.delay);
    delay.map_or_else(|| "–".to_owned(), |delay| format!("{delay:.1}"))
}

fn main() -> std::process::ExitCode {
    spark_pipeline::main::<(Delays, Report)>()
}

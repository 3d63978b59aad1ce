//! What a team runs every night: the flights of the day before, and once a month how late they
//! were. Thirty nights that were missed are made up for, and one of them fails at first.
//!
//! ```text
//! alias nightly="cargo run --example nightly -- --config examples/nightly/pipeline.toml"
//! nightly backfill Day --date 2013-06-01..2013-07-01     # thirty days, the oldest first
//! nightly backfill Day --date 2013-06-01..2013-07-01     # nothing left to fill
//! nightly run Report --month 2013-06                     # three Sparks, then the report
//! nightly --set now=2013-07-02T02:00                     # as on that night: yesterday's flights
//! ```
//!
//! - A `Day` is `yesterday()` unless one is given. What it is, is fixed when the run is planned,
//!   so a run that goes on after midnight is about one day. `explain` shows the day and the word.
//! - The airlines are late with the 13th of each month: who asks for it first is told to come
//!   again. The task fails, waits (`backoff`), and is tried again (`retries`); the other days do
//!   not wait for it. When it has failed for good, `on_failure` leaves a note for the morning.
//! - There is memory for one Spark at a time, and `resources(spark = 1)` says who needs it; the
//!   capacity stands in `pipeline.toml`. Each Spark is given a third of a month: to start
//!   one takes longer than to read a day.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use flate2::read::GzDecoder;
use serde::{Deserialize, Serialize};
use spark_pipeline::prelude::*;

/// Every flight that left New York in one month, as the airlines reported it.
#[derive(ExternalTask)]
struct Flights {
    month: Month,
    #[task(output = "examples/data/flights-{month}.csv.gz")]
    csv: Output<File>,
}

/// The flights of one day that were reported, each with its date.
#[derive(Task)]
#[task(retries = 3, backoff = "1s", timeout = "5m", on_failure = Self::leave_a_note)]
struct Day {
    /// The day of departure.
    #[task(default = yesterday())]
    date: Date,
    #[task(input = Flights::new(date.into()))]
    flights: Input<Flights>,
    #[task(output = "out/nightly/days/{date}.csv")]
    csv: Output<File>,
}

/// A flight as it is reported.
#[derive(Deserialize)]
struct Reported {
    day: i8,
    carrier: String,
    origin: String,
    dep_delay: Option<f64>,
}

/// A flight of a day.
#[derive(Serialize)]
struct Flight<'a> {
    date: String,
    carrier: &'a str,
    origin: &'a str,
    dep_delay: Option<f64>,
}

impl Run for Day {
    async fn run(&self, cx: &Context) -> Result<()> {
        delivered(self.date)?;
        let file = fs::File::open(self.flights.csv.location())?;
        let mut day = csv::Writer::from_writer(Vec::new());
        let mut count: u64 = 0;
        for flight in csv::Reader::from_reader(GzDecoder::new(file)).deserialize() {
            let flight: Reported = flight?;
            if flight.day == self.date.day() {
                count += 1;
                day.serialize(Flight {
                    date: self.date.to_string(),
                    carrier: &flight.carrier,
                    origin: &flight.origin,
                    dep_delay: flight.dep_delay,
                })?;
            }
        }
        cx.message(format!("{count} flights"));
        self.csv
            .write(day.into_inner().map_err(|it| it.into_error())?)
            .await?;
        Ok(())
    }
}

impl Day {
    /// For whoever comes in the morning.
    async fn leave_a_note(&self, _: &Context, failure: &Failure) -> Result<()> {
        fs::create_dir_all("out/nightly/notes")?;
        let note = format!("{}: {failure}\n", self.date);
        fs::write(format!("out/nightly/notes/{}.txt", self.date), note)?;
        Ok(())
    }
}

/// Stands in for the airlines, who deliver late on the 13th: who asks is told to come again, and
/// the delivery is there when they do.
fn delivered(date: Date) -> Result<()> {
    let asked = format!("out/nightly/asked/{date}");
    if date.day() != 13 || Path::new(&asked).exists() {
        return Ok(());
    }
    fs::create_dir_all("out/nightly/asked")?;
    fs::write(asked, "")?;
    Err(TaskError::msg(format!(
        "the flights of {date} are not delivered yet"
    )))
}

/// How late each carrier was on each day of a third of a month.
#[derive(SparkTask)]
#[spark(
    app = "examples/nightly/delays.py",
    driver_memory = "512m",
    resources(spark = 1),
    retries = 1,
    timeout = "15m"
)]
struct Third {
    first: Date,
    #[spark(arg = "--days", input = third(first).map(|day| Day::new().date(day)))]
    days: Inputs<Day>,
    #[spark(arg = "--out", output = "out/nightly/delays/{first}")]
    delays: Output<Json<Late>>,
}

/// The days of the third of a month that begins with this one: ten, or what is left after twenty.
fn third(first: Date) -> impl Iterator<Item = Date> {
    let number = |day: Date| ((day.day() - 1) / 10).min(2);
    let days = Month::of(first).days();
    days.filter(move |day| number(*day) == number(first))
}

/// A carrier on one day.
#[derive(Row, Deserialize)]
struct Late {
    date: String,
    carrier: String,
    delay: Option<f64>,
    flights: i64,
}

/// How late the month was, day by day.
#[derive(Task)]
#[task(on_success = Self::announce)]
struct Report {
    /// The month.
    #[task(default = last_month())]
    month: Month,
    #[task(input = month.days().step_by(10).take(3).map(Third::new))]
    delays: Inputs<Third>,
    #[task(output = "out/nightly/report-{month}.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, cx: &Context) -> Result<()> {
        let mut rows = Vec::new();
        for third in &self.delays {
            rows.extend(read(Path::new(third.delays.location()))?);
        }
        cx.message(format!("{} rows of {}", rows.len(), self.month));
        self.report.write(table(self.month, &rows)).await?;
        Ok(())
    }
}

impl Report {
    async fn announce(&self, cx: &Context) -> Result<()> {
        cx.message(format!("read {}", self.report.location()));
        Ok(())
    }
}

/// The rows of a JSON dataset: one a line, in part files.
fn read(dataset: &Path) -> Result<Vec<Late>> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(dataset)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            for line in fs::read_to_string(path)?.lines() {
                rows.push(serde_json::from_str(line)?);
            }
        }
    }
    Ok(rows)
}

/// A line for each day: how many flights left, how late they were, and who was latest.
fn table(month: Month, rows: &[Late]) -> String {
    let mut text = format!("# Departures of {month}, New York\n\n");
    text.push_str("| day | flights | minutes late | latest |\n|---|--:|--:|---|\n");
    for day in month.days() {
        let date = day.to_string();
        let of_day: Vec<&Late> = rows.iter().filter(|row| row.date == date).collect();
        let flights: i64 = of_day.iter().map(|row| row.flights).sum();
        #[allow(clippy::cast_precision_loss)] // far below 2^53
        let late = of_day
            .iter()
            .filter_map(|row| Some(row.delay? * row.flights as f64))
            .sum::<f64>()
            / flights as f64;
        let latest = of_day
            .iter()
            .filter_map(|row| Some((row.delay?, row.carrier.as_str())))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or("–", |(_, carrier)| carrier);
        writeln!(text, "| {date} | {flights} | {late:.1} | {latest} |")
            .expect("a string takes everything");
    }
    text
}

fn main() -> std::process::ExitCode {
    spark_pipeline::main::<(Day, Report)>()
}

//! What we add to `spark-submit` itself: one job that does next to nothing, ours against the
//! bare command, in turn.
//!
//! ```text
//! cargo bench --bench spark_submit_overhead           # 7 times each
//! cargo bench --bench spark_submit_overhead -- 21     # so often
//! ```
//!
//! Both run the very same command line in the same environment, and both keep what it prints
//! in files. They take turns, and which of the two begins a turn alternates, so that a machine
//! that warms up or is busy for a while disturbs both alike. A Spark is found or installed as
//! for any run.

use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::sync::Arc;
use std::time::Instant;

use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::install::{self, Request, Spark};
use pipeline_spark::submit::{Outcome, Place, SparkSubmit, Submitter};
use pipeline_spark::{SparkApplication, command};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A job that starts Spark, runs one task, and ends.
const JOB: &str = "\
from pyspark import SparkContext
with SparkContext() as context:
    context.parallelize([1], 1).count()
";

fn main() -> ExitCode {
    let turns = std::env::args().skip(1).find_map(|word| word.parse().ok());
    match bench(turns.unwrap_or(7)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(turns: usize) -> Result<()> {
    let request = Request::from_environment()?;
    let spark = Arc::new(install::find_or_install(
        &request,
        &mut *install::on_stderr(),
    )?);
    let runtime = tokio::runtime::Runtime::new()?;
    let dir = tempfile::tempdir()?;
    let job = dir.path().join("job.py");
    std::fs::write(&job, JOB)?;
    let application = SparkApplication::new(MainResource::Python {
        path: job.display().to_string(),
    })
    .option("master", OptionValue::text("local[1]"))
    .option("driver_memory", OptionValue::text("1g"));

    println!(
        "one job that counts one row, Spark {}, {turns} turns\n",
        spark.version
    );
    // The first brings the files of Spark into memory.
    bare(&spark, &application, dir.path())?;
    let (mut ours, mut theirs, mut differences) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..turns {
        let run_ours = || runtime.block_on(watched(&spark, &application, dir.path()));
        let run_bare = || bare(&spark, &application, dir.path());
        let (with, without) = if turn % 2 == 0 {
            let with = run_ours()?;
            (with, run_bare()?)
        } else {
            let without = run_bare()?;
            (run_ours()?, without)
        };
        ours.push(with);
        theirs.push(without);
        differences.push(with - without);
        eprintln!("turn {}: ours {with:.2} s, bare {without:.2} s", turn + 1);
    }
    println!("{:<28}  {:>9}  {:>9}  {:>9}", "", "median", "least", "most");
    for (name, values) in [
        ("ours", &mut ours),
        ("bare spark-submit", &mut theirs),
        ("difference, turn by turn", &mut differences),
    ] {
        values.sort_by(f64::total_cmp);
        println!(
            "{name:<28}  {:>7.2} s  {:>7.2} s  {:>7.2} s",
            values[values.len() / 2],
            values[0],
            values[values.len() - 1]
        );
    }
    Ok(())
}

/// Seconds of a run as a task makes it.
async fn watched(spark: &Arc<Spark>, application: &SparkApplication, dir: &Path) -> Result<f64> {
    let place = Place {
        dir: dir.join("ours"),
    };
    std::fs::create_dir_all(&place.dir)?;
    let (events, _told) = tokio::sync::mpsc::unbounded_channel();
    let submitter = SparkSubmit::new(Arc::clone(spark));
    let start = Instant::now();
    let submitted = submitter.submit(application, &place, events).await;
    let mut submission = submitted.map_err(|failure| failure.cause)?;
    let outcome = submission.wait().await;
    let seconds = start.elapsed().as_secs_f64();
    match outcome {
        Outcome::Succeeded => Ok(seconds),
        other => Err(format!("{other:?}").into()),
    }
}

/// Seconds of the same command line by itself.
fn bare(spark: &Spark, application: &SparkApplication, dir: &Path) -> Result<f64> {
    let line = command::build(application, spark).map_err(|failure| failure.cause)?;
    let invocation = line.write(dir).map_err(|failure| failure.cause)?;
    let mut command = invocation.command();
    command
        .stdin(Stdio::null())
        .stdout(File::create(dir.join("bare-stdout.log"))?)
        .stderr(File::create(dir.join("bare-stderr.log"))?);
    let start = Instant::now();
    let status = command.status()?;
    let seconds = start.elapsed().as_secs_f64();
    if status.success() {
        Ok(seconds)
    } else {
        Err(format!("{status}: see {}", dir.join("bare-stderr.log").display()).into())
    }
}

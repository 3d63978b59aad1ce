//! Planning and running tasks that do nothing: what the graph itself costs, next to Luigi,
//! Dagster and Prefect.
//!
//! ```text
//! cargo bench --bench graph                 # 1,000 to 1,000,000 tasks, and the peers' 1,000
//! cargo bench --bench graph -- 100000       # these sizes instead
//! cargo bench --bench graph -- --no-peers
//! cargo bench --bench graph -- flat chain   # these shapes only
//! ```
//!
//! The shapes: `flat` (nobody needs anybody), `chain` (each needs the one before it), `layered`
//! (layers of a tenth of the tasks, up to 1,000 wide, each task needs three of the layer before),
//! `fan` (one task needs all the others), `there` (every task is done: its output is a file
//! beside those of the others, and it is only looked for).
//!
//! Each case is a process of its own, several times over, so that the peak of its memory
//! (`VmHWM`) is its own; the table shows medians. Time is from the first task to the report
//! of the run; the start of the process is not in it. What is measured is what a user has: tasks
//! of the derive, and a run that writes its journal. One worker, as the peers have in one
//! process.

#[path = "tasks.rs"]
mod tasks;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use spark_pipeline::core::plan::Plan;
use spark_pipeline::core::run::{RunOptions, execute};
use tasks::SHAPES;

/// How often each case is measured.
const REPETITIONS: usize = 5;
/// The sizes that are measured unless others are asked for.
const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// Who else runs tasks in one process.
const PEERS: [&str; 3] = ["luigi", "dagster", "prefect"];
/// The size that the peers are measured at: the time of some grows with its square.
const PEERS_AT: usize = 1000;
/// The shapes that the peers are measured at.
const PEERS_SHAPES: [&str; 3] = ["flat", "chain", "layered"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [case, shape, size, dir] = arguments.as_slice()
        && case == "--case"
    {
        return measure_here(shape, size, Path::new(dir));
    }
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    let asked = |it: &str| arguments.iter().any(|argument| argument == it);
    let mut shapes: Vec<&str> = SHAPES.into_iter().filter(|it| asked(it)).collect();
    if shapes.is_empty() {
        shapes = SHAPES.to_vec();
    }
    let peers = !asked("--no-peers");
    println!(
        "plan and run of tasks that do nothing, one worker, medians of {REPETITIONS} processes\n"
    );
    println!(
        "{:>9}  {:<7}  {:<14}  {:>9}  {:>9}  {:>9}  {:>9}  {:>12}",
        "tasks", "shape", "by", "plan", "run", "in all", "a task", "peak memory"
    );
    for &size in &sizes {
        for shape in &shapes {
            let ours = match median(REPETITIONS, || ours(shape, size)) {
                Ok(ours) => ours,
                Err(error) => {
                    eprintln!("{shape} {size}: {error}");
                    return ExitCode::FAILURE;
                }
            };
            ours.print(size, shape, "spark-pipeline");
            if peers && size == PEERS_AT && PEERS_SHAPES.contains(shape) {
                for peer in PEERS {
                    beside(peer, shape, size, &ours);
                }
            }
        }
    }
    ExitCode::SUCCESS
}

/// Measures a peer at the same graph.
fn beside(peer: &str, shape: &str, size: usize, ours: &Measure) {
    match median(3, || by_peer(peer, shape, size)) {
        Ok(theirs) => {
            theirs.print(size, shape, peer);
            println!(
                "{:>9}  {:<7}  {:<14}  {:>9}  {:>9}  {:>8.0}x  {:>9}  {:>11.1}x",
                "",
                "",
                format!("{peer} / ours"),
                "",
                "",
                theirs.total() / ours.total(),
                "",
                theirs.peak_kib / ours.peak_kib
            );
        }
        Err(error) => println!("{size:>9}  {shape:<7}  {peer}: not measured: {error}"),
    }
}

#[derive(Clone, Copy)]
struct Measure {
    /// Seconds; the peers do both at once.
    plan: Option<f64>,
    run: f64,
    peak_kib: f64,
}

impl Measure {
    fn total(&self) -> f64 {
        self.plan.unwrap_or_default() + self.run
    }

    /// Reads what a measured process printed: names and numbers.
    fn parse(text: &str) -> Option<Self> {
        let value = |name: &str| -> Option<f64> {
            let mut words = text.split_whitespace();
            words.find(|word| *word == name)?;
            words.next()?.parse().ok()
        };
        Some(Self {
            plan: value("plan"),
            run: value("run")?,
            peak_kib: value("peak_kib")?,
        })
    }

    fn print(&self, size: usize, shape: &str, by: &str) {
        #[allow(clippy::cast_precision_loss)] // no size comes near 2^52
        let each = self.total() / size as f64 * 1e6;
        let plan = self
            .plan
            .map_or_else(String::new, |plan| format!("{plan:.3} s"));
        let run = self
            .plan
            .map_or_else(String::new, |_| format!("{:.3} s", self.run));
        println!(
            "{size:>9}  {shape:<7}  {by:<14}  {plan:>9}  {run:>9}  {:>7.3} s  {each:>6.1} µs  {:>8.1} MiB",
            self.total(),
            self.peak_kib / 1024.0
        );
    }
}

fn median(
    count: usize,
    measure: impl Fn() -> std::result::Result<Measure, String>,
) -> std::result::Result<Measure, String> {
    let mut found: Vec<Measure> = (0..count)
        .map(|_| measure())
        .collect::<std::result::Result<_, _>>()?;
    found.sort_by(|a, b| a.total().total_cmp(&b.total()));
    let mut middle = found[found.len() / 2];
    found.sort_by(|a, b| a.peak_kib.total_cmp(&b.peak_kib));
    middle.peak_kib = found[found.len() / 2].peak_kib;
    Ok(middle)
}

fn ours(shape: &str, size: usize) -> std::result::Result<Measure, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.args(["--case", shape, &size.to_string()]);
    output_of(command.arg(dir.path()))
}

fn by_peer(peer: &str, shape: &str, size: usize) -> std::result::Result<Measure, String> {
    let mut command = Command::new("sh");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/graph/peer.sh");
    let width = tasks::width(u32::try_from(size).map_err(|error| error.to_string())?);
    output_of(command.args([script, peer, shape, &size.to_string(), &width.to_string()]))
}

fn output_of(command: &mut Command) -> std::result::Result<Measure, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    match Measure::parse(&text) {
        Some(measure) if output.status.success() => Ok(measure),
        _ => Err(format!(
            "{}: {}",
            output.status,
            errors.lines().last().unwrap_or(&text)
        )),
    }
}

/// One case, in this process.
fn measure_here(shape: &str, size: &str, dir: &Path) -> ExitCode {
    match measure(shape, size, dir) {
        Ok(measured) => {
            println!("{measured}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(shape: &str, size: &str, dir: &Path) -> std::result::Result<String, String> {
    let size: u32 = size.parse().map_err(|error| format!("{size}: {error}"))?;
    let outputs = dir.join("out");
    if shape == "there" {
        fs::create_dir(&outputs).map_err(|error| error.to_string())?;
        for n in 0..size {
            let file = outputs.join(format!("{n}.txt"));
            fs::write(file, "").map_err(|error| error.to_string())?;
        }
    }
    let runtime = spark_pipeline::core::run::runtime(1).map_err(|error| error.to_string())?;
    let began = Instant::now();
    let roots = tasks::roots(shape, size, &outputs).ok_or("no such shape")?;
    let plan = Plan::build(roots).map_err(|error| error.to_string())?;
    let planned = began.elapsed();
    let options = RunOptions {
        workers: 1,
        state_dir: dir.join("state"),
        ..RunOptions::default()
    };
    let report = runtime.block_on(execute(plan, options, Vec::new()));
    let ran = began.elapsed() - planned;
    let tasks = report.view().plan().len();
    if !report.is_success() || tasks != size as usize {
        return Err(format!("{tasks} tasks, and not all of them succeeded"));
    }
    Ok(format!(
        "plan {} run {} peak_kib {}",
        planned.as_secs_f64(),
        ran.as_secs_f64(),
        peak_kib().unwrap_or(f64::NAN)
    ))
}

/// The peak of this process's memory. Linux only; elsewhere it is not measured.
fn peak_kib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

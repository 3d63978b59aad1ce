//! Planning and running tasks that do nothing: what the graph itself costs, next to Luigi.
//!
//! ```text
//! cargo bench --bench graph                 # 1,000 and 100,000 tasks, and Luigi's 1,000
//! cargo bench --bench graph -- 1000000      # these sizes instead
//! cargo bench --bench graph -- --no-luigi
//! ```
//!
//! Each case is a process of its own, several times over, so that the peak of its memory
//! (`VmHWM`) is its own; the table shows medians. Time is from the first task to the report
//! of the run; the start of the process is not in it. Tasks have no outputs, so nothing is
//! looked for on disk. The plan is that of a pipeline with one worker, as Luigi's.

use std::process::{Command, ExitCode};
use std::time::Instant;

use pipeline_core::failure::Result;
use pipeline_core::param::{AnyParam, Param, ParamKind};
use pipeline_core::plan::Plan;
use pipeline_core::run::{Context, RunOptions, execute};
use pipeline_core::target::AnyTarget;
use pipeline_core::task::{
    AnyTask, Dependencies, Input, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved,
    Task, TaskKind, TaskSchema,
};

/// How often each case is measured.
const REPETITIONS: usize = 5;
/// The size that Luigi is measured at: its time grows with the square of the size.
const LUIGI: usize = 1000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [case, shape, size] = arguments.as_slice()
        && case == "--case"
    {
        return measure_here(shape, size);
    }
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1000, 100_000];
    }
    let luigi = if arguments.iter().any(|it| it == "--no-luigi") {
        Err("not asked for".to_owned())
    } else {
        Ok(())
    };
    println!(
        "plan and run of tasks that do nothing, one worker, medians of {REPETITIONS} processes\n"
    );
    println!(
        "{:>9}  {:<5}  {:<14}  {:>9}  {:>9}  {:>9}  {:>9}  {:>12}",
        "tasks", "shape", "by", "plan", "run", "in all", "a task", "peak memory"
    );
    for &size in &sizes {
        for shape in ["flat", "chain"] {
            let ours = match median(REPETITIONS, || ours(shape, size)) {
                Ok(ours) => ours,
                Err(error) => {
                    eprintln!("{shape} {size}: {error}");
                    return ExitCode::FAILURE;
                }
            };
            ours.print(size, shape, "spark-pipeline");
            if size != LUIGI {
                continue;
            }
            match luigi
                .clone()
                .and_then(|()| median(3, || by_luigi(shape, size)))
            {
                Ok(luigi) => {
                    luigi.print(size, shape, "Luigi");
                    println!(
                        "{:>9}  {:<5}  {:<14}  {:>9}  {:>9}  {:>8.0}x  {:>9}  {:>11.1}x",
                        "",
                        "",
                        "Luigi / ours",
                        "",
                        "",
                        luigi.total() / ours.total(),
                        "",
                        luigi.peak_kib / ours.peak_kib
                    );
                }
                Err(error) => println!("{:>9}  {shape:<5}  Luigi: not measured: {error}", ""),
            }
        }
    }
    ExitCode::SUCCESS
}

#[derive(Clone, Copy)]
struct Measure {
    /// Seconds; Luigi does both at once.
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
            "{size:>9}  {shape:<5}  {by:<14}  {plan:>9}  {run:>9}  {:>7.3} s  {each:>6.1} µs  {:>8.1} MiB",
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
    let mut command = Command::new(program);
    command.args(["--case", shape, &size.to_string()]);
    output_of(command)
}

fn by_luigi(shape: &str, size: usize) -> std::result::Result<Measure, String> {
    let mut command = Command::new("sh");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/luigi.sh");
    command.args([script, shape, &size.to_string()]);
    output_of(command)
}

fn output_of(mut command: Command) -> std::result::Result<Measure, String> {
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
fn measure_here(shape: &str, size: &str) -> ExitCode {
    let Ok(size) = size.parse::<u32>() else {
        return ExitCode::FAILURE;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else {
        return ExitCode::FAILURE;
    };
    let began = Instant::now();
    let roots: Vec<Box<dyn AnyTask>> = match shape {
        "chain" => vec![Box::new(Link::new(size - 1))],
        _ => (0..size)
            .map(|n| Box::new(Single { n }) as Box<dyn AnyTask>)
            .collect(),
    };
    let Ok(plan) = Plan::build(roots) else {
        return ExitCode::FAILURE;
    };
    let planned = began.elapsed();
    let options = RunOptions {
        workers: 1,
        ..RunOptions::default()
    };
    let report = runtime.block_on(execute(plan, options, Vec::new()));
    let ran = began.elapsed() - planned;
    if !report.is_success() || report.view().plan().len() != size as usize {
        return ExitCode::FAILURE;
    }
    println!(
        "plan {} run {} peak_kib {}",
        planned.as_secs_f64(),
        ran.as_secs_f64(),
        peak_kib().unwrap_or(f64::NAN)
    );
    ExitCode::SUCCESS
}

/// The peak of this process's memory. Linux only; elsewhere it is not measured.
fn peak_kib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

const PARAMS: &[ParamSchema] = &[ParamSchema {
    name: "n",
    doc: "",
    kind: <u32 as Param>::KIND,
    type_name: "u32",
    default: None,
    significant: true,
    secret: false,
}];

const fn schema(name: &'static str, inputs: &'static [InputSchema]) -> TaskSchema {
    assert!(matches!(PARAMS[0].kind, ParamKind::Integer { .. }));
    TaskSchema {
        name,
        path: name,
        doc: "",
        kind: TaskKind::Rust,
        params: PARAMS,
        inputs,
        outputs: &[],
        unverified: &[],
    }
}

/// A task that needs nothing.
struct Single {
    n: u32,
}

impl Task for Single {
    const SCHEMA: &'static TaskSchema = &schema("Single", &[]);

    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        visit(&PARAMS[0], &self.n);
    }
    fn from_params(values: &mut ParamValues) -> Option<Self> {
        let n = values.take(&PARAMS[0], None)?;
        Some(Self { n })
    }
    fn dependencies(&self, _: &mut Dependencies) {}
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, _: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {}
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

/// A task that needs the one before it.
struct Link {
    n: u32,
    before: Option<Input<Link>>,
}

impl Link {
    fn new(n: u32) -> Self {
        Self {
            n,
            before: (n > 0).then(Input::unconnected),
        }
    }
}

const BEFORE: &[InputSchema] = &[InputSchema {
    name: "before",
    doc: "",
    many: false,
    reads: None,
    writes: None,
}];

impl Task for Link {
    const SCHEMA: &'static TaskSchema = &schema("Link", BEFORE);

    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        visit(&PARAMS[0], &self.n);
    }
    fn from_params(values: &mut ParamValues) -> Option<Self> {
        values.take(&PARAMS[0], None).map(Self::new)
    }
    fn dependencies(&self, found: &mut Dependencies) {
        found.field((self.n > 0).then(|| Self::new(self.n - 1)));
    }
    fn connect(&mut self, resolved: &mut Resolved) {
        self.before = resolved.field::<Self>().next().map(Input::from);
    }
    fn visit_inputs(&self, visit: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {
        let before = self.before.as_ref().and_then(Input::get);
        let before: Vec<&dyn AnyTask> = before.into_iter().map(|it| it as &dyn AnyTask).collect();
        visit(&BEFORE[0], &before);
    }
    fn visit_outputs(&self, _: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {}
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

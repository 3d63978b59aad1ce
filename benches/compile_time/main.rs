//! What the derive costs whoever compiles: `cargo check` of crates with 1, 100 and 1,000 tasks,
//! next to the same structs under clap's `Parser` and serde's `Serialize` and `Deserialize`.
//!
//! ```text
//! cargo bench --bench compile_time                     # all of it
//! cargo bench --bench compile_time -- 1000             # these sizes instead
//! cargo bench --bench compile_time -- --no-dependencies
//! ```
//!
//! The structs have five fields with doc comments; as a task three of them are parameters, one
//! is an input and one an output, with three options and two properties on the struct. Under
//! clap and serde the same five fields have one attribute each, the last two are paths. The same
//! fields are not the same work: a task is checked, planned, run and shown, what clap makes is
//! read from a command line. *Cold* is the crate alone with its dependencies checked already,
//! *warm* is after a change to one attribute of one struct. Each is measured a few times, the
//! kinds in turn; the tables show medians. CPU is what cargo and all that it starts take together,
//! and is what to compare when the machine has other work. What one more struct costs is the CPU
//! that the crate takes more than the smallest one of its kind, by the number of structs that it
//! has more.

mod crates;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use crates::{Crate, Kind};

/// How often each case is measured.
const REPETITIONS: usize = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1, 100, 1000];
    }
    sizes.sort_unstable();
    sizes.dedup();
    let dependencies = !arguments.iter().any(|it| it == "--no-dependencies");
    match measure(&sizes, dependencies) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(sizes: &[usize], dependencies: bool) -> Result<(), String> {
    let bench = Bench::new(sizes).map_err(|error| error.to_string())?;
    if dependencies {
        println!("everything that a crate of one struct needs, from nothing, once\n");
        println!("{:<26}  {:>8}  {:>8}", "derive", "wall", "CPU");
        for kind in Kind::WITH_DEPENDENCIES {
            let folder = bench.folder.join("cold-target");
            // It is this benchmark's own; where there is none yet, nothing is to be removed.
            let _ = std::fs::remove_dir_all(&folder);
            let one = bench.smallest(kind)?;
            let time = bench.check(one, &folder)?;
            println!(
                "{:<26}  {:>6.1} s  {:>6.1} s",
                kind.name(),
                time.wall,
                time.cpu
            );
        }
        println!();
    }
    println!("`cargo check` of the crate alone, medians of {REPETITIONS}\n");
    println!(
        "{:>7}  {:<14}  {:>9}  {:>9}  {:>9}  {:>9}  {:>10}  {:>10}",
        "structs",
        "derive",
        "cold wall",
        "cold CPU",
        "warm wall",
        "warm CPU",
        "cold each",
        "warm each"
    );
    let mut smallest = None;
    for &size in sizes {
        let times = bench.size(size, smallest.as_ref())?;
        smallest.get_or_insert((size, times));
    }
    Ok(())
}

/// A workspace of crates with one lock file and one target folder.
struct Bench {
    folder: PathBuf,
    crates: Vec<Crate>,
}

/// Seconds.
#[derive(Clone, Copy, Debug, Default)]
struct Time {
    wall: f64,
    cpu: f64,
}

impl Bench {
    fn new(sizes: &[usize]) -> std::io::Result<Self> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile-time");
        std::fs::create_dir_all(&folder)?;
        let crates = sizes
            .iter()
            .flat_map(|&size| Kind::ALL.map(|kind| (kind, size)))
            .chain([(Kind::OursAlone, sizes[0])])
            .map(|(kind, size)| Crate::write(&folder, kind, size))
            .collect::<std::io::Result<Vec<_>>>()?;
        let names: Vec<&str> = crates.iter().map(|it| it.name.as_str()).collect();
        std::fs::write(
            folder.join("Cargo.toml"),
            format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n"),
        )?;
        // The versions that this workspace is tested with; cargo adds what it lacks.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
        std::fs::copy(lock, folder.join("Cargo.lock"))?;
        Ok(Self { folder, crates })
    }

    /// The smallest crate of a kind.
    fn smallest(&self, kind: Kind) -> Result<&Crate, String> {
        let of_kind = self.crates.iter().filter(|it| it.kind == kind);
        of_kind
            .min_by_key(|it| it.size)
            .ok_or_else(|| format!("no crate of {}", kind.name()))
    }

    /// Measures the crates of one size.
    fn size(
        &self,
        size: usize,
        smallest: Option<&(usize, Vec<[Time; 2]>)>,
    ) -> Result<Vec<[Time; 2]>, String> {
        let of_size = |it: &&Crate| it.size == size && Kind::ALL.contains(&it.kind);
        let crates: Vec<&Crate> = self.crates.iter().filter(of_size).collect();
        let target = self.folder.join("target");
        let mut cold = vec![Vec::new(); crates.len()];
        let mut warm = vec![Vec::new(); crates.len()];
        for it in &crates {
            self.check(it, &target)?;
        }
        for repetition in 0..REPETITIONS {
            for (index, it) in crates.iter().enumerate() {
                self.forget(it, &target)?;
                cold[index].push(self.check(it, &target)?);
                // Never what it was the last time.
                let revision = std::process::id() as usize * REPETITIONS + repetition;
                it.edit(revision).map_err(|error| error.to_string())?;
                warm[index].push(self.check(it, &target)?);
            }
        }
        let cold: Vec<Time> = cold.into_iter().map(median).collect();
        let warm: Vec<Time> = warm.into_iter().map(median).collect();
        for (index, it) in crates.iter().enumerate() {
            #[allow(clippy::cast_precision_loss)] // no size comes near 2^52
            let each = |which: usize, time: Time| {
                smallest.map_or_else(String::new, |(least, times)| {
                    let more = time.cpu - times[index][which].cpu;
                    format!("{:.2} ms", more / (size - least) as f64 * 1e3)
                })
            };
            println!(
                "{:>7}  {:<14}  {:>7.2} s  {:>7.2} s  {:>7.2} s  {:>7.2} s  {:>10}  {:>10}",
                size,
                it.kind.name(),
                cold[index].wall,
                cold[index].cpu,
                warm[index].wall,
                warm[index].cpu,
                each(0, cold[index]),
                each(1, warm[index]),
            );
        }
        Ok(cold.into_iter().zip(warm).map(Into::into).collect())
    }

    /// Forgets what is known of a crate, but not of its dependencies.
    fn forget(&self, it: &Crate, target: &Path) -> Result<(), String> {
        let done = Command::new("cargo")
            .args(["clean", "--quiet", "--package", &it.name, "--target-dir"])
            .arg(target)
            .current_dir(&self.folder)
            .status();
        match done {
            Ok(status) if status.success() => Ok(()),
            other => Err(format!("cargo clean: {other:?}")),
        }
    }

    /// Checks a crate. A shell measures it: `times` tells what all its children took.
    fn check(&self, it: &Crate, target: &Path) -> Result<Time, String> {
        let began = Instant::now();
        let output = Command::new("sh")
            .args([
                "-c",
                "cargo check --quiet --package \"$1\" --target-dir \"$2\" || exit 1; times",
                "sh",
                &it.name,
            ])
            .arg(target)
            .current_dir(&self.folder)
            .output()
            .map_err(|error| format!("sh: {error}"))?;
        let wall = began.elapsed().as_secs_f64();
        if !output.status.success() {
            return Err(format!(
                "{} does not compile:\n{}",
                it.name,
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let children = text.lines().nth(1).unwrap_or_default();
        let cpu = children.split_whitespace().filter_map(seconds).sum();
        Ok(Time { wall, cpu })
    }
}

/// The seconds in `1m2.345s`.
fn seconds(text: &str) -> Option<f64> {
    let (minutes, seconds) = text.trim_end_matches('s').split_once('m')?;
    Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
}

fn median(mut times: Vec<Time>) -> Time {
    let middle = times.len() / 2;
    times.sort_by(|a, b| a.wall.total_cmp(&b.wall));
    let wall = times[middle].wall;
    times.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
    Time {
        wall,
        cpu: times[middle].cpu,
    }
}

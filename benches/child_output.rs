//! What a child prints on its way to disk: how fast, and in how much memory of ours.
//!
//! ```text
//! cargo bench --bench child_output              # 1 GiB
//! cargo bench --bench child_output -- 256       # so many MiB
//! ```
//!
//! The child is this program itself, which prints to stderr as fast as it can: lines as Spark
//! logs them, or one line that never ends. Each run is a process of its own, so that the peak
//! of its memory (`VmHWM`) is its own. For comparison the same child prints straight into a
//! file, with nobody between. Time is from the start of the child to the last byte kept.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use pipeline_spark::watch::{Launch, Output, Process};

/// How often each case is measured.
const REPETITIONS: usize = 5;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["--child", shape, mebibytes] => print(shape, mebibytes),
        ["--case", way, shape, mebibytes] => measure(way, shape, mebibytes),
        _ => {
            let size = words.iter().find(|word| word.parse::<u32>().is_ok());
            table(size.unwrap_or(&"1024"))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Each case several times, and its medians.
fn table(mebibytes: &str) -> Result<()> {
    println!(
        "{mebibytes} MiB printed to stderr, medians of {REPETITIONS} runs (fastest, slowest)\n"
    );
    println!(
        "{:<16}  {:<8}  {:>24}  {:>10}  {:>12}",
        "output", "by", "time", "throughput", "peak memory"
    );
    let size: f64 = mebibytes.parse()?;
    for (shape, name) in [("lines", "lines"), ("solid", "without newline")] {
        for (way, by) in [("watched", "ours"), ("straight", "no one")] {
            let mut seconds = Vec::new();
            let mut memory = Vec::new();
            for _ in 0..REPETITIONS {
                let (time, peak) = case(way, shape, mebibytes)?;
                seconds.push(time);
                memory.push(peak);
            }
            seconds.sort_by(f64::total_cmp);
            memory.sort_unstable();
            let median = seconds[REPETITIONS / 2];
            println!(
                "{name:<16}  {by:<8}  {:>24}  {:>5.0} MiB/s  {:>8.1} MiB",
                format!(
                    "{median:.2} s ({:.2}, {:.2})",
                    seconds[0],
                    seconds[REPETITIONS - 1]
                ),
                size / median,
                memory[REPETITIONS / 2] as f64 / 1024.0,
            );
        }
    }
    Ok(())
}

/// One run in a process of its own: seconds, and KiB.
fn case(way: &str, shape: &str, mebibytes: &str) -> Result<(f64, u64)> {
    let output = Command::new(std::env::current_exe()?)
        .args(["--case", way, shape, mebibytes])
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut words = text.split_whitespace();
    let mut next = || words.next().ok_or("a run said nothing of its result");
    Ok((next()?.parse()?, next()?.parse()?))
}

fn measure(way: &str, shape: &str, mebibytes: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let bytes = mebibytes.parse::<u64>()? << 20;
    let arguments = ["--child", shape, mebibytes];
    let time = match way {
        "watched" => watched(&arguments, dir.path(), bytes)?,
        _ => straight(&arguments, dir.path(), bytes)?,
    };
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next())
        .unwrap_or("0");
    println!("{} {peak}", time.as_secs_f64());
    Ok(())
}

fn watched(arguments: &[&str], dir: &Path, bytes: u64) -> Result<Duration> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let launch = Launch {
            program: std::env::current_exe()?,
            arguments: arguments.iter().map(Into::into).collect(),
            ..Launch::default()
        };
        let start = Instant::now();
        let (mut process, pipes) = Process::start(&launch)?;
        let (output, _findings) = Output::start(pipes, dir)?;
        let exit = process.wait().await?;
        let summary = output.finish().await;
        let time = start.elapsed();
        if !exit.success() || summary.stderr.bytes != bytes || summary.stderr.trouble.is_some() {
            return Err(format!("{exit:?}, {summary:?}").into());
        }
        Ok(time)
    })
}

fn straight(arguments: &[&str], dir: &Path, bytes: u64) -> Result<Duration> {
    let path = dir.join("stderr.log");
    let start = Instant::now();
    let status = Command::new(std::env::current_exe()?)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&path)?)
        .status()?;
    let time = start.elapsed();
    if !status.success() || std::fs::metadata(&path)?.len() != bytes {
        return Err(format!("{status}").into());
    }
    Ok(time)
}

/// The child: prints exactly so many MiB.
fn print(shape: &str, mebibytes: &str) -> Result<()> {
    let chunk: Vec<u8> = match shape {
        "lines" => b"26/11/21 07:55:03 INFO TaskSetManager: Finished task 7.0 in stage 3.0 (TID 19) in 23 ms on localhost (8/200)\n"
            .iter()
            .copied()
            .cycle()
            .take(1 << 20)
            .collect(),
        _ => vec![0xff; 1 << 20],
    };
    let mut stderr = std::io::stderr().lock();
    for _ in 0..mebibytes.parse::<u64>()? {
        stderr.write_all(&chunk)?;
    }
    Ok(())
}

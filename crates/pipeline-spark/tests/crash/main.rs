//! Kills the real process of a pipeline (SIGKILL) at random instants, hundreds of times,
//! sometimes two at once that want the same tasks; then runs it to the end, and finds nothing
//! lost, doubled or orphaned.
//!
//! No Spark: its tasks start real children through the product's own way of starting them, with
//! a script that stands in for `spark-submit`. What the children and the tasks see is written by
//! them into one ledger, and a lock of the system, which dies with its holder, says whether two
//! are at one task.
//!
//! The process is this test program again, told by a variable to be the one that runs.
//! `CRASH_KILLS` sets how many there are (200), `CRASH_SEED` where the chances begin.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod tasks;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tasks::{JOBS, PLACE, ROOT};

/// How long one round may take that is let run to its end.
const PATIENCE: Duration = Duration::from_secs(120);

/// The process that is killed: this very program, when it is told so.
#[test]
fn the_program() {
    let Some(dir) = std::env::var_os(PLACE) else {
        return;
    };
    std::env::set_current_dir(&dir).unwrap();
    let root = std::env::var(ROOT).unwrap();
    let ended = tasks::program(Path::new(&dir), &root);
    std::process::exit(i32::from(ended.code()));
}

/// Numbers by chance that a seed gives again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end.max(1)
    }
}

fn start(dir: &Path, root: &str, log: &str) -> Child {
    let log = fs::File::options()
        .append(true)
        .create(true)
        .open(dir.join(log))
        .unwrap();
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_program", "--nocapture"])
        .env(PLACE, dir)
        .env(ROOT, root)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

fn end(child: &mut Child, what: &str) -> i32 {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap_or(-1);
        }
        if Instant::now() > until {
            let _ = child.kill();
            panic!("{what} does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The living processes that have to do with this folder: their command line or their
/// environment names it.
fn related(dir: &Path) -> Vec<String> {
    let name = dir.as_os_str().as_encoded_bytes();
    let holds = |text: &[u8]| text.windows(name.len()).any(|window| window == name);
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let id = entry.file_name().to_string_lossy().into_owned();
        if !id.bytes().all(|byte| byte.is_ascii_digit()) || id == std::process::id().to_string() {
            continue;
        }
        let read = |file: &str| fs::read(entry.path().join(file)).unwrap_or_default();
        let command = read("cmdline");
        // A zombie has neither.
        if holds(&command) || holds(&read("environ")) {
            found.push(format!("{id} {}", String::from_utf8_lossy(&command)));
        }
    }
    found
}

/// What the ledger says: of each kind of line, how many there are, and which.
fn ledger(dir: &Path) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(dir.join("ledger")).unwrap_or_default();
    let mut lines = BTreeMap::<_, Vec<_>>::new();
    for line in text.lines() {
        let (kind, of) = line.split_once(' ').unwrap_or((line, ""));
        lines
            .entry(kind.to_owned())
            .or_default()
            .push(of.to_owned());
    }
    lines
}

fn hidden(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let names = entries.filter(|it| it.file_name().as_encoded_bytes().starts_with(b".tmp-"));
    names.map(|entry| entry.path()).collect()
}

/// One pipeline, killed until it is done.
struct Round {
    seed: u64,
    dir: tempfile::TempDir,
    chance: Chance,
    kills: usize,
}

impl Round {
    fn new(seed: u64) -> Self {
        let dir = tempfile::Builder::new().prefix("crash-").tempdir().unwrap();
        tasks::stand_in(dir.path());
        Self {
            seed,
            dir,
            // Seeds that are near each other are far apart from here on.
            chance: Chance(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
            kills: 0,
        }
    }

    fn dir(&self) -> &Path {
        self.dir.path()
    }

    fn wait(&mut self, most: u64) {
        let wait = self.chance.below(most * 1000);
        std::thread::sleep(Duration::from_micros(wait));
    }

    /// Kills a process, if it has not ended by itself; says whether it had.
    fn kill_one(&mut self, process: &mut Child) -> bool {
        let ended = process.try_wait().unwrap().is_some();
        self.kills += usize::from(!ended);
        process.kill().unwrap();
        process.wait().unwrap();
        ended
    }

    /// Starts the pipeline, or it and another at once, and kills what was started. Says whether the
    /// pipeline came to its end before that: then there is nothing left to kill.
    fn kill(&mut self) -> bool {
        let mut first = start(self.dir(), "all", "first.log");
        if self.chance.below(3) > 0 {
            // Most kills come early, where a run has the most to do on a fast machine as on a slow.
            let most = [40, 120, 450][self.chance.below(3) as usize];
            self.wait(most);
            return self.kill_one(&mut first);
        }
        self.wait(80);
        let mut second = start(self.dir(), "some", "second.log");
        self.wait(200);
        let is_done = self.kill_one(&mut first);
        // The second goes on alone for a while, or to its end, or dies at once.
        match self.chance.below(3) {
            0 => {}
            1 => self.wait(200),
            _ => {
                let code = end(&mut second, "the second run");
                assert_eq!(code, 0, "{}", self.told("second.log"));
            }
        }
        self.kill_one(&mut second);
        is_done
    }

    fn told(&self, log: &str) -> String {
        let text = fs::read_to_string(self.dir().join(log)).unwrap_or_default();
        let from = text.len().saturating_sub(6000);
        let from = (from..=text.len()).find(|at| text.is_char_boundary(*at));
        format!("seed {}:\n{}", self.seed, &text[from.unwrap_or(0)..])
    }

    fn assert_no_orphans(&self) {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let related = related(self.dir());
            if related.is_empty() {
                return;
            }
            assert!(
                Instant::now() < until,
                "seed {}: orphans: {related:#?}",
                self.seed
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Lets it run to its end, sometimes two at once, and looks at what there is.
    fn finish(&mut self) {
        let mut runs = vec![("first.log", start(self.dir(), "all", "first.log"))];
        if self.chance.below(2) == 0 {
            runs.push(("second.log", start(self.dir(), "some", "second.log")));
        }
        for (log, run) in &mut runs {
            let code = end(run, log);
            assert_eq!(code, 0, "{}", self.told(log));
        }
        self.assert_no_orphans();
        let seed = self.seed;
        let ledger = ledger(self.dir());
        for (kind, lines) in &ledger {
            assert!(
                matches!(kind.as_str(), "begin" | "end"),
                "seed {seed}: {kind} {lines:?}"
            );
        }
        for n in 0..JOBS {
            let out = self.dir().join("out");
            let read = |name: String| {
                let text = fs::read_to_string(out.join(&name));
                text.unwrap_or_else(|error| panic!("seed {seed}: {name}: {error}"))
            };
            assert_eq!(
                read(format!("job-{n}")),
                format!("job {n}\n"),
                "seed {seed}"
            );
            assert_eq!(
                read(format!("note-{n}")),
                format!("note {n}\n"),
                "seed {seed}"
            );
            assert_eq!(read(format!("chart-{n}/a")), format!("chart {n}\n"));
            assert_eq!(read(format!("rows-{n}/part-0")), format!("rows {n}\n"));
            // What a task in Rust has finished it may not have come to write down.
            for (task, kind) in [
                ("job", "end"),
                ("rows", "end"),
                ("note", "begin"),
                ("chart", "begin"),
            ] {
                let of = format!("{task}-{n}");
                assert!(
                    ledger[kind].contains(&of),
                    "seed {seed}: {of} is there and nobody made it"
                );
            }
        }
        assert_eq!(
            hidden(&self.dir().join("out")),
            [] as [PathBuf; 0],
            "seed {seed}"
        );
        let state = self.dir().join(".spark-pipeline");
        let left = |folder: &str, kind: &str| {
            let entries = fs::read_dir(state.join(folder))
                .into_iter()
                .flatten()
                .flatten();
            let names = entries.map(|it| it.file_name().to_string_lossy().into_owned());
            names.filter(|it| it.ends_with(kind)).collect::<Vec<_>>()
        };
        assert_eq!(left("live", ".json"), [] as [String; 0], "seed {seed}");
        assert_eq!(left("partial", ""), [] as [String; 0], "seed {seed}");
        // What is done stays done.
        let before = ledger["begin"].len();
        let mut again = start(self.dir(), "all", "first.log");
        assert_eq!(
            end(&mut again, "the last run"),
            0,
            "{}",
            self.told("first.log")
        );
        let after = crate::ledger(self.dir());
        assert_eq!(after["begin"].len(), before, "seed {seed}");
    }
}

#[test]
fn killed_at_any_instant_nothing_is_lost_doubled_or_orphaned() {
    let number = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
    };
    let kills = usize::try_from(number("CRASH_KILLS", 200)).unwrap();
    let by_time = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let first = number("CRASH_SEED", by_time);
    println!("CRASH_SEED={first}");
    let (mut killed, mut seed, mut repeated) = (0, first, 0);
    while killed < kills {
        let mut round = Round::new(seed);
        let planned = 4 + round.chance.below(14);
        for _ in 0..planned {
            if round.kill() {
                break;
            }
        }
        round.finish();
        killed += round.kills;
        let ledger = ledger(round.dir());
        repeated += ledger["begin"].len() - 4 * usize::from(JOBS);
        seed += 1;
    }
    println!(
        "{killed} kills in {} rounds; {repeated} tasks were begun again",
        seed - first
    );
    assert!(
        repeated > 0,
        "no kill has met a task at work: this proves nothing"
    );
}

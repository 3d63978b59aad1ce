//! Runs of random graphs in virtual time, held against an oracle and against the rules that
//! every run must keep.
//!
//! A seed says everything about a run. One that fails prints itself; alone it is run by
//! `SIMULATION_SEED=17 cargo test -p pipeline-core --lib simulation`, and more of them by
//! `SIMULATION_COUNT=100000`.

mod oracle;
mod random;
mod rules;

use std::sync::mpsc;

use oracle::Oracle;
use random::{Engines, Requires, Simulated, simulated};
use rules::Rules;

use super::stops::stopping;
use super::*;
use crate::run::keep_those_of_tasks;

/// The seeds to be run: one, or so many.
fn seeds(count: u64) -> std::ops::Range<u64> {
    let variable = |name| std::env::var(name).ok()?.parse::<u64>().ok();
    match (variable("SIMULATION_SEED"), variable("SIMULATION_COUNT")) {
        (Some(seed), _) => seed..seed + 1,
        (None, count_wanted) => 0..count_wanted.unwrap_or(count),
    }
}

/// Ends the process if a run does not end. In the run's own time nothing could see that: a clock
/// that waits for nothing but the watch would jump there while a thread of its own still works.
struct Watch(mpsc::Sender<u64>);

impl Watch {
    fn new() -> Self {
        let (send, began) = mpsc::channel();
        std::thread::spawn(move || {
            let mut seed = None;
            loop {
                match began.recv_timeout(Duration::from_secs(120)) {
                    Ok(begins) => seed = Some(begins),
                    Err(mpsc::RecvTimeoutError::Disconnected) => return,
                    Err(mpsc::RecvTimeoutError::Timeout) => {
                        eprintln!("seed {seed:?}: the run does not end");
                        std::process::exit(101);
                    }
                }
            }
        });
        Self(send)
    }

    fn begins(&self, seed: u64) {
        let _ = self.0.send(seed);
    }
}

/// What was wrong with a run, if anything was.
struct Judged<'a> {
    seed: u64,
    simulated: &'a Simulated,
    lines: Vec<String>,
}

impl Judged<'_> {
    #[track_caller]
    fn assert(&self, right: bool, what: &dyn Fn() -> String) {
        assert!(
            right,
            "seed {}: {}\nagain alone: SIMULATION_SEED={}\n{:#?}\nworkers {}, resources {:?}, \
             roots {:?}, there {:?}, stops {:?}\n{:#?}",
            self.seed,
            what(),
            self.seed,
            self.simulated.world.specs,
            self.simulated.workers,
            self.simulated.resources,
            self.simulated.roots,
            self.simulated.there,
            self.simulated.stops,
            self.lines,
        );
    }
}

/// Runs a simulated world. Gives where every task of it stood at the end.
///
/// Each has a runtime of its own, so that a seed is the same alone: its time begins with it.
fn simulate(seed: u64, simulated: &Simulated) -> (Vec<Option<State>>, Judged<'_>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build();
    let runtime = runtime.expect("a runtime");
    runtime.block_on(simulated_run(seed, simulated))
}

async fn simulated_run(seed: u64, simulated: &Simulated) -> (Vec<Option<State>>, Judged<'_>) {
    let world = &simulated.world;
    let told = Told::default();
    let rules = Rules::new(simulated);
    let options = RunOptions {
        workers: simulated.workers,
        resources: simulated.resources.clone(),
        fail_fast: simulated.fail_fast,
        engines: vec![Arc::new(Engines(simulated.engine.clone()))],
        seed,
        ..stopping(world, &simulated.stops)
    };
    let mut reporters = told.reporter();
    reporters.push(Box::new(rules.clone()));
    let plan = world.plan(&simulated.roots);
    let report = execute(plan, options, reporters).await;
    let judged = Judged {
        seed,
        simulated,
        lines: told.lines(),
    };
    let broken = rules.broken();
    judged.assert(broken.is_empty(), &|| broken.join("\n"));
    let doubled = world.doubled.lock().expect("no poison").clone();
    judged.assert(doubled.is_empty(), &|| {
        format!("at work twice: {doubled:?}")
    });
    let view = report.view();
    let count = u32::try_from(world.specs.len()).expect("few");
    let states = (0..count).map(|n| {
        let number = view.plan().find(world.task(n).id())?;
        Some(view.state(number))
    });
    let states: Vec<_> = states.collect();
    for (n, state) in states.iter().enumerate() {
        let ended = state.is_none_or(State::is_final);
        judged.assert(ended, &|| format!("task {n} ends as {state:?}"));
    }
    (states, judged)
}

/// A wrapper that came to be needed while the run went on is waited for, and so succeeds.
fn same(found: Option<State>, expected: State) -> bool {
    let good = |state: State| state.is_good();
    match found {
        None => expected == State::Unneeded,
        Some(found) => found == expected || (good(found) && good(expected)),
    }
}

#[test]
fn random_graphs_end_as_the_oracle_says() {
    keep_those_of_tasks();
    let watch = Watch::new();
    for seed in seeds(3000) {
        watch.begins(seed);
        let simulated = simulated(seed, Requires::Downward);
        let (states, judged) = simulate(seed, &simulated);
        let expected = Oracle::new(&simulated).ends();
        for (n, found) in states.into_iter().enumerate() {
            let expected = expected[n];
            judged.assert(same(found, expected), &|| {
                format!("task {n} ends as {found:?}, but the oracle says {expected:?}")
            });
        }
    }
}

/// When a run is cut short, by a person or by its first failure, less is done, and nothing else.
#[test]
fn a_run_that_is_cut_short_does_nothing_that_a_whole_one_does_not() {
    keep_those_of_tasks();
    let watch = Watch::new();
    for seed in seeds(2000) {
        watch.begins(seed);
        let mut simulated = simulated(seed, Requires::Downward);
        simulated.cut_short(seed);
        let (states, judged) = simulate(seed, &simulated);
        let expected = Oracle::new(&simulated).ends();
        let whole = !expected.contains(&State::Failed) && simulated.stops.is_empty();
        for (n, found) in states.into_iter().enumerate() {
            let expected = expected[n];
            let may = match found {
                _ if whole => same(found, expected),
                Some(State::Succeeded | State::Complete) => expected.is_good(),
                // A stop may come before anybody knows what is needed.
                Some(State::NotStarted) if simulated.stops.first() == Some(&0) => true,
                // What would have succeeded may have failed before its next try.
                Some(State::Stopped | State::NotStarted | State::Failed | State::Skipped) => {
                    expected != State::Unneeded
                }
                _ => true,
            };
            judged.assert(may, &|| {
                format!("task {n} ends as {found:?}, where a whole run has {expected:?}")
            });
        }
    }
}

/// Tasks that require whatever they like, also what waits for them: every run ends.
#[test]
fn no_circle_of_requires_keeps_a_run_from_its_end() {
    keep_those_of_tasks();
    let watch = Watch::new();
    for seed in seeds(2000) {
        watch.begins(seed);
        let mut simulated = simulated(seed, Requires::Anything);
        if seed % 4 == 3 {
            simulated.cut_short(seed);
        }
        let (_, judged) = simulate(seed, &simulated);
        let lines = judged.lines.iter();
        let circles = lines.filter(|line| line.contains("it requires what waits for it: "));
        for circle in circles {
            let (_, way) = circle.split_once("waits for it: ").expect("it is there");
            let names: Vec<_> = way.split(" → ").collect();
            judged.assert(names.first() == names.last(), &|| circle.clone());
        }
    }
}

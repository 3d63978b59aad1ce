use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::testing::{Does, Kind, Spec, Told, World};
use super::{Need, RunOptions, RunReport, State, Stop, StopCause, StopLimits, execute, survey};
use crate::config::Settings;
use crate::engine::{BoxFuture, Engine, Extensions, Key};
use crate::failure::{Failure, FailureKind};
use crate::plan::Plan;

fn spec(needs: &[u32]) -> Spec {
    Spec {
        needs: needs.to_vec(),
        ..Spec::default()
    }
}

fn does(needs: &[u32], does: Does) -> Spec {
    Spec {
        does,
        ..spec(needs)
    }
}

fn writes(needs: &[u32], output: &str) -> Spec {
    Spec {
        output: Some(output.to_owned()),
        ..spec(needs)
    }
}

fn kind(kind: Kind, spec: Spec) -> Spec {
    Spec { kind, ..spec }
}

fn options(world: &Arc<World>) -> RunOptions {
    let world: Arc<World> = Arc::clone(world);
    RunOptions {
        workers: 1,
        completeness: world,
        ..RunOptions::default()
    }
}

async fn run(world: &Arc<World>, roots: &[u32]) -> (RunReport, Vec<String>) {
    run_with(world, roots, options(world)).await
}

async fn run_with(
    world: &Arc<World>,
    roots: &[u32],
    options: RunOptions,
) -> (RunReport, Vec<String>) {
    let told = Told::default();
    let report = execute(world.plan(roots), options, told.reporter()).await;
    let lines = told.lines();
    (report, lines)
}

fn state(report: &RunReport, label: &str) -> State {
    let nodes = report.view().plan().nodes();
    let at = nodes.iter().position(|node| node.task.label() == label);
    report
        .view()
        .state(at.expect("a task of that label") as u32)
}

#[tokio::test]
async fn what_is_needed_runs_in_the_order_of_the_plan() {
    let world = World::new([spec(&[1, 2]), writes(&[3], "a"), spec(&[3]), spec(&[])]);
    let (report, lines) = run(&world, &[0]).await;
    assert_eq!(
        lines,
        [
            "run started",
            "Toy(n=3) started",
            "Toy(n=3) succeeded",
            "Toy(n=1) started",
            "Toy(n=1) succeeded",
            "Toy(n=2) started",
            "Toy(n=2) succeeded",
            "Toy(n=0) started",
            "Toy(n=0) succeeded",
            "run finished",
        ]
    );
    assert!(report.is_success());
}

#[tokio::test]
async fn what_only_a_complete_task_needs_is_not_looked_at() {
    let world = World::new([
        writes(&[1, 2], "root"),
        writes(&[3], "done"),
        writes(&[], "missing"),
        kind(Kind::External, writes(&[], "gone")),
    ]);
    world.put("done");
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    assert_eq!(state(&report, "Given(n=3)"), State::Unneeded);
    assert_eq!(state(&report, "Toy(n=1)"), State::Complete);
    assert_eq!(
        lines[..4],
        [
            "run started",
            "Toy(n=1) complete",
            "Toy(n=2) started",
            "Toy(n=2) succeeded"
        ]
    );
    // Everything is there now: a second run has nothing to do.
    let (report, lines) = run(&world, &[0]).await;
    assert_eq!(lines, ["run started", "Toy(n=0) complete", "run finished"]);
    assert!(report.is_success());
}

#[tokio::test]
async fn a_wrapper_is_complete_when_its_inputs_are_and_never_starts() {
    let world = World::new([
        kind(Kind::Wrapper, spec(&[1, 2])),
        writes(&[], "a"),
        writes(&[], "b"),
    ]);
    let (_, lines) = run(&world, &[0]).await;
    assert!(!lines.contains(&"All(n=0) started".to_owned()));
    assert!(lines.contains(&"All(n=0) succeeded".to_owned()));
    let (_, lines) = run(&world, &[0]).await;
    assert!(lines.contains(&"All(n=0) complete".to_owned()));
}

#[tokio::test]
async fn a_missing_external_output_is_a_failure_that_names_it() {
    let world = World::new([
        spec(&[1, 2]),
        kind(Kind::External, writes(&[], "in/flights.csv")),
        spec(&[]),
    ]);
    let (report, lines) = run(&world, &[0]).await;
    let (_, failure) = report.failures().next().expect("a failure");
    assert_eq!(failure.kind, FailureKind::ExternalMissing);
    assert_eq!(failure.cause, "in/flights.csv (file, `out`) is not there");
    assert!(failure.hint.is_some());
    assert_eq!(state(&report, "Toy(n=2)"), State::Succeeded);
    assert!(lines.contains(&"Toy(n=0) skipped because of Given(n=1)".to_owned()));
}

#[tokio::test]
async fn an_external_task_with_inputs_is_looked_at_after_them() {
    // Task 1 makes what the external task 0 stands for.
    let world = World::new([
        kind(Kind::External, writes(&[1], "made")),
        Spec {
            does: Does::Nothing,
            ..writes(&[], "trigger")
        },
    ]);
    let (report, _) = run(&world, &[0]).await;
    let (_, failure) = report.failures().next().expect("still not there");
    assert_eq!(failure.kind, FailureKind::ExternalMissing);
    world.put("made");
    assert!(run(&world, &[0]).await.0.is_success());
}

#[tokio::test]
async fn success_without_the_output_is_a_failure() {
    let world = World::new([Spec {
        does: Does::WritesNothing,
        ..writes(&[], "out/a")
    }]);
    let (report, _) = run(&world, &[0]).await;
    let (_, failure) = report.failures().next().expect("a failure");
    assert_eq!(failure.kind, FailureKind::OutputMissing);
    assert_eq!(
        failure.cause,
        "`run` returned Ok, but out/a (file, `out`) is not there"
    );
}

#[tokio::test]
async fn an_output_that_nobody_can_look_at_fails_its_task_alone() {
    let world = Arc::new(World {
        specs: vec![spec(&[1, 2]), writes(&[2], "locked"), writes(&[], "fine")],
        unreadable: BTreeSet::from(["locked".to_owned()]),
        ..World::default()
    });
    let (report, lines) = run(&world, &[0]).await;
    let (_, failure) = report.failures().next().expect("a failure");
    assert_eq!(failure.cause, "Permission denied (os error 13)");
    assert_eq!(
        failure.context,
        ["while looking whether output `out` is there: locked"]
    );
    assert_eq!(state(&report, "Toy(n=2)"), State::Succeeded);
    assert!(lines.contains(&"Toy(n=0) skipped because of Toy(n=1)".to_owned()));
}

#[tokio::test]
async fn a_panic_is_a_failure_with_its_message() {
    let world = World::new([spec(&[1]), does(&[], Does::Panics)]);
    let (report, lines) = run(&world, &[0]).await;
    let (_, failure) = report.failures().next().expect("a failure");
    assert_eq!(failure.kind, FailureKind::Panicked);
    assert_eq!(failure.cause, "panicked: out of cheese: 1");
    assert!(lines.contains(&"Toy(n=0) skipped because of Toy(n=1)".to_owned()));
}

#[tokio::test]
async fn a_skipped_task_names_every_cause_and_the_rest_goes_on() {
    let world = World::new([
        kind(Kind::Wrapper, spec(&[1, 5])),
        spec(&[2, 3, 4]),
        does(&[], Does::Fails("first")),
        does(&[], Does::Fails("second")),
        spec(&[]),
        spec(&[]),
    ]);
    let (report, lines) = run(&world, &[0]).await;
    for line in [
        "Toy(n=1) skipped because of Toy(n=2), Toy(n=3)",
        "All(n=0) skipped because of Toy(n=2), Toy(n=3)",
        "Toy(n=4) succeeded",
        "Toy(n=5) succeeded",
    ] {
        assert!(lines.contains(&line.to_owned()), "{line}\n{lines:#?}");
    }
    assert_eq!(report.view().count(State::Failed), 2);
    assert_eq!(report.view().count(State::Skipped), 2);
    assert!(!report.is_success());
}

#[tokio::test]
async fn fail_fast_starts_nothing_after_the_first_failure() {
    let world = World::new([spec(&[1, 2]), does(&[], Does::Fails("no")), spec(&[])]);
    let options = RunOptions {
        fail_fast: true,
        ..options(&world)
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    assert_eq!(state(&report, "Toy(n=2)"), State::NotStarted);
    assert!(lines.contains(&"Toy(n=2) not started".to_owned()));
}

#[tokio::test]
async fn what_a_task_tells_comes_before_its_end() {
    let world = World::new([does(&[], Does::Says(&["one", "two"]))]);
    let (_, lines) = run(&world, &[0]).await;
    assert_eq!(
        lines[1..5],
        [
            "Toy(n=0) started",
            "Toy(n=0) says one",
            "Toy(n=0) says two",
            "Toy(n=0) succeeded"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn as_many_tasks_as_workers_are_at_work_at_once() {
    // Eight tasks of ten seconds each, four at once: twenty seconds of the paused clock.
    let mut specs = vec![spec(&[1, 2, 3, 4, 5, 6, 7, 8])];
    specs.extend((0..8).map(|_| does(&[], Does::Sleeps(10))));
    let world = World::new(specs);
    let options = RunOptions {
        workers: 4,
        ..options(&world)
    };
    let (report, _) = run_with(&world, &[0], options).await;
    assert_eq!(report.view().elapsed().as_secs(), 20);
    assert_eq!(report.view().task_elapsed(0).as_secs(), 10);
}

/// Options whose run is asked to stop at these seconds.
fn stopping(world: &Arc<World>, at: &[u64]) -> RunOptions {
    let (send, receive) = mpsc::unbounded_channel();
    for seconds in at.to_vec() {
        let send = send.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            let _ = send.send(StopCause::Signal(2));
        });
    }
    RunOptions {
        stops: Some(receive),
        workers: 2,
        stop_limits: StopLimits {
            grace: Duration::from_secs(10),
            kill: Duration::from_secs(3),
            give_up: Duration::from_secs(1),
        },
        ..options(world)
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_stop_waits_for_what_runs_and_starts_nothing() {
    let world = World::new([
        spec(&[1, 2]),
        does(&[3], Does::UntilAsked(Stop::Gracefully)),
        does(&[], Does::Sleeps(9)),
        spec(&[]),
    ]);
    let (report, lines) = run_with(&world, &[0], stopping(&world, &[5])).await;
    assert_eq!(report.stop(), Some(&StopCause::Signal(2)));
    assert_eq!(state(&report, "Toy(n=1)"), State::Stopped);
    // It was about to end anyway, and it ended well.
    assert_eq!(state(&report, "Toy(n=2)"), State::Succeeded);
    assert_eq!(state(&report, "Toy(n=0)"), State::NotStarted);
    assert!(lines.contains(&"stop Gracefully: SIGINT".to_owned()));
    assert_eq!(report.view().elapsed().as_secs(), 9);
}

#[tokio::test(start_paused = true)]
async fn a_graceful_stop_becomes_an_immediate_one_after_the_grace() {
    let world = World::new([kind(Kind::Engine, does(&[], Does::UntilAsked(Stop::Now)))]);
    let (report, lines) = run_with(&world, &[0], stopping(&world, &[5])).await;
    assert!(lines.contains(&"stop Now: the time to stop is over".to_owned()));
    assert!(lines.contains(&"Job(n=0) stopped: stopped in order".to_owned()));
    assert_eq!(report.view().elapsed().as_secs(), 15);
    assert_eq!(report.stop(), Some(&StopCause::Signal(2)));
}

#[tokio::test(start_paused = true)]
async fn the_second_stop_drops_a_task_in_rust_at_once() {
    let world = World::new([does(&[], Does::Sleeps(1000))]);
    let (report, _) = run_with(&world, &[0], stopping(&world, &[5, 6])).await;
    assert_eq!(state(&report, "Toy(n=0)"), State::Stopped);
    assert_eq!(report.view().elapsed().as_secs(), 6);
}

#[tokio::test(start_paused = true)]
async fn a_job_has_time_to_be_killed_and_is_dropped_after() {
    let world = World::new([kind(Kind::Engine, does(&[], Does::Sleeps(1000)))]);
    let (report, _) = run_with(&world, &[0], stopping(&world, &[5, 6])).await;
    assert_eq!(state(&report, "Job(n=0)"), State::Stopped);
    assert_eq!(report.view().elapsed().as_secs(), 9);
}

struct TestEngine(Result<(), Failure>);

impl Engine for TestEngine {
    fn name(&self) -> &'static str {
        "test"
    }
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }
    fn check(&self, _: &str, _: &toml::Value) -> Result<(), String> {
        Ok(())
    }
    fn prepare<'a>(
        &'a self,
        _: &'a Settings,
        extensions: &'a mut Extensions,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        extensions.insert(Arc::new(7_u32));
        Box::pin(async { self.0.clone() })
    }
}

fn with_engine(world: &Arc<World>, ready: Result<(), Failure>) -> RunOptions {
    RunOptions {
        engines: vec![Arc::new(TestEngine(ready))],
        ..options(world)
    }
}

#[tokio::test]
async fn an_engine_is_prepared_only_if_a_task_of_its_kind_is_going_to_run() {
    let world = World::new([spec(&[1]), kind(Kind::Engine, writes(&[], "a"))]);
    let (_, lines) = run_with(&world, &[0], with_engine(&world, Ok(()))).await;
    assert_eq!(lines[1..3], ["preparing test", "prepared"]);
    let (_, lines) = run_with(&world, &[0], with_engine(&world, Ok(()))).await;
    assert!(!lines.contains(&"preparing test".to_owned()), "{lines:#?}");
}

#[tokio::test]
async fn the_tasks_of_an_engine_that_is_not_ready_fail_and_the_rest_goes_on() {
    let world = World::new([spec(&[1, 2]), kind(Kind::Engine, spec(&[])), spec(&[])]);
    let failure = Failure::new(FailureKind::Environment, "no Spark");
    let (report, lines) = run_with(&world, &[0], with_engine(&world, Err(failure))).await;
    assert!(lines.contains(&"Job(n=1) failed: no Spark".to_owned()));
    assert!(lines.contains(&"Toy(n=2) succeeded".to_owned()));
    assert_eq!(report.view().count(State::Skipped), 1);
}

#[tokio::test]
async fn every_text_is_masked_before_anybody_is_told() {
    let world = World::new([does(&[], Does::Fails("the token is hunter2"))]);
    let options = RunOptions {
        mask: Some(Arc::new(|text| text.replace("hunter2", "*****"))),
        ..options(&world)
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    assert!(lines.contains(&"Toy(n=0) failed: the token is *****".to_owned()));
    assert_eq!(
        report.failures().next().expect("one").1.cause,
        "the token is *****"
    );
}

#[tokio::test]
async fn a_complete_root_costs_one_look() {
    let world = World::new((0..1000).map(|n| {
        let needs: &[u32] = if n < 999 { &[n + 1] } else { &[] };
        writes(needs, &format!("out/{n}"))
    }));
    world.put("out/0");
    let plan = Arc::new(world.plan(&[0]));
    let completeness: Arc<dyn super::Completeness> = world.clone();
    let found = survey(&plan, &completeness, 2).await;
    assert_eq!(found.count(Need::Unneeded), 999);
    // The one that was asked for, and a batch at most with it.
    assert!(*world.looked.lock().expect("no poison") <= 512);
}

#[tokio::test]
async fn no_output_is_looked_for_twice_before_the_run() {
    let world = World::new((0..5000).map(|n| {
        let needs: &[u32] = if n < 4999 { &[n + 1] } else { &[] };
        writes(needs, &format!("out/{n}"))
    }));
    world.put("out/4000");
    let plan = Arc::new(world.plan(&[0]));
    let completeness: Arc<dyn super::Completeness> = world.clone();
    let found = survey(&plan, &completeness, 2).await;
    assert_eq!(found.count(Need::Run), 4000);
    assert_eq!(found.count(Need::Complete), 1);
    assert_eq!(found.count(Need::Unneeded), 999);
    assert!(*world.looked.lock().expect("no poison") <= 5000);
}

/// Which tasks must have run, by the definition and not by the algorithm.
mod oracle {
    use super::{BTreeSet, Does, Kind, State, World};

    pub(super) fn states(world: &World, roots: &[u32], there: &BTreeSet<String>) -> Vec<State> {
        let count = world.specs.len();
        let is_there = |n: usize| {
            world.specs[n]
                .output
                .as_ref()
                .is_some_and(|it| there.contains(it))
        };
        let mut states = vec![State::Unneeded; count];
        // A task needs only tasks of higher numbers, so numbers are an order for both walks.
        let mut needed = vec![false; count];
        roots.iter().for_each(|root| needed[*root as usize] = true);
        for n in 0..count {
            let spec = &world.specs[n];
            let given = spec.kind == Kind::External && spec.output.is_none();
            let asks_nothing = given || (spec.kind != Kind::Wrapper && is_there(n));
            let fails_at_once = spec.kind == Kind::External && spec.needs.is_empty();
            if needed[n] && !asks_nothing && !fails_at_once {
                spec.needs.iter().for_each(|it| needed[*it as usize] = true);
            }
        }
        for n in (0..count).rev().filter(|n| needed[*n]) {
            let spec = &world.specs[n];
            let inputs: Vec<State> = spec.needs.iter().map(|it| states[*it as usize]).collect();
            let all = |good: &[State]| inputs.iter().all(|it| good.contains(it));
            let nothing_to_make = spec.kind == Kind::External && spec.output.is_none();
            states[n] = match spec.kind {
                Kind::Wrapper if all(&[State::Complete]) => State::Complete,
                Kind::Rust | Kind::External | Kind::Engine if is_there(n) || nothing_to_make => {
                    State::Complete
                }
                _ if !all(&[State::Complete, State::Succeeded]) => State::Skipped,
                Kind::External => State::Failed,
                Kind::Wrapper => State::Succeeded,
                _ if matches!(spec.does, Does::Fails(_) | Does::Panics) => State::Failed,
                _ => State::Succeeded,
            };
        }
        states
    }
}

/// A small generator, so that a seed says everything.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn random_world(random: &mut Random) -> (Arc<World>, BTreeSet<String>) {
    let count = 1 + random.below(40) as u32;
    let mut there = BTreeSet::new();
    let specs: Vec<Spec> = (0..count)
        .map(|n| {
            let mut needs = BTreeSet::new();
            for _ in 0..random.below(4) {
                let rest = u64::from(count - n - 1);
                if rest > 0 {
                    needs.insert(n + 1 + random.below(rest) as u32);
                }
            }
            let kind = match random.below(8) {
                0 => Kind::External,
                1 => Kind::Wrapper,
                2 => Kind::Engine,
                _ => Kind::Rust,
            };
            let output = (kind != Kind::Wrapper && random.below(4) > 0).then(|| format!("out/{n}"));
            if random.below(5) == 0 {
                there.extend(output.clone());
            }
            let does = match random.below(8) {
                0 => Does::Fails("no"),
                1 => Does::Says(&["hm"]),
                2 => Does::Sleeps(random.below(100)),
                _ => Does::Nothing,
            };
            Spec {
                needs: needs.into_iter().collect(),
                does,
                kind,
                output,
                format: None,
            }
        })
        .collect();
    (World::new(specs), there)
}

#[tokio::test(start_paused = true)]
async fn random_graphs_end_as_the_oracle_says() {
    for seed in 0..1500 {
        let mut random = Random(seed);
        let (world, there) = random_world(&mut random);
        there.iter().for_each(|it| world.put(it.clone()));
        let roots: Vec<u32> = (0..1 + random.below(3))
            .map(|_| random.below(world.specs.len() as u64) as u32)
            .collect();
        let options = RunOptions {
            workers: 1 + random.below(5) as usize,
            ..options(&world)
        };
        let report = execute(world.plan(&roots), options, Vec::new()).await;
        let expected = oracle::states(&world, &roots, &there);
        let ids: Vec<_> = (0..world.specs.len() as u32)
            .map(|n| world.task(n).id())
            .collect();
        let view = report.view();
        for (n, id) in ids.into_iter().enumerate() {
            let found = view.plan().find(id).map(|number| view.state(number));
            let expected = expected[n];
            assert!(
                found == Some(expected) || (found.is_none() && expected == State::Unneeded),
                "seed {seed}, task {n}: {found:?}, but the oracle says {expected:?}\n{:#?}",
                world.specs
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_at_any_moment_leaves_every_task_in_a_final_state() {
    for seed in 0..300 {
        let mut random = Random(seed);
        let (world, _) = random_world(&mut random);
        let at = random.below(120);
        let options = stopping(&world, &[at, at + random.below(20)]);
        let report = execute(world.plan(&[0]), options, Vec::new()).await;
        let view = report.view();
        for number in 0..view.plan().len() as u32 {
            assert!(view.state(number).is_final(), "seed {seed}");
        }
    }
}

#[tokio::test]
async fn a_plan_of_nothing_is_a_success() {
    let report = execute(Plan::default(), RunOptions::default(), Vec::new()).await;
    assert!(report.is_success());
}

//! Resources and priorities of tasks, in whole runs.

use super::*;
use crate::run::Estimates;
use crate::run::testing::Act;

fn takes(seconds: u64, resources: &[(&str, u32)]) -> Spec {
    let resources = resources.iter();
    let resources = resources.map(|(name, taken)| ((*name).to_owned(), *taken));
    let control = Control {
        resources: resources.collect(),
        ..Control::default()
    };
    controlled(does(&[], Does::Sleeps(seconds)), control)
}

fn with(world: &Arc<World>, capacities: &[(&str, u32)]) -> RunOptions {
    let capacities = capacities.iter();
    RunOptions {
        workers: 8,
        resources: capacities
            .map(|(name, held)| ((*name).to_owned(), *held))
            .collect(),
        ..options(world)
    }
}

#[tokio::test(start_paused = true)]
async fn what_takes_a_resource_waits_for_it_and_the_rest_goes_on() {
    let world = World::new([
        spec(&[1, 2, 3]),
        takes(10, &[("cluster", 2)]),
        takes(10, &[("cluster", 1)]),
        takes(1, &[]),
    ]);
    let (report, lines) = run_with(&world, &[0], with(&world, &[("cluster", 2)])).await;
    assert!(report.is_success());
    assert_eq!(
        lines[1..6],
        [
            "Toy(n=1) started",
            "Toy(n=3) started",
            "Toy(n=3) succeeded",
            "Toy(n=1) succeeded",
            "Toy(n=2) started",
        ]
    );
    assert_eq!(report.view().elapsed().as_secs(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_failed_gives_back_what_it_took_while_it_waits_for_another_try() {
    let mut fails = takes(0, &[("cluster", 1)]);
    fails.does = Does::FailsFirst(1, FailureKind::Program);
    fails.control.retries = Some(1);
    fails.control.backoff = Some(Duration::from_secs(100));
    let world = World::new([spec(&[1, 2]), fails, takes(1, &[("cluster", 1)])]);
    let (report, lines) = run_with(&world, &[0], with(&world, &[("cluster", 1)])).await;
    assert!(report.is_success());
    assert_eq!(lines[3..5], ["Toy(n=2) started", "Toy(n=2) succeeded"]);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_takes_what_there_is_not_fails_and_says_what_to_write() {
    let world = World::new([spec(&[1]), takes(1, &[("cluster", 3)])]);
    let (report, _) = run_with(&world, &[0], with(&world, &[("cluster", 2)])).await;
    let (_, failure) = report.failures().next().expect("a failure");
    assert_eq!(failure.kind, FailureKind::Configuration);
    assert!(
        failure.cause.contains("takes 3 of the resource `cluster`"),
        "{failure}"
    );
    assert_eq!(state(&report, "Toy(n=0)"), State::Skipped);
}

#[tokio::test(start_paused = true)]
async fn a_given_priority_comes_first_and_then_what_the_end_waits_for_longest() {
    let urgent = Control {
        priority: Some(1),
        ..Control::default()
    };
    let world = World::new([
        spec(&[1, 2, 3]),
        spec(&[]),
        spec(&[]),
        controlled(spec(&[]), urgent),
    ]);
    let mut estimates = Estimates::default();
    estimates.add_task(world.task(2).id(), Duration::from_secs(600));
    let options = RunOptions {
        estimates: Arc::new(estimates),
        ..options(&world)
    };
    let (_, lines) = run_with(&world, &[0], options).await;
    let started: Vec<_> = lines
        .iter()
        .filter(|line| line.ends_with("started"))
        .collect();
    assert_eq!(
        started[1..5],
        [
            "Toy(n=3) started",
            "Toy(n=2) started",
            "Toy(n=1) started",
            "Toy(n=0) started"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn in_the_order_of_the_plan_one_root_is_done_before_the_next_is_begun() {
    // Two roots of two tasks each; the end waits longest for the second root's.
    let world = World::new([spec(&[1]), spec(&[]), spec(&[3]), spec(&[])]);
    let mut estimates = Estimates::default();
    estimates.add_task(world.task(3).id(), Duration::from_secs(600));
    let estimates = Arc::new(estimates);
    for (in_plan_order, expected) in [(true, [1, 0, 3, 2]), (false, [3, 1, 0, 2])] {
        let options = RunOptions {
            estimates: Arc::clone(&estimates),
            in_plan_order,
            workers: 1,
            ..options(&world)
        };
        let (_, lines) = run_with(&world, &[0, 2], options).await;
        let started = lines
            .iter()
            .filter_map(|line| line.strip_suffix(" started"));
        let started: Vec<_> = started.filter(|line| line.starts_with("Toy")).collect();
        assert_eq!(started, expected.map(|n| format!("Toy(n={n})")));
    }
}

#[tokio::test]
async fn an_attribute_that_panics_fails_its_task_alone() {
    let mut broken = spec(&[]);
    broken.control_panics = true;
    let world = World::new([spec(&[1, 2]), broken, spec(&[])]);
    let (report, lines) = run(&world, &[0]).await;
    assert_eq!(state(&report, "Toy(n=1)"), State::Failed);
    assert_eq!(state(&report, "Toy(n=2)"), State::Succeeded);
    assert!(
        lines.contains(&"Toy(n=1) failed: panicked: no cluster".to_owned()),
        "{lines:#?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_task_whose_engine_is_not_ready_keeps_nothing_of_what_it_would_take() {
    let job = || kind(Kind::Engine, takes(1, &[("cluster", 1)]));
    let requires = |needs: &[u32], task| does(needs, Does::Acts(vec![Act::Requires(vec![task])]));
    let mut last = takes(1, &[("cluster", 1)]);
    last.needs = vec![5];
    // The second job comes into the run when it is known that its engine is not ready.
    let world = World::new([
        requires(&[], 1),
        job(),
        does(&[], Does::Sleeps(10)),
        requires(&[2], 4),
        job(),
        does(&[], Does::Sleeps(20)),
        last,
    ]);
    let failure = Failure::new(FailureKind::Environment, "no Spark");
    let options = RunOptions {
        engines: engines::with_engine(&world, Err(failure)).engines,
        ..with(&world, &[("cluster", 1)])
    };
    let (report, lines) = run_with(&world, &[0, 3, 6], options).await;
    assert_eq!(state(&report, "Job(n=1)"), State::Failed);
    assert_eq!(state(&report, "Job(n=4)"), State::Failed);
    assert_eq!(state(&report, "Toy(n=6)"), State::Succeeded, "{lines:#?}");
}

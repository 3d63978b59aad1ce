mod claims;
mod engines;
mod hooks;
mod journals;
mod limits;
mod requires;
mod resources;
mod retries;
mod simulation;
mod spans;
mod stops;
mod surveys;
mod timeouts;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::testing::{Does, Kind, Spec, Told, World};
use super::{Need, RunOptions, RunReport, State, Stop, StopCause, StopLimits, execute, survey};
use crate::config::Settings;
use crate::engine::{BoxFuture, Engine, Extensions, Key, Objection};
use crate::failure::{Failure, FailureKind};
use crate::plan::Plan;
use crate::task::Control;

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

fn controlled(spec: Spec, control: Control) -> Spec {
    Spec { control, ..spec }
}

fn retries(retries: u32) -> Control {
    Control {
        retries: Some(retries),
        backoff: Some(Duration::from_secs(8)),
        ..Control::default()
    }
}

fn options(world: &Arc<World>) -> RunOptions {
    let world: Arc<World> = Arc::clone(world);
    RunOptions {
        workers: 1,
        completeness: world,
        journal: false,
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
    // Its frames may be kept in its folder.
    let folder = tempfile::tempdir().expect("a folder");
    let options = RunOptions {
        state_dir: folder.path().to_owned(),
        ..options(&world)
    };
    let (report, lines) = run_with(&world, &[0], options).await;
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
async fn a_plan_of_nothing_is_a_success() {
    let options = RunOptions {
        journal: false,
        ..RunOptions::default()
    };
    let report = execute(Plan::default(), options, Vec::new()).await;
    assert!(report.is_success());
}

#[tokio::test]
async fn a_task_that_says_very_much_at_once_is_told_of_and_not_kept() {
    let world = World::new([does(&[], Does::Talks(100_000))]);
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    assert!(lines.len() < 1000, "{}", lines.len());
    assert!(
        lines[2].contains("messages are left out here"),
        "{}",
        lines[2]
    );
    assert_eq!(lines[lines.len() - 3], "Toy(n=0) says 99999");
    assert_eq!(lines[lines.len() - 2], "Toy(n=0) succeeded");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_task_that_never_stops_talking_keeps_neither_others_nor_its_own_limit_waiting() {
    let endless = controlled(
        does(&[], Does::TalksForEver),
        Control {
            timeout: Some(Duration::from_millis(20)),
            ..Control::default()
        },
    );
    let world = World::new([spec(&[1, 2]), endless, spec(&[])]);
    let options = RunOptions {
        workers: 2,
        stop_limits: StopLimits {
            grace: Duration::ZERO,
            ..StopLimits::default()
        },
        ..options(&world)
    };
    let report = execute(world.plan(&[0]), options, Vec::new()).await;
    assert_eq!(state(&report, "Toy(n=1)"), State::Failed);
    assert_eq!(state(&report, "Toy(n=2)"), State::Succeeded);
}

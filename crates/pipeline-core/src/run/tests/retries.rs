//! Another try after a failure, in a paused time.

use super::stops::stopping;
use super::*;

fn fails_first(tries: u32, kind: FailureKind) -> Spec {
    controlled(does(&[], Does::FailsFirst(tries, kind)), retries(2))
}

#[tokio::test(start_paused = true)]
async fn a_task_that_may_pass_is_tried_again_and_what_needs_it_waits() {
    let world = World::new([spec(&[1]), fails_first(2, FailureKind::Program)]);
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    assert_eq!(
        lines,
        [
            "run started",
            "Toy(n=1) started",
            "Toy(n=1) failed try 1: no 1",
            "Toy(n=1) started",
            "Toy(n=1) failed try 2: no 2",
            "Toy(n=1) started",
            "Toy(n=1) succeeded",
            "Toy(n=0) started",
            "Toy(n=0) succeeded",
            "run finished",
        ]
    );
    // 8 s and 16 s, each within half of it.
    let elapsed = report.view().elapsed().as_secs();
    assert!((12..=36).contains(&elapsed), "{elapsed}");
}

#[tokio::test(start_paused = true)]
async fn the_last_failure_counts_and_says_that_there_were_others() {
    let world = World::new([spec(&[1]), fails_first(3, FailureKind::Environment)]);
    let (report, lines) = run(&world, &[0]).await;
    assert_eq!(state(&report, "Toy(n=1)"), State::Failed);
    assert_eq!(state(&report, "Toy(n=0)"), State::Skipped);
    assert!(
        lines.contains(&"Toy(n=1) failed: no 3".to_owned()),
        "{lines:#?}"
    );
    let (_, failure) = report.failures().next().expect("a failure");
    assert_eq!(failure.context, ["that was try 3; those before failed too"]);
    assert_eq!(report.failures().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_pass_is_not_tried_again() {
    use FailureKind::{Configuration, ExternalMissing, Lost, OutputMissing, Stopped};
    for kind in [Configuration, ExternalMissing, Lost, OutputMissing, Stopped] {
        let world = World::new([fails_first(9, kind)]);
        let (_, lines) = run(&world, &[0]).await;
        assert_eq!(lines[2], "Toy(n=0) failed: no 1", "{kind:?}");
    }
    let panics = World::new([controlled(does(&[], Does::Panics), retries(2))]);
    let (_, lines) = run(&panics, &[0]).await;
    assert_eq!(lines[2], "Toy(n=0) failed: panicked: out of cheese: 0");
    // A success whose output is not there is none.
    let nothing = does(&[], Does::WritesNothing);
    let nothing = Spec {
        output: Some("a".to_owned()),
        ..controlled(nothing, retries(2))
    };
    let (report, lines) = run(&World::new([nothing]), &[0]).await;
    assert_eq!(report.view().count(State::Failed), 1);
    assert_eq!(lines.len(), 4, "{lines:#?}");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_tried_again_unless_asked_for() {
    let world = World::new([does(&[], Does::FailsFirst(1, FailureKind::Program))]);
    let (report, _) = run(&world, &[0]).await;
    assert_eq!(report.view().count(State::Failed), 1);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_waits_for_another_try_holds_no_worker() {
    let world = World::new([
        spec(&[1, 2]),
        fails_first(1, FailureKind::Program),
        does(&[], Does::Sleeps(1)),
    ]);
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    assert_eq!(
        lines[2..5],
        [
            "Toy(n=1) failed try 1: no 1",
            "Toy(n=2) started",
            "Toy(n=2) succeeded"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_stopped_does_not_wait_for_another_try() {
    let world = World::new([spec(&[1]), fails_first(1, FailureKind::Program)]);
    let (report, lines) = run_with(&world, &[0], stopping(&world, &[1])).await;
    assert_eq!(report.view().elapsed().as_secs(), 1);
    assert_eq!(state(&report, "Toy(n=1)"), State::Failed);
    assert_eq!(state(&report, "Toy(n=0)"), State::Skipped);
    assert!(lines.contains(&"Toy(n=1) failed: no 1".to_owned()));
    let (_, failure) = report.failures().next().expect("a failure");
    assert!(
        failure.context[0].contains("the run ends before"),
        "{failure:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn with_fail_fast_the_last_failure_of_one_ends_the_waits_of_others() {
    let world = World::new([
        spec(&[1, 2]),
        fails_first(1, FailureKind::Program),
        does(&[], Does::Fails("for good")),
    ]);
    let options = RunOptions {
        fail_fast: true,
        ..options(&world)
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    assert_eq!(report.view().count(State::Failed), 2);
    assert_eq!(report.view().elapsed().as_secs(), 0);
    // A failure that is going to be tried again is no reason to stop.
    assert_eq!(lines[2], "Toy(n=1) failed try 1: no 1");
    assert_eq!(lines[4], "Toy(n=2) failed: for good");
}

#[tokio::test(start_paused = true)]
async fn a_seed_gives_the_same_waits() {
    let world = World::new([fails_first(2, FailureKind::Program)]);
    let mut elapsed = Vec::new();
    for seed in [1, 1, 2] {
        let options = RunOptions {
            seed,
            ..options(&world)
        };
        let (report, _) = run_with(&world, &[0], options).await;
        elapsed.push(report.view().elapsed());
    }
    assert_eq!(elapsed[0], elapsed[1]);
    assert_ne!(elapsed[0], elapsed[2]);
}

#[tokio::test]
async fn each_try_has_a_folder_of_its_own() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut spec = fails_first(1, FailureKind::Program);
    spec.control.backoff = Some(Duration::ZERO);
    spec.writes_log = true;
    let world = World::new([spec]);
    let options = RunOptions {
        state_dir: dir.path().to_owned(),
        ..options(&world)
    };
    let (report, _) = run_with(&world, &[0], options).await;
    assert!(report.is_success());
    let first = report.view().dir().join(format!(
        "Toy-n=0-{}",
        report.view().plan().node(0).id.short()
    ));
    let text = |file| std::fs::read_to_string(first.join(file)).expect("a log");
    assert_eq!(text("log"), "try 1");
    assert_eq!(text("try-2/log"), "try 2");
}

//! Tasks that a running task asks for.

use super::*;
use crate::run::testing::Act;

fn acts(needs: &[u32], acts: impl IntoIterator<Item = Act>) -> Spec {
    does(needs, Does::Acts(acts.into_iter().collect()))
}

fn requires(tasks: &[u32]) -> Act {
    Act::Requires(tasks.to_vec())
}

fn says(report: &RunReport, label: &str, part: &str) {
    let failures: Vec<_> = report.failures().collect();
    let of_label = failures
        .iter()
        .find(|(number, _)| report.view().label(*number) == label);
    let (_, failure) = of_label.expect("a failure of that task");
    assert!(failure.cause.contains(part), "{failure:#?}");
}

#[tokio::test]
async fn a_task_that_is_required_is_done_and_its_requirer_goes_on_where_it_was() {
    let world = World::new([
        acts(&[], [Act::Says("one"), requires(&[1]), Act::Says("two")]),
        spec(&[2]),
        spec(&[]),
    ]);
    let (report, lines) = run(&world, &[0]).await;
    assert_eq!(
        lines,
        [
            "run started",
            "Toy(n=0) started",
            "Toy(n=0) says one",
            "Toy(n=2) added",
            "Toy(n=1) added",
            "Toy(n=0) requires Toy(n=1)",
            "Toy(n=2) started",
            "Toy(n=2) succeeded",
            "Toy(n=1) started",
            "Toy(n=1) succeeded",
            "Toy(n=0) resumed",
            "Toy(n=0) says two",
            "Toy(n=0) succeeded",
            "run finished",
        ]
    );
    assert!(report.is_success());
}

#[tokio::test]
async fn what_is_complete_is_given_at_once() {
    let world = World::new([
        acts(&[1], [requires(&[1, 2, 3])]),
        spec(&[]),
        writes(&[], "there"),
        kind(Kind::External, spec(&[])),
    ]);
    world.put("there");
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    for line in ["Toy(n=2) complete", "Given(n=3) complete"] {
        assert!(lines.contains(&line.to_owned()), "{lines:#?}");
    }
    assert!(!lines.contains(&"Toy(n=2) started".to_owned()));
    // The one that ran before was not waited for at all.
    let world = World::new([acts(&[1], [requires(&[1])]), spec(&[])]);
    let (_, lines) = run(&world, &[0]).await;
    assert!(!lines.iter().any(|line| line.contains("requires")));
}

#[tokio::test]
async fn what_nobody_needed_is_needed_when_it_is_required() {
    // 1 is complete, so nobody looks at 2 and 3, which are not.
    let world = World::new([
        acts(&[1], [requires(&[2])]),
        writes(&[2], "there"),
        writes(&[3], "a"),
        writes(&[], "b"),
    ]);
    world.put("there");
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    assert!(!lines.iter().any(|line| line.contains("added")));
    assert_eq!(state(&report, "Toy(n=2)"), State::Succeeded);
    assert_eq!(state(&report, "Toy(n=3)"), State::Succeeded);
}

#[tokio::test(start_paused = true)]
async fn who_waits_holds_no_worker() {
    // One worker: were it held, what is required could never run.
    let mut specs = vec![acts(&[], [requires(&[1, 2]), Act::Sleeps(5)])];
    specs.push(acts(&[], [requires(&[3]), Act::Sleeps(5)]));
    specs.extend([does(&[], Does::Sleeps(5)), does(&[], Does::Sleeps(5))]);
    let world = World::new(specs);
    let (report, _) = run(&world, &[0]).await;
    assert!(report.is_success());
    assert_eq!(report.view().elapsed().as_secs(), 20);
}

#[tokio::test]
async fn questions_at_once_are_answered_when_all_can_be() {
    let world = World::new([
        acts(&[], [requires(&[1, 2]), Act::Says("on")]),
        spec(&[]),
        spec(&[]),
    ]);
    let (_, lines) = run(&world, &[0]).await;
    let end = lines.len() - 4;
    assert_eq!(
        lines[end..],
        [
            "Toy(n=0) resumed",
            "Toy(n=0) says on",
            "Toy(n=0) succeeded",
            "run finished"
        ]
    );
    assert_eq!(lines.iter().filter(|it| it.contains("resumed")).count(), 1);
}

#[tokio::test]
async fn who_ends_with_what_it_required_is_skipped_because_of_the_root_cause() {
    let world = World::new([
        spec(&[1]),
        acts(&[], [requires(&[2, 4])]),
        spec(&[3]),
        does(&[], Does::Fails("no such month")),
        spec(&[]),
    ]);
    let (report, lines) = run(&world, &[0]).await;
    for line in [
        "Toy(n=2) skipped because of Toy(n=3)",
        "Toy(n=4) succeeded",
        "Toy(n=1) skipped because of Toy(n=3)",
        "Toy(n=0) skipped because of Toy(n=3)",
    ] {
        assert!(lines.contains(&line.to_owned()), "{line}\n{lines:#?}");
    }
    assert_eq!(report.view().count(State::Failed), 1);
}

#[tokio::test]
async fn who_does_without_what_failed_succeeds() {
    let world = World::new([
        acts(&[], [Act::Tries(vec![1]), Act::Tries(vec![1, 2])]),
        does(&[], Does::Fails("no such month")),
        spec(&[]),
    ]);
    let (report, lines) = run(&world, &[0]).await;
    assert_eq!(state(&report, "Toy(n=0)"), State::Succeeded);
    let told = "Toy(n=0) says told: Toy(n=1), which it required, failed: no such month";
    assert_eq!(
        lines.iter().filter(|it| *it == told).count(),
        2,
        "{lines:#?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_task_that_does_not_wait_any_more_goes_on_and_what_it_asked_for_is_done() {
    let world = World::new([
        acts(&[], [Act::WaitsFor(vec![1, 1], 3), Act::Says("without")]),
        does(&[], Does::Sleeps(10)),
    ]);
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    let at = |line: &str| lines.iter().position(|it| it == line).expect("a line");
    assert!(at("Toy(n=0) says without") < at("Toy(n=1) succeeded"));
    assert_eq!(report.view().elapsed().as_secs(), 10);
}

#[tokio::test]
async fn a_circle_is_told_by_name() {
    let world = World::new([
        acts(&[], [requires(&[0])]),
        spec(&[2]),
        acts(&[], [requires(&[1])]),
    ]);
    let (report, _) = run(&world, &[0]).await;
    says(
        &report,
        "Toy(n=0)",
        "it requires itself: Toy(n=0) → Toy(n=0)",
    );
    // What depends on it, by way of the plan.
    let (report, lines) = run(&world, &[1]).await;
    let circle = "it requires what waits for it: Toy(n=2) → Toy(n=1) → Toy(n=2)";
    says(&report, "Toy(n=2)", circle);
    assert!(lines.contains(&"Toy(n=1) skipped because of Toy(n=2)".to_owned()));
}

#[tokio::test]
async fn a_circle_through_tasks_that_came_new_is_told_by_name() {
    let world = World::new([acts(&[], [requires(&[1])]), spec(&[2]), spec(&[0])]);
    let (report, _) = run(&world, &[0]).await;
    let circle = "Toy(n=0) → Toy(n=1) → Toy(n=2) → Toy(n=0)";
    says(&report, "Toy(n=0)", circle);
}

#[tokio::test(start_paused = true)]
async fn who_closes_the_circle_of_requires_is_told() {
    let world = World::new([
        kind(Kind::Wrapper, spec(&[1, 2])),
        acts(&[], [Act::Sleeps(1), requires(&[2])]),
        acts(&[], [Act::Sleeps(2), requires(&[3])]),
        spec(&[1]),
    ]);
    let options = RunOptions {
        workers: 2,
        ..options(&world)
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    let circle = "Toy(n=2) → Toy(n=3) → Toy(n=1) → Toy(n=2)";
    says(&report, "Toy(n=2)", circle);
    assert!(lines.contains(&"Toy(n=1) skipped because of Toy(n=2)".to_owned()));
}

#[tokio::test]
async fn a_task_that_cannot_be_planned_is_an_error_of_who_required_it() {
    let world = World::new([
        kind(Kind::Wrapper, spec(&[1, 2])),
        writes(&[], "out/a"),
        acts(&[], [requires(&[3])]),
        writes(&[], "out/a"),
    ]);
    let (report, lines) = run(&world, &[0]).await;
    says(&report, "Toy(n=2)", "are one place: out/a");
    assert!(!lines.iter().any(|line| line.contains("added")));
}

#[tokio::test(start_paused = true)]
async fn while_the_run_is_stopped_nothing_is_waited_for() {
    let world = World::new([
        acts(&[], [Act::Tries(vec![1]), Act::Tries(vec![2])]),
        does(&[], Does::UntilAsked(Stop::Gracefully)),
        spec(&[]),
    ]);
    let options = RunOptions {
        workers: 1,
        ..super::stops::stopping(&world, &[5])
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    assert_eq!(state(&report, "Toy(n=0)"), State::Succeeded);
    let told = "Toy(n=0) says told: it is to stop, so what it required is not waited for";
    assert_eq!(
        lines.iter().filter(|it| *it == told).count(),
        2,
        "{lines:#?}"
    );
    assert_eq!(report.view().elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn once_nothing_new_is_begun_nobody_waits_for_it() {
    let world = World::new([
        kind(Kind::Wrapper, spec(&[1, 2])),
        acts(&[], [Act::Sleeps(1), requires(&[3, 4])]),
        acts(&[], [Act::Sleeps(2), requires(&[9])]),
        does(&[], Does::Sleeps(10)),
        spec(&[5]),
        does(&[], Does::Sleeps(20)),
    ]);
    let world = World::new(world.specs.iter().cloned().chain([
        spec(&[]),
        spec(&[]),
        spec(&[]),
        does(&[], Does::Fails("no")),
    ]));
    let options = RunOptions {
        workers: 2,
        fail_fast: true,
        ..options(&world)
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    let line = "Toy(n=1) stopped: what it required is not begun any more, since another task \
                failed and the run ends";
    assert!(lines.contains(&line.to_owned()), "{lines:#?}");
    assert_eq!(state(&report, "Toy(n=4)"), State::NotStarted);
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_task_does_not_go_by_while_it_waits() {
    let control = crate::task::Control {
        timeout: Some(Duration::from_secs(10)),
        ..Default::default()
    };
    let world = |seconds| {
        World::new([
            Spec {
                control: control.clone(),
                ..acts(&[], [Act::Sleeps(6), requires(&[1]), Act::Sleeps(seconds)])
            },
            does(&[], Does::Sleeps(100)),
        ])
    };
    let long_enough = world(3);
    let (report, _) = run(&long_enough, &[0]).await;
    assert!(report.is_success());
    assert_eq!(report.view().elapsed().as_secs(), 109);
    let (report, _) = run(&world(100), &[0]).await;
    says(
        &report,
        "Toy(n=0)",
        "it took longer than the 10s that it may",
    );
}

#[tokio::test(start_paused = true)]
async fn a_try_that_is_over_has_left_nothing() {
    let control = crate::task::Control {
        retries: Some(1),
        backoff: Some(Duration::from_secs(2)),
        ..Default::default()
    };
    // The second try asks while what the first one asked for is at work.
    let world = World::new([
        Spec {
            control,
            ..acts(&[], [Act::LeavesFirst(vec![1, 2], 5), Act::Says("on")])
        },
        does(&[], Does::Sleeps(20)),
        does(&[], Does::Sleeps(20)),
    ]);
    let options = RunOptions {
        workers: 3,
        ..options(&world)
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    assert!(report.is_success(), "{lines:#?}");
    for once in ["Toy(n=1) started", "Toy(n=2) started", "Toy(n=0) says on"] {
        let count = lines.iter().filter(|it| *it == once).count();
        assert_eq!(count, 1, "{once}\n{lines:#?}");
    }
    assert_eq!(report.view().elapsed().as_secs(), 20);
}

#[tokio::test]
async fn a_context_without_a_run_gives_the_task_as_it_is() {
    let world = World::new([acts(&[], [requires(&[1])]), spec(&[2]), spec(&[])]);
    let task = world.task(0);
    let settings = Settings::default();
    let (cx, _run) = crate::run::Context::detached(&*task, "none", settings, Extensions::default());
    task.run(&cx).await.expect("nothing to wait for");
}

//! What is done after the end of a task, in a paused time.

use super::stops::stopping;
use super::*;

fn hooked(spec: Spec, hook: Does) -> Spec {
    Spec {
        hook,
        control: Control {
            on_success: true,
            on_failure: true,
            ..spec.control
        },
        ..spec
    }
}

#[tokio::test(start_paused = true)]
async fn a_hook_follows_the_end_and_what_is_downstream_does_not_wait() {
    let world = World::new([spec(&[1]), hooked(spec(&[]), Does::Sleeps(60))]);
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    assert_eq!(
        lines,
        [
            "run started",
            "Toy(n=1) started",
            "Toy(n=1) succeeded",
            "Toy(n=0) started",
            "Toy(n=1) says on_success",
            "Toy(n=0) succeeded",
            "run finished",
        ]
    );
    // The end of the run waits.
    assert_eq!(report.view().elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn a_hook_is_told_why_its_task_failed_and_only_after_the_last_try() {
    let mut fails = does(&[], Does::FailsFirst(9, FailureKind::Program));
    fails.control = retries(1);
    let world = World::new([spec(&[1]), hooked(fails, Does::Nothing)]);
    let (_, lines) = run(&world, &[0]).await;
    let hooks: Vec<_> = lines.iter().filter(|it| it.contains("on_")).collect();
    assert_eq!(hooks, ["Toy(n=1) says on_failure: no 2"]);
    assert!(lines.contains(&"Toy(n=0) skipped because of Toy(n=1)".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn who_has_no_hook_is_not_called_and_what_was_complete_has_none() {
    let world = World::new([
        spec(&[1, 2]),
        hooked(writes(&[], "a"), Does::Nothing),
        spec(&[]),
    ]);
    world.put("a");
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    assert!(!lines.iter().any(|it| it.contains("says")), "{lines:#?}");
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_fails_or_panics_changes_nothing_but_is_told() {
    let world = World::new([
        spec(&[1, 2]),
        hooked(spec(&[]), Does::Fails("no network")),
        hooked(spec(&[]), Does::Panics),
    ]);
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    for line in [
        "Toy(n=1) on_success failed: no network",
        "Toy(n=2) on_success failed: panicked: out of cheese: 2",
    ] {
        assert!(lines.contains(&line.to_owned()), "{lines:#?}");
    }
    assert_eq!(report.view().failed_hooks().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn hooks_take_no_workers_and_there_are_not_more_of_them_than_those() {
    let mut specs = vec![spec(&[1, 2, 3, 4, 5])];
    specs.extend((0..5).map(|_| hooked(spec(&[]), Does::Sleeps(10))));
    let world = World::new(specs);
    let options = RunOptions {
        workers: 2,
        ..options(&world)
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    assert_eq!(report.view().elapsed().as_secs(), 30);
    let at = |line: &str| lines.iter().position(|it| it == line).expect("told");
    assert!(at("Toy(n=0) succeeded") < at("Toy(n=5) says on_success"));
}

#[tokio::test(start_paused = true)]
async fn a_hook_has_the_grace_of_a_run_that_is_stopped_and_no_more() {
    let world = World::new([hooked(spec(&[]), Does::Sleeps(1000))]);
    let (report, lines) = run_with(&world, &[0], stopping(&world, &[5])).await;
    assert_eq!(report.view().elapsed().as_secs(), 15);
    assert_eq!(state(&report, "Toy(n=0)"), State::Succeeded);
    let last = &lines[lines.len() - 2];
    assert!(
        last.starts_with("Toy(n=0) on_success failed: it did not end"),
        "{last}"
    );
    let asked = World::new([hooked(spec(&[]), Does::UntilAsked(Stop::Gracefully))]);
    let (report, _) = run_with(&asked, &[0], stopping(&asked, &[5])).await;
    assert_eq!(report.view().elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_hangs_does_not_keep_the_run_for_ever() {
    let world = World::new([hooked(spec(&[]), Does::Sleeps(1_000_000))]);
    let (report, lines) = run(&world, &[0]).await;
    assert!(report.is_success());
    let told = "Toy(n=0) on_success failed: it took longer than 10m and was dropped";
    assert!(lines.contains(&told.to_owned()), "{lines:#?}");
    assert_eq!(report.view().elapsed().as_secs(), 600);
}

#[tokio::test(start_paused = true)]
async fn a_hook_of_a_task_that_never_runs_is_told_why_it_failed() {
    let missing = kind(Kind::External, writes(&[], "gone"));
    let world = World::new([spec(&[1]), hooked(missing, Does::Nothing)]);
    let (_, lines) = run(&world, &[0]).await;
    let told = lines.iter().find(|it| it.contains("says on_failure: "));
    assert!(told.is_some_and(|it| it.contains("gone")), "{lines:#?}");
}

#[tokio::test]
async fn what_a_hook_is_told_has_no_secrets() {
    let world = World::new([hooked(
        does(&[], Does::Fails("token hunter2")),
        Does::Nothing,
    )]);
    let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let options = RunOptions {
        mask: Some(Arc::new(move |text: &str| {
            seen.lock().expect("no poison").push(text.to_owned());
            text.replace("hunter2", "*****")
        })),
        ..options(&world)
    };
    run_with(&world, &[0], options).await;
    // What the hook says of it is masked too, so look at what it said before that.
    let asked = asked.lock().expect("no poison").clone();
    let said = "on_failure: token *****".to_owned();
    assert!(asked.contains(&said), "{asked:#?}");
}

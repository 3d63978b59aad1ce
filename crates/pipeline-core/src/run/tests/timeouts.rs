//! Tries that take longer than they may, in a paused time.

use super::stops::stopping;
use super::*;

fn timeout(seconds: u64) -> Control {
    Control {
        timeout: Some(Duration::from_secs(seconds)),
        ..Control::default()
    }
}

async fn ended(spec: Spec) -> (RunReport, Failure) {
    let world = World::new([spec]);
    // Nobody asks within the time; the limits are those of `stopping`.
    let (report, _) = run_with(&world, &[0], stopping(&world, &[100_000])).await;
    assert_eq!(report.view().count(State::Failed), 1);
    let failure = report.view().failure(0).expect("why").clone();
    (report, failure)
}

#[tokio::test(start_paused = true)]
async fn a_try_that_takes_too_long_is_asked_to_stop_and_has_failed() {
    let asks = does(&[], Does::UntilAsked(Stop::Gracefully));
    let (report, failure) = ended(controlled(asks, timeout(60))).await;
    assert_eq!(failure.kind, FailureKind::TimedOut);
    assert_eq!(
        failure.cause,
        "it took longer than the 1m that it may (`timeout`)"
    );
    assert_eq!(report.view().elapsed().as_secs(), 60);
    assert_eq!(report.stop(), None);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_stop_in_order_is_stopped_at_once_after_the_grace() {
    let asks = kind(Kind::Engine, does(&[], Does::UntilAsked(Stop::Now)));
    let (report, failure) = ended(controlled(asks, timeout(60))).await;
    assert_eq!(failure.kind, FailureKind::TimedOut);
    assert_eq!(report.view().elapsed().as_secs(), 70);
    // Rust has nothing to kill but itself.
    let (report, _) = ended(controlled(does(&[], Does::Sleeps(1000)), timeout(60))).await;
    assert_eq!(report.view().elapsed().as_secs(), 70);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_does_not_stop_at_once_is_dropped_after_its_time_to_be_killed() {
    let sleeps = kind(Kind::Engine, does(&[], Does::Sleeps(1000)));
    let (report, failure) = ended(controlled(sleeps, timeout(60))).await;
    assert_eq!(report.view().elapsed().as_secs(), 73);
    assert!(failure.context[0].contains("was dropped"), "{failure:?}");
}

#[tokio::test(start_paused = true)]
async fn others_go_on_when_one_is_out_of_time() {
    let world = World::new([
        spec(&[1, 2]),
        controlled(does(&[], Does::Sleeps(1000)), timeout(1)),
        does(&[], Does::Sleeps(50)),
    ]);
    let (report, _) = run_with(&world, &[0], stopping(&world, &[])).await;
    assert_eq!(state(&report, "Toy(n=1)"), State::Failed);
    assert_eq!(state(&report, "Toy(n=2)"), State::Succeeded);
    assert_eq!(state(&report, "Toy(n=0)"), State::Skipped);
}

#[tokio::test(start_paused = true)]
async fn each_try_has_its_own_time() {
    let spec = controlled(
        does(&[], Does::SleepsFirst(1, 1000)),
        Control {
            retries: Some(1),
            backoff: Some(Duration::ZERO),
            ..timeout(60)
        },
    );
    let world = World::new([spec]);
    let (report, lines) = run_with(&world, &[0], stopping(&world, &[])).await;
    assert!(report.is_success(), "{lines:#?}");
    assert_eq!(
        lines[2],
        "Toy(n=0) failed try 1: it took longer than the 1m that it may (`timeout`)"
    );
}

#[tokio::test(start_paused = true)]
async fn what_ends_well_after_its_time_has_ended_well() {
    let sleeps = controlled(does(&[], Does::Sleeps(65)), timeout(60));
    let world = World::new([sleeps]);
    let (report, _) = run_with(&world, &[0], stopping(&world, &[])).await;
    assert!(report.is_success());
    assert_eq!(report.view().elapsed().as_secs(), 65);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn what_blocks_its_thread_is_given_up_and_never_tried_again_beside_itself() {
    let blocks = controlled(
        does(&[], Does::Blocks),
        Control {
            timeout: Some(Duration::from_millis(1)),
            ..retries(3)
        },
    );
    let world = World::new([spec(&[1]), blocks]);
    let options = RunOptions {
        stop_limits: StopLimits {
            grace: Duration::ZERO,
            kill: Duration::ZERO,
            give_up: Duration::ZERO,
        },
        ..options(&world)
    };
    let (report, _) = run_with(&world, &[0], options).await;
    world.put("release");
    assert_eq!(state(&report, "Toy(n=1)"), State::Failed);
    let (_, failure) = report.failures().next().expect("why");
    assert_eq!(failure.kind, FailureKind::TimedOut);
    assert!(failure.permanent, "{failure:?}");
    assert_eq!(failure.context, ["then: it still blocks its thread"]);
}

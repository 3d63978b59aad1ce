//! Runs that take longer than they may, in a paused time.

use super::*;
use jiff::{SignedDuration, Timestamp};

fn limited(world: &Arc<World>, seconds: u64) -> RunOptions {
    RunOptions {
        run_timeout: Some(Duration::from_secs(seconds)),
        ..stops::stopping(world, &[])
    }
}

fn one_that_stops() -> Arc<World> {
    World::new([spec(&[1]), does(&[], Does::UntilAsked(Stop::Gracefully))])
}

#[tokio::test(start_paused = true)]
async fn a_run_that_takes_longer_than_it_may_is_stopped_in_order() {
    let world = one_that_stops();
    let (report, lines) = run_with(&world, &[0], limited(&world, 60)).await;
    assert_eq!(report.stop(), Some(&StopCause::RunTimeout));
    assert!(lines.contains(&"stop Gracefully: the run took longer than it may".to_owned()));
    assert_eq!(state(&report, "Toy(n=1)"), State::Stopped);
    assert_eq!(state(&report, "Toy(n=0)"), State::NotStarted);
    assert_eq!(report.view().elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_stop_when_the_run_s_time_is_over_is_killed_after_the_grace() {
    let world = World::new([does(&[], Does::Sleeps(1000))]);
    let (report, lines) = run_with(&world, &[0], limited(&world, 60)).await;
    assert!(lines.contains(&"stop Now: the time to stop is over".to_owned()));
    assert_eq!(report.stop(), Some(&StopCause::RunTimeout));
    assert_eq!(report.view().elapsed().as_secs(), 70);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_stops_a_run_and_the_earlier_limit_counts() {
    let world = one_that_stops();
    let deadline = Timestamp::now() + SignedDuration::from_secs(100);
    for (seconds, cause) in [(60, StopCause::RunTimeout), (600, StopCause::Deadline)] {
        let options = RunOptions {
            deadline: Some(deadline),
            ..limited(&world, seconds)
        };
        let (report, _) = run_with(&world, &[0], options).await;
        assert_eq!(report.stop(), Some(&cause));
        // The time of day goes on while the test's clock is paused.
        let elapsed = report.view().elapsed().as_secs();
        assert!((50..=100).contains(&elapsed), "{elapsed}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_is_over_stops_a_run_before_it_begins_anything() {
    let world = one_that_stops();
    let options = RunOptions {
        deadline: Some(Timestamp::now() - SignedDuration::from_secs(1)),
        ..options(&world)
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    assert_eq!(report.stop(), Some(&StopCause::Deadline));
    assert_eq!(report.view().count(State::NotStarted), 2, "{lines:#?}");
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_comes_while_a_person_s_stop_goes_on_is_no_second_request() {
    let world = World::new([does(&[], Does::Sleeps(65))]);
    let options = RunOptions {
        run_timeout: Some(Duration::from_secs(60)),
        ..stops::stopping(&world, &[58])
    };
    let (report, lines) = run_with(&world, &[0], options).await;
    assert!(report.is_success(), "{lines:#?}");
    assert_eq!(report.stop(), Some(&StopCause::Signal(2)));
}

#[tokio::test(start_paused = true)]
async fn a_run_that_ends_in_time_is_not_touched() {
    let world = World::new([does(&[], Does::Sleeps(59))]);
    let (report, _) = run_with(&world, &[0], limited(&world, 60)).await;
    assert!(report.is_success());
    assert_eq!(report.stop(), None);
}

#[tokio::test(start_paused = true)]
async fn the_run_s_time_is_over_while_an_engine_is_made_ready_too() {
    let world = World::new([kind(Kind::Engine, spec(&[]))]);
    let options = RunOptions {
        engines: vec![Arc::new(engines::Slow(Duration::from_secs(1000)))],
        ..limited(&world, 60)
    };
    let (report, _) = run_with(&world, &[0], options).await;
    assert_eq!(report.stop(), Some(&StopCause::RunTimeout));
    assert_eq!(report.view().elapsed().as_secs(), 60);
}

//! Stopping, in a paused time.

use super::*;

/// Options whose run is asked to stop at these seconds.
pub(super) fn stopping(world: &Arc<World>, at: &[u64]) -> RunOptions {
    let (send, receive) = mpsc::unbounded_channel();
    for &seconds in at {
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

/// Asks to stop as often as it is told to when a task says something.
struct StopsWhenTold(mpsc::UnboundedSender<StopCause>, usize);

impl crate::report::Reporter for StopsWhenTold {
    fn event(&mut self, event: &crate::run::Event, _: &crate::run::RunView) {
        if matches!(event.kind, crate::run::EventKind::TaskMessage { .. }) {
            for _ in 0..self.1 {
                let _ = self.0.send(StopCause::Signal(15));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_blocks_its_thread_is_given_up() {
    let world = World::new([does(&[], Does::Blocks)]);
    let (send, receive) = mpsc::unbounded_channel();
    let options = RunOptions {
        stops: Some(receive),
        stop_limits: StopLimits {
            grace: Duration::ZERO,
            kill: Duration::ZERO,
            give_up: Duration::ZERO,
        },
        ..options(&world)
    };
    let stops = Box::new(StopsWhenTold(send, 2));
    let report = execute(world.plan(&[0]), options, vec![stops]).await;
    assert_eq!(state(&report, "Toy(n=0)"), State::Stopped);
    let failure = report.view().failure(0).expect("why");
    assert!(
        failure.cause.contains("still blocks its thread"),
        "{failure}"
    );
    world.put("release");
}

#[tokio::test]
async fn a_reporter_that_panics_is_left_out_and_the_run_goes_on() {
    struct Broken;
    impl crate::report::Reporter for Broken {
        fn event(&mut self, _: &crate::run::Event, _: &crate::run::RunView) {
            panic!("a broken reporter");
        }
    }
    let world = World::new([spec(&[])]);
    let told = Told::default();
    let mut reporters = told.reporter();
    reporters.insert(0, Box::new(Broken));
    let report = execute(world.plan(&[0]), options(&world), reporters).await;
    assert!(report.is_success());
    assert_eq!(told.lines().len(), 4);
}

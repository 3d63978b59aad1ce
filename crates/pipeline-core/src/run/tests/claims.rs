//! Two runs that want the same tasks.

use super::super::{Claims, EventKind};
use super::*;

/// How a run of this world goes beside others that share a state folder.
fn beside(world: &Arc<World>, state: &std::path::Path, workers: usize) -> RunOptions {
    RunOptions {
        state_dir: state.to_owned(),
        claims: Some(Claims::open(state).expect("claims")),
        workers,
        ..options(world)
    }
}

fn count(lines: &[String], line: &str) -> usize {
    lines.iter().filter(|it| *it == line).count()
}

#[tokio::test]
async fn what_another_run_does_is_left_to_it_and_is_done_then() {
    let state = tempfile::tempdir().expect("a folder");
    let slow = Spec {
        does: Does::Blocks,
        ..writes(&[], "shared")
    };
    let world = World::new([slow, writes(&[0], "a"), writes(&[0], "b")]);
    let theirs = Claims::open(state.path()).expect("claims");
    let shared = world.task(0).id();
    assert!(theirs.try_take(shared).expect("asked"));
    let told = Told::default();
    let run = execute(
        world.plan(&[1]),
        beside(&world, state.path(), 1),
        told.reporter(),
    );
    let other = async {
        // The other run has done it when this one waits for it.
        while count(&told.lines(), "Toy(n=0) elsewhere") == 0 {
            tokio::task::yield_now().await;
        }
        world.put("shared");
        theirs.give_up(shared);
    };
    let (report, ()) = tokio::join!(run, other);
    assert!(report.is_success());
    assert_eq!(
        told.lines(),
        [
            "run started",
            "Toy(n=0) elsewhere",
            "Toy(n=0) complete",
            "Toy(n=1) started",
            "Toy(n=1) succeeded",
            "run finished"
        ]
    );
    assert!(theirs.try_take(shared).expect("asked"), "it is given up");
}

#[tokio::test]
async fn what_another_run_left_undone_is_done_by_this_one() {
    let state = tempfile::tempdir().expect("a folder");
    // One with an output and one without: nobody can tell that the second is done.
    let world = World::new([writes(&[], "x"), spec(&[]), spec(&[0, 1])]);
    let theirs = Claims::open(state.path()).expect("claims");
    for n in [0, 1] {
        assert!(theirs.try_take(world.task(n).id()).expect("asked"));
    }
    let told = Told::default();
    let run = execute(
        world.plan(&[2]),
        beside(&world, state.path(), 1),
        told.reporter(),
    );
    let other = async {
        while count(&told.lines(), "Toy(n=1) elsewhere") == 0 {
            tokio::task::yield_now().await;
        }
        // It dies.
        drop(theirs);
    };
    let (report, ()) = tokio::join!(run, other);
    assert!(report.is_success());
    for n in [0, 1] {
        assert_eq!(count(&told.lines(), &format!("Toy(n={n}) started")), 1);
        assert_eq!(state_of(&report, n), State::Succeeded);
    }
}

fn state_of(report: &RunReport, n: u32) -> State {
    state(report, &format!("Toy(n={n})"))
}

/// While the first task runs, another run comes, does the second, and is gone.
struct Another {
    world: Arc<World>,
    state: std::path::PathBuf,
}

impl crate::report::Reporter for Another {
    fn event(&mut self, event: &super::super::Event, _: &super::super::RunView) {
        if matches!(event.kind, EventKind::TaskStarted { .. }) {
            Claims::open(&self.state).expect("claims");
            self.world.put("x");
        }
    }
}

#[tokio::test]
async fn what_another_run_has_done_since_this_one_looked_is_not_done_again() {
    let state = tempfile::tempdir().expect("a folder");
    let world = World::new([
        does(&[], Does::Says(&["first"])),
        writes(&[0], "x"),
        spec(&[1]),
    ]);
    let told = Told::default();
    let mut reporters = told.reporter();
    reporters.push(Box::new(Another {
        world: Arc::clone(&world),
        state: state.path().to_owned(),
    }));
    let options = beside(&world, state.path(), 1);
    let report = execute(world.plan(&[2]), options, reporters).await;
    assert!(report.is_success());
    assert_eq!(state_of(&report, 1), State::Complete);
    assert_eq!(count(&told.lines(), "Toy(n=1) started"), 0);
}

#[tokio::test]
async fn a_run_that_ends_waits_for_no_other_and_keeps_nothing() {
    let state = tempfile::tempdir().expect("a folder");
    let world = World::new([writes(&[], "x")]);
    let theirs = Claims::open(state.path()).expect("claims");
    let id = world.task(0).id();
    assert!(theirs.try_take(id).expect("asked"));
    let (ask, asked) = mpsc::unbounded_channel();
    let told = Told::default();
    let options = RunOptions {
        stops: Some(asked),
        ..beside(&world, state.path(), 1)
    };
    let run = execute(world.plan(&[0]), options, told.reporter());
    let stop = async {
        while count(&told.lines(), "Toy(n=0) elsewhere") == 0 {
            tokio::task::yield_now().await;
        }
        ask.send(StopCause::Signal(2)).expect("heard");
    };
    let (report, ()) = tokio::join!(run, stop);
    assert_eq!(state_of(&report, 0), State::NotStarted);
    // The thread that waited gets the claim, and gives it up at once.
    theirs.give_up(id);
    Claims::open(state.path())
        .expect("claims")
        .take(id)
        .expect("taken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_runs_at_once_each_task_is_done_by_one() {
    for seed in 0..20_u32 {
        let state = tempfile::tempdir().expect("a folder");
        let specs: Vec<Spec> = (0..40)
            .map(|n| {
                let needs: Vec<u32> = (n + 1..40)
                    .filter(|m| (m * 7 + n * 13 + seed) % 9 == 0)
                    .collect();
                writes(&needs, &format!("out/{n}"))
            })
            .collect();
        let world = World::new(specs);
        let runs: Vec<_> = (0..4)
            .map(|at| {
                let (world, state) = (Arc::clone(&world), state.path().to_owned());
                tokio::spawn(async move {
                    let told = Told::default();
                    let options = beside(&world, &state, 3);
                    let roots: Vec<u32> = (0..40).filter(|n| n % 4 <= at).collect();
                    let report = execute(world.plan(&roots), options, told.reporter()).await;
                    assert!(report.is_success(), "seed {seed}");
                    told.lines()
                })
            })
            .collect();
        let mut starts = std::collections::BTreeMap::new();
        for run in runs {
            for line in run.await.expect("it ends") {
                if line.ends_with(" started") && line != "run started" {
                    *starts.entry(line).or_insert(0) += 1;
                }
            }
        }
        assert!(
            starts.values().all(|count| *count == 1),
            "seed {seed}: {starts:?}"
        );
        assert_eq!(starts.len(), 40, "seed {seed}");
    }
}

#[tokio::test]
async fn a_task_that_is_tried_again_keeps_its_claim_while_it_waits() {
    let state = tempfile::tempdir().expect("a folder");
    let fails = does(
        &[],
        Does::FailsFirst(1, crate::failure::FailureKind::Program),
    );
    let mut control = retries(1);
    control.backoff = Some(Duration::from_millis(200));
    let world = World::new([controlled(fails, control), spec(&[])]);
    let told = Told::default();
    let first = execute(
        world.plan(&[0]),
        beside(&world, state.path(), 1),
        told.reporter(),
    );
    let second = async {
        let is_waiting = || told.lines().iter().any(|it| it.contains("failed try 1"));
        while !is_waiting() {
            tokio::task::yield_now().await;
        }
        let told = Told::default();
        let options = beside(&world, state.path(), 1);
        let report = execute(world.plan(&[0]), options, told.reporter()).await;
        (report, told.lines())
    };
    let (report, (other, lines)) = tokio::join!(first, second);
    assert!(report.is_success() && other.is_success());
    assert_eq!(count(&told.lines(), "Toy(n=0) started"), 2);
    assert!(
        lines.contains(&"Toy(n=0) elsewhere".to_owned()),
        "{lines:#?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_task_that_is_given_up_while_it_blocks_its_thread_keeps_its_claim() {
    let state = tempfile::tempdir().expect("a folder");
    let control = Control {
        timeout: Some(Duration::from_millis(1)),
        ..Control::default()
    };
    let world = World::new([controlled(does(&[], Does::Blocks), control)]);
    let options = RunOptions {
        stop_limits: StopLimits {
            grace: Duration::ZERO,
            kill: Duration::ZERO,
            give_up: Duration::ZERO,
        },
        ..beside(&world, state.path(), 1)
    };
    let others = Claims::open(state.path()).expect("claims");
    let report = execute(world.plan(&[0]), options, Vec::new()).await;
    assert_eq!(state_of(&report, 0), State::Failed);
    let id = world.task(0).id();
    assert!(!others.try_take(id).expect("an answer"));
    world.put("release");
}

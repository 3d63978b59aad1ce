//! What engines make ready.

use super::*;
use crate::run::testing::Act;

struct TestEngine(Result<(), Failure>);

impl Engine for TestEngine {
    fn name(&self) -> &'static str {
        "test"
    }
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }
    fn check(&self, _: &str, _: &toml::Value) -> Result<(), Objection> {
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

pub(super) fn with_engine(world: &Arc<World>, ready: Result<(), Failure>) -> RunOptions {
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
async fn an_engine_is_not_prepared_for_tasks_that_can_only_be_skipped() {
    let world = World::new([
        kind(Kind::Engine, spec(&[1])),
        kind(Kind::External, writes(&[], "a")),
    ]);
    let (report, lines) = run_with(&world, &[0], with_engine(&world, Ok(()))).await;
    assert!(!lines.contains(&"preparing test".to_owned()), "{lines:#?}");
    assert_eq!(report.view().count(State::Skipped), 1);
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

/// Takes so long to be ready.
pub(super) struct Slow(pub(super) Duration);

impl Engine for Slow {
    fn name(&self) -> &'static str {
        "test"
    }
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }
    fn check(&self, _: &str, _: &toml::Value) -> Result<(), Objection> {
        Ok(())
    }
    fn prepare<'a>(
        &'a self,
        _: &'a Settings,
        _: &'a mut Extensions,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async {
            tokio::time::sleep(self.0).await;
            Ok(())
        })
    }
}

#[tokio::test]
async fn an_engine_is_prepared_when_its_first_task_is_required() {
    let requires = |tasks: &[u32]| Does::Acts(vec![Act::Tries(tasks.to_vec())]);
    let world = World::new([
        does(&[], requires(&[1, 2])),
        kind(Kind::Engine, spec(&[])),
        kind(Kind::Engine, spec(&[])),
    ]);
    let (report, lines) = run_with(&world, &[0], with_engine(&world, Ok(()))).await;
    assert!(report.is_success());
    let at = |line: &str| lines.iter().position(|it| it == line).expect("a line");
    assert!(at("Toy(n=0) started") < at("preparing test"));
    assert!(at("prepared") < at("Job(n=1) started"));
    let count = lines.iter().filter(|it| *it == "preparing test").count();
    assert_eq!(count, 1, "{lines:#?}");
    let failure = Failure::new(FailureKind::Environment, "no Spark");
    let (report, lines) = run_with(&world, &[0], with_engine(&world, Err(failure))).await;
    assert!(lines.contains(&"Job(n=2) failed: no Spark".to_owned()));
    assert_eq!(state(&report, "Toy(n=0)"), State::Succeeded);
}

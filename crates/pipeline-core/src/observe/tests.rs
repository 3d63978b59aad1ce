//! What work aside promises: in order, bounded, and never in the way.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::*;
use crate::run::testing::{Spec, World};
use crate::run::{Event, RunOptions, RunView, execute};

/// Takes the kind of everything that happens.
struct Kinds;

impl Pick for Kinds {
    type Note = String;

    fn pick(&mut self, event: &Event, _: &RunView, queue: &mut Queue<String>) {
        let event = serde_json::to_value(event).expect("JSON");
        queue.put(event["event"].as_str().unwrap_or_default().to_owned());
    }
}

/// Hands on what it takes, but only when it may.
struct Gated {
    may: Receiver<()>,
    took: Sender<Vec<String>>,
}

impl Work<String> for Gated {
    fn take(&mut self, notes: Vec<String>) {
        let _ = self.may.recv();
        let _ = self.took.send(notes);
    }

    fn finish(&mut self) {
        let _ = self.took.send(vec!["finish".to_owned()]);
    }
}

struct Breaks;

impl Work<String> for Breaks {
    fn take(&mut self, _: Vec<String>) {
        panic!("on purpose");
    }
}

const FOREVER: Duration = Duration::from_secs(600);

fn aside(limit: usize) -> Aside {
    Aside {
        name: "test",
        limit,
        batch: 1000,
        linger: Duration::ZERO,
    }
}

fn nobody() -> Tell {
    Arc::new(|_| {})
}

/// Runs so many tasks that depend on nothing.
async fn run(tasks: usize, watch: Watch) -> Option<Finish> {
    let world = World::new(std::iter::repeat_with(Spec::default).take(tasks));
    let roots: Vec<u32> = (0..u32::try_from(tasks).expect("few")).collect();
    let options = RunOptions {
        completeness: world.clone(),
        journal: false,
        ..RunOptions::default()
    };
    let report = execute(world.plan(&roots), options, vec![watch.reporter]).await;
    assert!(report.is_success());
    watch.finish
}

#[tokio::test]
async fn everything_is_told_in_order_when_there_is_room() {
    let ((go, may), (took, taken)) = (channel(), channel());
    drop(go);
    let watch = aside(1000).start(Kinds, Gated { may, took }, &nobody());
    let finish = run(2, watch.expect("a thread")).await.expect("aside");
    assert_eq!(finish.by(Instant::now() + FOREVER), None);
    let told: Vec<String> = taken.iter().flatten().collect();
    assert_eq!(told.first().map(String::as_str), Some("run_started"));
    let end = &told[told.len() - 2..];
    assert_eq!(end, ["run_finished", "finish"]);
    assert_eq!(told.len(), 7, "{told:?}");
}

#[tokio::test]
async fn what_does_not_fit_is_dropped_and_counted_and_the_run_goes_on() {
    let ((go, may), (took, taken)) = (channel(), channel());
    let watch = aside(10).start(Kinds, Gated { may, took }, &nobody());
    // Nobody takes anything until the run is over.
    let finish = run(100, watch.expect("a thread")).await.expect("aside");
    drop(go);
    let said = finish.by(Instant::now() + FOREVER).expect("a sentence");
    assert_eq!(taken.iter().flatten().count(), 10 + 1);
    assert_eq!(
        said,
        "test: 192 of what happened was not told, since it came faster than it could be told"
    );
}

#[tokio::test]
async fn a_run_waits_no_longer_than_it_is_told_to() {
    let ((go, may), (took, _taken)) = (channel(), channel());
    let watch = aside(1000).start(Kinds, Gated { may, took }, &nobody());
    let finish = run(1, watch.expect("a thread")).await.expect("aside");
    assert_eq!(
        finish.by(Instant::now()).as_deref(),
        Some("test: the run does not wait any longer; 4 of what happened was not told")
    );
    drop(go);
}

#[tokio::test]
async fn an_observer_that_breaks_down_breaks_nothing_else() {
    let (said, saying) = channel();
    let tell: Tell = Arc::new(move |line: &str| said.send(line.to_owned()).expect("heard"));
    let watch = aside(1000).start(Kinds, Breaks, &tell);
    let finish = run(3, watch.expect("a thread")).await.expect("aside");
    let end = finish.by(Instant::now() + FOREVER).expect("a sentence");
    assert!(end.starts_with("test: it broke down"), "{end}");
    drop(tell);
    assert_eq!(saying.iter().count(), 1);
}

//! What is in the journal, and when.

use std::sync::Mutex;

use super::super::{Event, RunView};
use super::*;
use crate::journal::{Record, Story};
use crate::report::Reporter;

/// Looks into the journal whenever it is told something.
struct Looks {
    dir: Option<std::path::PathBuf>,
    told: Vec<Event>,
    seen: Arc<Mutex<usize>>,
}

impl Reporter for Looks {
    fn event(&mut self, event: &Event, view: &RunView) {
        self.told.push(event.clone());
        let dir = self.dir.get_or_insert_with(|| view.dir().to_owned());
        let written = Record::read(dir).expect("a journal").events;
        assert_eq!(
            written[..self.told.len()],
            self.told,
            "written before it is told"
        );
        *self.seen.lock().expect("no poison") += 1;
    }
}

#[tokio::test]
async fn what_is_told_is_in_the_journal_before() {
    let world = World::new([
        spec(&[1, 2, 3]),
        writes(&[], "a"),
        Spec {
            does: Does::Fails("no"),
            ..spec(&[])
        },
        spec(&[]),
    ]);
    let state = tempfile::tempdir().expect("a folder");
    let seen = Arc::new(Mutex::new(0));
    let looks = Looks {
        dir: None,
        told: Vec::new(),
        seen: Arc::clone(&seen),
    };
    let options = RunOptions {
        journal: true,
        state_dir: state.path().to_owned(),
        workers: 3,
        ..options(&world)
    };
    let report = execute(world.plan(&[0]), options, vec![Box::new(looks)]).await;
    // A reporter that panics is left out from then on.
    let record = Record::read(report.view().dir()).expect("a journal");
    assert_eq!(*seen.lock().expect("no poison"), record.events.len());
    let story = Story::read(report.view().dir()).expect("a journal");
    let count = |state| (story.count(state), report.view().count(state));
    for state in State::ALL {
        let (written, seen) = count(state);
        assert_eq!(written, seen, "{state:?}");
    }
    assert_eq!(count(State::Failed), (1, 1));
    let skipped = story.tasks.iter().find(|it| it.state == State::Skipped);
    assert_eq!(skipped.expect("a task").label, "Toy(n=0)");
}

#[tokio::test(start_paused = true)]
async fn a_run_without_a_journal_leaves_nothing() {
    let world = World::new([spec(&[])]);
    let state = tempfile::tempdir().expect("a folder");
    let options = RunOptions {
        state_dir: state.path().to_owned(),
        ..options(&world)
    };
    let (report, _) = run_with(&world, &[0], options).await;
    assert!(report.is_success());
    assert!(!state.path().join("runs").exists());
}

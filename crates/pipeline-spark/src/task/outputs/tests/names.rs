//! Outputs in a store that renames nothing, as object stores are.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use pipeline_core::target::location::Location;
use pipeline_core::target::store::{
    Folders, Kind, LocalStore, See, Store, Upload, completion_of, is_complete, register,
};
use pipeline_core::target::{Directory, Target};

use super::*;

/// Local files that nobody renames: `names://any/tmp/x` is `/tmp/x`. A folder is there while it
/// holds something.
#[derive(Debug)]
struct Names;

fn local(at: &Location) -> Location {
    Location::parse(&format!("/{}", at.key()))
}

impl Store for Names {
    fn schemes(&self) -> &[&'static str] {
        &["names"]
    }
    fn folders(&self) -> Folders {
        Folders::Names
    }
    fn look(&self, at: &Location) -> Result<Option<Kind>, StoreError> {
        LocalStore.look(&local(at))
    }
    fn list(&self, at: &Location, see: &mut See<'_>) -> Result<bool, StoreError> {
        LocalStore.list(&local(at), see)
    }
    fn read(&self, at: &Location) -> Result<Box<dyn Read + Send>, StoreError> {
        LocalStore.read(&local(at))
    }
    fn write(&self, at: &Location) -> Result<Box<dyn Upload>, StoreError> {
        LocalStore.write(&local(at))
    }
    fn remove(&self, at: &Location) -> Result<(), StoreError> {
        LocalStore.remove(&local(at))
    }
    fn version(&self, at: &Location) -> Result<Option<String>, StoreError> {
        LocalStore.version(&local(at))
    }
}

/// A task with a directory and a file in such a store; what it has is under `path`.
struct There {
    two: Two,
    path: PathBuf,
}

impl There {
    fn new() -> Self {
        static ONCE: std::sync::Once = std::sync::Once::new();
        ONCE.call_once(|| register(Arc::new(Names)));
        let mut two = Two::new();
        let path = two.temp.path().join("there");
        let at = |name: &str| format!("names://any{}/{name}", path.display());
        two.words = Output::at(at("words"));
        two.report = Output::at(at("report.txt"));
        Self { two, path }
    }

    fn write(&self, name: &str) {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, "x").expect("written");
    }

    fn begin(&self) -> (Outputs, SparkApplication) {
        let mut application = self.two.application();
        let dir = self.two.state().join("runs/1/two");
        let outputs = Outputs::prepare(&self.two, &mut application, &dir).expect("ready");
        (outputs, application)
    }

    fn doubted(&self) -> bool {
        let notes = Notes::list(&self.two.state()).expect("listed");
        [self.two.words.as_any(), self.two.report.as_any()]
            .iter()
            .any(|target| notes.doubt(*target).is_some())
    }
}

#[test]
fn a_file_is_written_at_its_own_place_and_believed_after_the_success() {
    let there = There::new();
    let (outputs, application) = there.begin();
    let place = Target::location(&*there.two.report).to_owned();
    let handed = format!("{:?}", application.arguments);
    assert!(handed.contains(&place), "{handed}");
    there.write("report.txt");
    there.write("words/part-00000-1.txt");
    there.write("words/_SUCCESS");
    assert!(there.doubted(), "the program has not succeeded yet");
    outputs.commit().expect("committed");
    assert!(!there.doubted());

    // Of a program that failed, what looks complete is not.
    fs::remove_dir_all(&there.path).expect("removed");
    let (outputs, _) = there.begin();
    there.write("report.txt");
    outputs.abandon();
    assert!(there.doubted());
}

#[test]
fn a_leftover_whose_end_was_seen_is_removed_if_nobody_has_changed_it() {
    for changed in [false, true] {
        let there = There::new();
        let (outputs, _) = there.begin();
        there.write("words/part-00000-1.txt");
        there.write("words/_SUCCESS");
        outputs.abandon();
        assert!(!there.path.join("words/_SUCCESS").exists(), "it has failed");
        if changed {
            there.write("words/part-00000-2.txt");
        }
        let (outputs, _) = there.begin();
        assert_eq!(outputs.cleared.len(), usize::from(!changed));
        assert_eq!(there.path.join("words").exists(), changed);
        outputs.abandon();
    }
}

#[test]
fn what_a_killed_run_left_where_others_write_too_is_left_alone() {
    let there = There::new();
    let (outputs, _) = there.begin();
    there.write("words/part-00000-1.txt");
    drop(outputs);
    let (outputs, _) = there.begin();
    assert!(outputs.cleared.is_empty());
    assert!(there.path.join("words/part-00000-1.txt").exists());
    outputs.abandon();
}

/// A task that writes a directory there.
struct Charts {
    charts: Output<Directory>,
}

impl Task for Charts {
    const SCHEMA: &'static TaskSchema = &TaskSchema {
        name: "Charts",
        path: "outputs::Charts",
        ..*Two::SCHEMA
    };

    fn visit_params(&self, _: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {}
    fn from_params(_: &mut ParamValues) -> Option<Self> {
        None
    }
    fn dependencies(&self, _: &mut Dependencies) {}
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        visit(&WORDS, self.charts.as_any());
    }
    async fn run(&self, _: &Context) -> pipeline_core::Result<()> {
        Ok(())
    }
}

#[test]
fn a_directory_is_marked_when_its_program_has_succeeded() {
    let there = There::new();
    let charts = Charts {
        charts: Output::at(format!("names://any{}/charts", there.path.display())),
    };
    let target = charts.charts.as_any();
    assert_eq!(
        completion_of(target).expect("known"),
        Completion::SuccessMarker
    );
    let application = || {
        SparkApplication::new(MainResource::Python {
            path: "jobs/charts.py".into(),
        })
        .output(Some("--charts"), target)
    };
    let dir = there.two.state().join("runs/1/charts");
    let begin = || Outputs::prepare(&charts, &mut application(), &dir);

    let outputs = begin().expect("ready");
    let failure = outputs.commit().expect_err("nothing was written");
    assert_eq!(failure.kind, FailureKind::OutputMissing, "{failure:?}");

    let outputs = begin().expect("ready");
    there.write("charts/a.svg");
    assert!(!is_complete(target).expect("looked"));
    outputs.commit().expect("committed");
    assert!(is_complete(target).expect("looked"));
    assert!(there.path.join("charts/_SUCCESS").exists());

    // What is there already would be marked as the program's own.
    fs::remove_file(there.path.join("charts/_SUCCESS")).expect("removed");
    let failure = begin().map(drop).expect_err("something is there");
    assert!(failure.cause.contains("mixed"), "{failure:?}");
}

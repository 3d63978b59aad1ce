//! A run whose disk becomes full: a real file system of 256 kB, or where none can be mounted a
//! limit on the size of files.
//!
//! The process is this test program again, told by a variable which part it plays.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::failure::Result;
use pipeline_core::journal::{FILE, Record, RunFolder, runs};
use pipeline_core::param::{AnyParam, ParamKind};
use pipeline_core::plan::Plan;
use pipeline_core::report::Reporter;
use pipeline_core::run::{
    Context, Event, EventKind, RunOptions, RunReport, RunView, State, execute,
};
use pipeline_core::target::AnyTarget;
use pipeline_core::task::{
    AnyTask, Dependencies, Input, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved,
    Task, TaskKind, TaskSchema,
};

/// Says to the process which part it plays, and in which folder.
const PLAY: &str = "SPARK_PIPELINE_TEST_FULL";

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Does {
    Nothing,
    /// Writes until the disk is full.
    Fills,
    /// Works until it is told that the journal cannot be written, then makes space.
    Frees,
    /// Says so much that no limit on the size of files is left.
    Says,
}

/// A task that may need one other.
struct Step {
    n: u32,
    does: Does,
    needs: Option<Box<Step>>,
    dir: PathBuf,
    told: Told,
    input: Input<Step>,
}

impl Step {
    fn new(n: u32, does: Does, dir: &Path, told: &Told) -> Self {
        Self {
            n,
            does,
            needs: None,
            dir: dir.to_owned(),
            told: told.clone(),
            input: Input::unconnected(),
        }
    }

    fn after(mut self, other: Self) -> Self {
        self.needs = Some(Box::new(other));
        self
    }

    fn again(&self) -> Self {
        let step = Self::new(self.n, self.does, &self.dir, &self.told);
        match &self.needs {
            Some(needs) => step.after(needs.again()),
            None => step,
        }
    }
}

const PARAMS: &[ParamSchema] = &[ParamSchema {
    name: "n",
    doc: "",
    kind: ParamKind::Integer {
        signed: false,
        bits: 32,
    },
    type_name: "u32",
    default: None,
    significant: true,
    secret: false,
}];

impl Task for Step {
    const SCHEMA: &'static TaskSchema = &TaskSchema {
        name: "Step",
        path: "full_disk::Step",
        doc: "",
        kind: TaskKind::Rust,
        params: PARAMS,
        inputs: &[],
        outputs: &[],
        unverified: &[],
    };

    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        visit(&PARAMS[0], &self.n);
    }
    fn from_params(_: &mut ParamValues) -> Option<Self> {
        None
    }
    fn dependencies(&self, found: &mut Dependencies) {
        found.field(self.needs.iter().map(|needs| needs.again()));
    }
    fn connect(&mut self, resolved: &mut Resolved) {
        if self.needs.is_some() {
            let before = resolved.field().next().expect("the step before");
            self.input = Input::from(before);
        }
    }
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, _: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {}

    async fn run(&self, cx: &Context) -> Result<()> {
        match self.does {
            Does::Nothing => {}
            Does::Fills => {
                fill(&self.dir);
                // The last page of the journal may have room yet.
                for _ in 0..8 {
                    cx.message("x".repeat(1000));
                }
            }
            Does::Frees => {
                let told = async {
                    while !self.told.has("journal_failed") {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                };
                // Not how long it takes, but so that a mistake does not wait for ever.
                let told = tokio::time::timeout(Duration::from_secs(60), told).await;
                told.expect("it is told that there is no journal");
                fs::remove_file(self.dir.join("filler"))?;
            }
            Does::Says => {
                for _ in 0..200 {
                    cx.message("x".repeat(1000));
                }
            }
        }
        Ok(())
    }
}

fn fill(dir: &Path) {
    let mut filler = File::create(dir.join("filler")).expect("a file");
    // Less and less, until not a byte fits.
    for size in [4096, 64, 1] {
        while filler.write_all(&vec![b'x'; size]).is_ok() {}
    }
}

/// What was told: the names of the events.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn has(&self, name: &str) -> bool {
        self.0
            .lock()
            .expect("no poison")
            .iter()
            .any(|it| it == name)
    }
}

impl Reporter for Told {
    fn event(&mut self, event: &Event, _: &RunView) {
        self.0.lock().expect("no poison").push(name(event));
    }
}

fn name(event: &Event) -> String {
    let value = serde_json::to_value(event).expect("JSON");
    value["event"].as_str().expect("a name").to_owned()
}

fn go(dir: &Path, told: &Told, roots: Vec<Step>) -> RunReport {
    let roots = roots.into_iter().map(|it| Box::new(it) as Box<dyn AnyTask>);
    let plan = Plan::build(roots.collect()).expect("a plan");
    let options = RunOptions {
        state_dir: dir.join("state"),
        workers: 2,
        ..RunOptions::default()
    };
    let runtime = pipeline_core::run::runtime(2).expect("a runtime");
    runtime.block_on(execute(plan, options, vec![Box::new(told.clone())]))
}

fn states(report: &RunReport) -> Vec<State> {
    let count = u32::try_from(report.view().plan().len()).expect("few");
    (0..count)
        .map(|number| report.view().state(number))
        .collect()
}

/// The journal of the last run: whole lines, every one of them an event.
fn journal(dir: &Path) -> Vec<Event> {
    // Two runs of one second are not in order by their names.
    let all = runs(&dir.join("state")).expect("a list").into_iter();
    let number = |run: &RunFolder| Record::read(&run.dir).expect("a record").header.number;
    let last = all.max_by_key(number).expect("a run");
    let bytes = fs::read(last.dir.join(FILE)).expect("the journal");
    assert_eq!(bytes.last(), Some(&b'\n'), "no half line is left");
    let record = Record::read(&last.dir).expect("a record");
    assert!(record.unread.is_empty(), "{:?}", record.unread);
    record.events
}

/// The disk becomes full while the first task runs: its end is told, what needs it does not
/// start, and the run says why. When there is space, the next run goes on.
fn nothing_new_starts(dir: &Path) {
    let told = Told::default();
    let plan = || {
        vec![Step::new(2, Does::Nothing, dir, &told).after(Step::new(1, Does::Fills, dir, &told))]
    };
    let report = go(dir, &told, plan());
    assert_eq!(states(&report), [State::Succeeded, State::NotStarted]);
    let failure = report.view().journal_failure().expect("no journal");
    assert!(
        failure.cause.contains("No space left on device"),
        "{failure}"
    );
    assert!(!report.is_success());
    let events = journal(dir);
    let names: Vec<String> = events.iter().map(name).collect();
    assert_eq!(
        names,
        ["run_started", "task_started"],
        "what could be written is there"
    );
    assert!(told.has("task_succeeded") && told.has("run_finished"));

    fs::remove_file(dir.join("filler")).expect("it is there");
    let told = Told::default();
    let second = Step::new(2, Does::Nothing, dir, &told);
    let report = go(dir, &told, vec![second]);
    assert!(report.is_success(), "{:?}", states(&report));
    let names: Vec<String> = journal(dir).iter().map(name).collect();
    let all = [
        "run_started",
        "task_started",
        "task_succeeded",
        "run_finished",
    ];
    assert_eq!(names, all);
}

/// Another task makes space while the run goes on: what happened meanwhile is written after all,
/// in its order, and the rest starts.
fn it_goes_on_when_there_is_space(dir: &Path) {
    let told = Told::default();
    let fills = Step::new(1, Does::Fills, dir, &told);
    let frees = Step::new(3, Does::Frees, dir, &told);
    let report = go(
        dir,
        &told,
        vec![Step::new(2, Does::Nothing, dir, &told).after(fills), frees],
    );
    assert!(report.is_success(), "{:?}", states(&report));
    assert!(report.view().journal_failure().is_none());
    let names: Vec<String> = journal(dir).iter().map(name).collect();
    assert_eq!(
        names,
        *told.0.lock().expect("no poison"),
        "what was told was written"
    );
    for name in ["journal_failed", "journal_goes_on", "run_finished"] {
        assert!(told.has(name), "{name}");
    }
}

/// Not even the folder of the run can be made.
fn it_cannot_begin(dir: &Path) {
    fill(dir);
    let told = Told::default();
    let report = go(dir, &told, vec![Step::new(1, Does::Nothing, dir, &told)]);
    assert_eq!(states(&report), [State::NotStarted]);
    assert!(report.view().journal_failure().is_some());
    fs::remove_file(dir.join("filler")).expect("it is there");
    assert!(go(dir, &told, vec![Step::new(1, Does::Nothing, dir, &told)]).is_success());
}

/// No file may grow any more: as a full disk, but everywhere.
fn a_file_cannot_grow(dir: &Path) {
    let told = Told::default();
    let says = Step::new(1, Does::Says, dir, &told);
    let report = go(
        dir,
        &told,
        vec![Step::new(2, Does::Nothing, dir, &told).after(says)],
    );
    assert_eq!(states(&report), [State::Succeeded, State::NotStarted]);
    let failure = report.view().journal_failure().expect("no journal");
    assert!(failure.cause.contains("File too large"), "{failure}");
    let names: Vec<String> = journal(dir).iter().map(name).collect();
    assert_eq!(names[..2], ["run_started", "task_started"]);
}

/// Not a test of its own: what the tests below start.
#[test]
fn the_process_that_runs() {
    let (Ok(play), Ok(dir)) = (std::env::var(PLAY), std::env::var("FULL_DIR")) else {
        return;
    };
    let dir = Path::new(&dir);
    match play.as_str() {
        "starts" => nothing_new_starts(dir),
        "goes-on" => it_goes_on_when_there_is_space(dir),
        "begins" => it_cannot_begin(dir),
        "grows" => a_file_cannot_grow(dir),
        other => panic!("no part {other}"),
    }
}

/// Plays a part in a shell that has prepared the folder `$FULL_DIR`.
fn play(play: &str, shell: &mut Command, prepare: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let program = std::env::current_exe().expect("this program");
    let script = format!("{prepare} exec \"$0\" --exact the_process_that_runs --nocapture");
    let output = shell
        .args(["-c", &script])
        .arg(program)
        .env("FULL_DIR", folder.path())
        .env(PLAY, play)
        .output();
    output.expect("a shell")
}

/// On a file system of its own, where the system lets us have one.
fn on_a_small_disk(part: &str) {
    const MOUNT: &str = "mount -t tmpfs -o size=256k none \"$FULL_DIR\" || exit 77;";
    let mut tried = Vec::new();
    // As root, or as somebody who may be root in a namespace of his own.
    for flags in ["-m", "-rm"] {
        let mut shell = Command::new("unshare");
        let output = play(part, shell.args([flags, "sh"]), MOUNT);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        let not_allowed = output.status.code() == Some(77) || err.contains("unshare failed");
        if !not_allowed {
            let out = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{out}\n{err}");
            assert!(out.contains("1 passed"), "{out}");
            return;
        }
        tried.push(err);
    }
    eprintln!(
        "not run: no file system can be mounted here: {}",
        tried.concat()
    );
}

#[test]
fn on_a_full_disk_what_runs_goes_on_and_nothing_new_starts() {
    on_a_small_disk("starts");
}

#[test]
fn when_there_is_space_again_what_happened_meanwhile_is_written_and_the_rest_starts() {
    on_a_small_disk("goes-on");
}

#[test]
fn a_run_whose_journal_cannot_begin_starts_nothing() {
    on_a_small_disk("begins");
}

#[test]
fn where_a_file_cannot_grow_what_was_cut_is_taken_back() {
    // The signal is ignored, as it is for a process that a service manager started so.
    let limit = "trap '' XFSZ; ulimit -f 64;";
    let output = play("grows", &mut Command::new("sh"), limit);
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && out.contains("1 passed"),
        "{out}\n{err}"
    );
}

/// The names above are those of the kinds.
#[test]
fn events_are_named_as_they_are_written() {
    let at = "2026-11-21T07:47:04Z".parse().expect("a time");
    let kind = EventKind::JournalGoesOn;
    assert_eq!(name(&Event { at, kind }), "journal_goes_on");
}

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{Json, Plain, Reporter, Screen, Summary, SummaryLimits};
use crate::failure::{Failure, FailureKind};
use crate::run::testing::{Kind, Spec, World};
use crate::run::{Estimates, Event, EventKind, Need, RunView, State, Stop, StopCause};
use crate::task::TaskId;

/// Keeps what is written, and each write by itself.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<Vec<u8>>>>);

impl Paper {
    fn text(&self) -> String {
        let writes = self.0.lock().expect("no poison").concat();
        String::from_utf8(writes).expect("UTF-8")
    }

    fn writes(&self) -> Vec<String> {
        let writes = self.0.lock().expect("no poison");
        let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).expect("UTF-8");
        writes.iter().map(text).collect()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no poison").push(bytes.to_vec());
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A run that a test writes down, event by event.
pub(super) struct Script {
    pub(super) view: RunView,
    world: Arc<World>,
    at: Timestamp,
    pub(super) reporters: Vec<Box<dyn Reporter>>,
}

impl Script {
    pub(super) fn new(
        world: &Arc<World>,
        complete: &[u32],
        reporters: Vec<Box<dyn Reporter>>,
    ) -> Self {
        Self::knowing(world, complete, reporters, Estimates::default())
    }

    /// A run of which is known how long its tasks took before.
    pub(super) fn knowing(
        world: &Arc<World>,
        complete: &[u32],
        reporters: Vec<Box<dyn Reporter>>,
        estimates: Estimates,
    ) -> Self {
        let plan = world.plan(&[0]);
        let done: Vec<TaskId> = complete.iter().map(|n| world.task(*n).id()).collect();
        let need = |id| match done.contains(&id) {
            true => Need::Complete,
            false => Need::Run,
        };
        let needs: Vec<Need> = plan.nodes().iter().map(|node| need(node.id)).collect();
        let mut script = Self {
            view: RunView::new(plan, &needs, None).with_estimates(Arc::new(estimates)),
            world: Arc::clone(world),
            at: "2026-11-21T07:47:04Z".parse().expect("a time"),
            reporters,
        };
        script.tell(
            0,
            EventKind::RunStarted {
                run: "2026-11-21T07-47-04Z-3f9a".to_owned(),
                dir: PathBuf::from(".spark-pipeline/runs/2026-11-21T07-47-04Z-3f9a"),
                tasks: needs.len(),
                complete: complete.len(),
                unneeded: 0,
            },
        );
        for n in complete {
            let task = script.id(*n);
            script.tell(0, EventKind::TaskComplete { task });
        }
        script
    }

    pub(super) fn id(&self, n: u32) -> TaskId {
        self.world.task(n).id()
    }

    /// Tells an event so many milliseconds after the last.
    pub(super) fn tell(&mut self, later: i64, kind: EventKind) {
        self.at += SignedDuration::from_millis(later);
        let event = Event { at: self.at, kind };
        self.view.apply(&event);
        for reporter in &mut self.reporters {
            reporter.event(&event, &self.view);
        }
    }

    /// Lets time pass: so many milliseconds.
    pub(super) fn tick(&mut self, later: i64) {
        self.at += SignedDuration::from_millis(later);
        for reporter in &mut self.reporters {
            reporter.tick(self.at, &self.view);
        }
    }

    pub(super) fn start(&mut self, n: u32) {
        let (task, label) = (self.id(n), self.world.task(n).label());
        self.tell(
            0,
            EventKind::TaskStarted {
                task,
                label,
                attempt: 1,
            },
        );
    }

    pub(super) fn succeed(&mut self, n: u32, millis: u64) {
        let (task, elapsed) = (self.id(n), Duration::from_millis(millis));
        self.tell(millis as i64, EventKind::TaskSucceeded { task, elapsed });
    }

    pub(super) fn fail(&mut self, n: u32, millis: u64, failure: Failure) {
        let (task, elapsed) = (self.id(n), Duration::from_millis(millis));
        let failed = EventKind::TaskFailed {
            task,
            elapsed,
            failure,
        };
        self.tell(millis as i64, failed);
    }

    pub(super) fn skip(&mut self, n: u32, because: &[u32]) {
        let because = because.iter().map(|n| self.id(*n)).collect();
        let task = self.id(n);
        self.tell(0, EventKind::TaskSkipped { task, because });
    }

    pub(super) fn finish(&mut self) {
        let count = |state| self.view.count(state);
        let finished = EventKind::RunFinished {
            succeeded: count(State::Succeeded),
            failed: count(State::Failed),
            stopped: count(State::Stopped),
            skipped: count(State::Skipped),
            not_started: count(State::NotStarted),
            elapsed: self.view.elapsed(),
        };
        self.tell(0, finished);
    }
}

pub(super) fn writing(kind: Kind, needs: &[u32], output: &str) -> Spec {
    Spec {
        needs: needs.to_vec(),
        kind,
        output: (!output.is_empty()).then(|| output.to_owned()),
        ..Spec::default()
    }
}

/// A report of three jobs over three given files.
pub(super) fn pipeline() -> Arc<World> {
    World::new([
        writing(Kind::Rust, &[1, 2, 3], "out/report.md"),
        writing(Kind::Engine, &[4], "out/delays/01"),
        writing(Kind::Engine, &[5], "out/delays/02"),
        writing(Kind::Engine, &[6], "out/delays/03"),
        writing(Kind::External, &[], "in/01.csv.gz"),
        writing(Kind::External, &[], "in/02.csv.gz"),
        writing(Kind::External, &[], "in/03.csv.gz"),
    ])
}

pub(super) fn value_error() -> Failure {
    let mut failure = Failure::new(FailureKind::Program, "ValueError: no such month: 13")
        .context("jobs/delays.py, line 12, in main: month = months[number]");
    failure.last_lines = vec![
        "Traceback (most recent call last):".to_owned(),
        "\u{1b}[31mValueError\u{1b}[0m: no such month: 13".to_owned(),
    ];
    failure.log = Some(PathBuf::from(".spark-pipeline/runs/r/Job-n-2/stderr.log"));
    failure.rerun = Some("spark-submit jobs/delays.py --month 13".to_owned());
    failure.hint = Some("months are 1 to 12".to_owned());
    failure.exit_code = Some(1);
    failure
}

/// One job succeeds, one fails, and what is downstream is skipped.
pub(super) fn a_failing_run(script: &mut Script) {
    script.start(1);
    let task = script.id(1);
    let url = "http://10.0.0.7:4040".to_owned();
    script.tell(1200, EventKind::TrackingUrl { task, url });
    let id = "local-1795247224000".to_owned();
    script.tell(0, EventKind::ApplicationId { task, id });
    let message = "Stage 1\r\n\u{1b}[2Khalf done".to_owned();
    script.tell(300, EventKind::TaskMessage { task, message });
    script.start(2);
    script.succeed(1, 11_000);
    script.fail(2, 3_200, value_error());
    script.start(3);
    script.succeed(3, 65_000);
    script.skip(0, &[2]);
    script.finish();
}

fn plain(paper: &Paper) -> Box<dyn Reporter> {
    let screen = Screen::new(paper.clone(), false);
    Box::new(Plain::in_zone(screen, TimeZone::UTC))
}

fn summary(paper: &Paper) -> Box<dyn Reporter> {
    Box::new(Summary::new(Screen::new(paper.clone(), false)))
}

#[test]
fn plain_lines_say_what_happens_without_control_codes() {
    let paper = Paper::default();
    a_failing_run(&mut Script::new(
        &pipeline(),
        &[4, 5, 6],
        vec![plain(&paper)],
    ));
    let text = paper.text();
    assert!(!text.contains('\u{1b}') && !text.contains('\r'), "{text:?}");
    insta::assert_snapshot!(text);
}

#[test]
fn the_summary_says_first_what_failed_and_why() {
    let paper = Paper::default();
    a_failing_run(&mut Script::new(
        &pipeline(),
        &[4, 5, 6],
        vec![summary(&paper)],
    ));
    insta::assert_snapshot!(paper.text());
}

#[test]
fn the_summary_of_a_success_is_the_table_and_the_totals() {
    let paper = Paper::default();
    let mut script = Script::new(&pipeline(), &[1, 2, 4, 5, 6], vec![summary(&paper)]);
    script.start(3);
    script.succeed(3, 12_340);
    script.start(0);
    script.succeed(0, 4);
    script.finish();
    insta::assert_snapshot!(paper.text());
}

#[test]
fn the_summary_of_a_stopped_run_says_what_was_stopped_and_not_started() {
    let paper = Paper::default();
    let mut script = Script::new(
        &pipeline(),
        &[4, 5, 6],
        vec![summary(&paper), plain(&paper)],
    );
    script.start(1);
    let (stop, cause) = (Stop::Gracefully, StopCause::Signal(15));
    script.tell(2_000, EventKind::StopRequested { stop, cause });
    script.tell(
        500,
        EventKind::TaskStopped {
            task: script.id(1),
            elapsed: Duration::from_millis(2_500),
            failure: Failure::new(FailureKind::Stopped, "stopped in order"),
        },
    );
    for n in [2, 3, 0] {
        let task = script.id(n);
        script.tell(0, EventKind::TaskNotStarted { task });
    }
    script.finish();
    insta::assert_snapshot!(paper.text());
}

#[test]
fn the_summary_of_a_big_run_counts_by_type_and_groups_equal_failures() {
    // A wrapper over three thousand jobs and as many given files.
    let needs: Vec<u32> = (1..=6000).collect();
    let mut specs = vec![writing(Kind::Rust, &needs, "out/all.md")];
    specs.extend((1..=3000).map(|n| writing(Kind::Engine, &[n + 3000], "")));
    specs.extend((1..=3000).map(|n| writing(Kind::External, &[], &format!("in/{n}"))));
    let world = World::new(specs);
    let given: Vec<u32> = (3001..=6000).collect();
    let paper = Paper::default();
    let mut script = Script::new(&world, &given, vec![summary(&paper)]);
    for n in 1..=3000_u32 {
        script.start(n);
        if n.is_multiple_of(100) {
            let full = Failure::new(FailureKind::Program, "No space left on device");
            script.fail(n, 10, full);
        } else if n.is_multiple_of(150) {
            script.fail(n, 10, Failure::new(FailureKind::Program, format!("no {n}")));
        } else {
            script.succeed(n, 10);
        }
    }
    script.skip(0, &[100, 150]);
    script.finish();
    let text = paper.text();
    assert!(text.lines().count() < 60, "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn plain_lines_of_a_big_run_are_few() {
    let needs: Vec<u32> = (1..=2000).collect();
    let mut specs = vec![writing(Kind::Wrapper, &needs, "")];
    specs.extend((1..=2000).map(|_| writing(Kind::Rust, &[], "")));
    let world = World::new(specs);
    let paper = Paper::default();
    let mut script = Script::new(&world, &[], vec![plain(&paper)]);
    for n in 1..=2000 {
        script.start(n);
        script.succeed(n, 1);
    }
    script.finish();
    let text = paper.text();
    assert_eq!(text.lines().count(), 1 + 19, "{text}");
    assert!(text.contains("1,001 of 2,001 tasks ended"), "{text}");
}

#[test]
fn a_line_of_json_is_one_write_and_says_all_that_it_is_about() {
    let paper = Paper::default();
    let json: Box<dyn Reporter> = Box::new(Json::new(paper.clone()));
    a_failing_run(&mut Script::new(&pipeline(), &[4, 5, 6], vec![json]));
    let writes = paper.writes();
    for line in &writes {
        assert!(
            line.ends_with('\n') && line.matches('\n').count() == 1,
            "{line:?}"
        );
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(
            value["at"].is_string() && value["event"].is_string(),
            "{line}"
        );
        assert_eq!(
            value["task"].is_string(),
            value["label"].is_string(),
            "{line}"
        );
    }
    let failed = writes.iter().find(|line| line.contains("task_failed"));
    let failed: serde_json::Value = serde_json::from_str(failed.expect("a failure")).expect("JSON");
    assert_eq!(failed["label"], "Job(n=2)");
    assert_eq!(failed["elapsed"], 3.2);
    assert_eq!(failed["failure"]["kind"], "program");
    assert_eq!(failed["failure"]["cause"], "ValueError: no such month: 13");
}

#[test]
fn limits_are_kept() {
    let mut script = Script::new(&pipeline(), &[], Vec::new());
    a_failing_run_of_given_files(&mut script);
    let limits = SummaryLimits {
        failures: 1,
        names: 1,
        tasks: 0,
        last_lines: 0,
    };
    let text = super::summarise(&script.view, &limits);
    let text = anstream::adapter::strip_str(&text).to_string();
    insta::assert_snapshot!(text);
}

fn a_failing_run_of_given_files(script: &mut Script) {
    for n in [4, 5, 6] {
        let cause = format!("in/0{}.csv.gz is not there", n - 3);
        script.fail(n, 0, Failure::new(FailureKind::ExternalMissing, cause));
    }
    for (n, because) in [(1, 4), (2, 5), (3, 6)] {
        script.skip(n, &[because]);
    }
    script.skip(0, &[4, 5, 6]);
    script.finish();
}

#[test]
fn no_line_of_json_says_a_label_twice() {
    let script = Script::new(&pipeline(), &[4, 5, 6], Vec::new());
    let (task, label) = (script.id(1), "Job(n=1)".to_owned());
    let attempt = 1;
    let started = EventKind::TaskStarted {
        task,
        label: label.clone(),
        attempt,
    };
    let added = EventKind::TaskAdded { task, label };
    let resumed = EventKind::TaskResumed { task };
    for kind in [started, added, resumed] {
        let event = Event {
            at: script.at,
            kind,
        };
        let line = String::from_utf8(super::json_line(&event, &script.view)).expect("UTF-8");
        assert_eq!(line.matches("\"label\":").count(), 1, "{line}");
    }
}

/// A run in which everything happens that is neither success nor failure.
fn an_eventful_run(script: &mut Script) {
    script.start(1);
    let (task, elapsed) = (script.id(1), Duration::from_secs(2));
    let failure = Failure::new(FailureKind::Program, "No space left on device");
    let (attempt, of, after) = (1, 3, Duration::from_secs(30));
    script.tell(
        2_000,
        EventKind::TaskRetrying {
            task,
            attempt,
            of,
            elapsed,
            after,
            failure,
        },
    );
    let task = script.id(2);
    let number = script.view.plan().find(task).expect("a task");
    script.view.ready(number);
    let run = Some("2026-11-21T07-00-00Z-aaaa".to_owned());
    script.tell(0, EventKind::TaskElsewhere { task, run });
    script.tell(20_000, EventKind::TaskComplete { task });
    let number = script.view.plan().find(script.id(1)).expect("a task");
    script.view.ready(number);
    let (task, label) = (script.id(1), "Job(n=1)".to_owned());
    let attempt = 2;
    let again = EventKind::TaskStarted {
        task,
        label,
        attempt,
    };
    script.tell(10_000, again);
    // A word each second is a line each half a minute.
    for done in 0..100 {
        let (what, total) = ("stage 3".to_owned(), Some(100));
        script.tell(
            1_000,
            EventKind::TaskProgress {
                task,
                what,
                done,
                total,
            },
        );
    }
    script.succeed(1, 100_000);
    let (hook, failure) = (
        "on_success".to_owned(),
        Failure::new(FailureKind::Program, "no mail"),
    );
    script.tell(
        0,
        EventKind::HookFailed {
            task,
            hook,
            failure,
        },
    );
    script.start(3);
    script.succeed(3, 5_000);
    script.start(0);
    let (task, requires) = (script.id(0), vec![script.id(3)]);
    script.tell(0, EventKind::TaskRequires { task, requires });
    script.tell(0, EventKind::TaskResumed { task });
    script.succeed(0, 7_000);
    script.finish();
}

#[test]
fn plain_lines_and_the_summary_tell_of_tries_hooks_other_runs_and_the_longest_way() {
    let paper = Paper::default();
    an_eventful_run(&mut Script::new(
        &pipeline(),
        &[4, 5, 6],
        vec![plain(&paper), summary(&paper)],
    ));
    insta::assert_snapshot!(paper.text());
}

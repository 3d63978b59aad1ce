use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Console, Terminal};
use crate::failure::{Failure, FailureKind};
use crate::report::Reporter;
use crate::report::tests::{Script, a_failing_run, pipeline, value_error, writing};
use crate::run::testing::{Does, Kind, Spec, World};
use crate::run::{Completeness, Estimates, EventKind, RunOptions, Upcoming, WaitsFor, execute};

/// A terminal in memory.
#[derive(Clone)]
struct Memory(Arc<Mutex<Inner>>);

struct Inner {
    screen: vt100::Parser,
    /// All that was written.
    written: Vec<String>,
}

impl Memory {
    fn new(columns: u16, rows: u16) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            screen: vt100::Parser::new(rows, columns, 1000),
            written: Vec::new(),
        })))
    }

    fn console(&self) -> Box<Console> {
        Box::new(Console::on(Box::new(self.clone()), true))
    }

    /// What a person sees.
    fn text(&self) -> String {
        let inner = self.0.lock().expect("no poison");
        let text = inner.screen.screen().contents();
        let lines = text.lines().map(str::trim_end);
        lines.collect::<Vec<_>>().join("\n")
    }

    fn written(&self) -> Vec<String> {
        self.0.lock().expect("no poison").written.clone()
    }

    fn resize(&self, columns: u16, rows: u16) {
        let mut inner = self.0.lock().expect("no poison");
        inner.screen.screen_mut().set_size(rows, columns);
    }
}

impl Terminal for Memory {
    fn size(&self) -> (u16, u16) {
        let inner = self.0.lock().expect("no poison");
        let (rows, columns) = inner.screen.screen().size();
        (columns, rows)
    }

    fn write(&mut self, text: String) {
        let mut inner = self.0.lock().expect("no poison");
        inner.screen.process(text.as_bytes());
        inner.written.push(text);
    }
}

/// Lets time pass until the next picture is drawn: it is not drawn before the last one has
/// paid for itself, which is real time; one that shows nothing new is not drawn at all.
fn draw(script: &mut Script, terminal: &Memory, later: i64) -> String {
    let before = terminal.written().len();
    script.tick(later);
    for _ in 0..500 {
        if terminal.written().len() > before {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
        script.tick(0);
    }
    terminal.text()
}

fn progress(script: &mut Script, n: u32, what: &str, done: u64, total: Option<u64>) {
    let (task, what) = (script.id(n), what.to_owned());
    script.tell(
        0,
        EventKind::TaskProgress {
            task,
            what,
            done,
            total,
        },
    );
}

/// A run of which a job failed, one runs, one is to be tried again.
fn halfway(script: &mut Script) {
    script.start(1);
    script.start(2);
    script.start(3);
    let task = script.id(1);
    let url = "http://10.0.0.7:4040".to_owned();
    script.tell(1200, EventKind::TrackingUrl { task, url });
    progress(script, 1, "stage 3", 120, Some(200));
    script.fail(2, 3_200, value_error());
    let (task, elapsed) = (script.id(3), Duration::from_secs(5));
    script.tell(
        1_000,
        EventKind::TaskRetrying {
            task,
            attempt: 1,
            of: 3,
            elapsed,
            after: Duration::from_secs(30),
            failure: Failure::new(FailureKind::Program, "No space left on device"),
        },
    );
}

#[test]
fn what_runs_stands_under_what_waits_for_it_and_failures_stay_above() {
    let terminal = Memory::new(80, 24);
    let mut script = Script::new(&pipeline(), &[4, 5, 6], vec![terminal.console()]);
    halfway(&mut script);
    insta::assert_snapshot!(draw(&mut script, &terminal, 6_000));
}

#[test]
fn when_the_run_is_over_only_what_happened_is_left() {
    let terminal = Memory::new(80, 24);
    let mut script = Script::new(&pipeline(), &[4, 5, 6], vec![terminal.console()]);
    draw(&mut script, &terminal, 100);
    a_failing_run(&mut script);
    insta::assert_snapshot!(terminal.text());
}

#[test]
fn a_narrow_and_low_terminal_shows_what_fits() {
    let terminal = Memory::new(34, 6);
    let mut script = Script::new(&pipeline(), &[4, 5, 6], vec![terminal.console()]);
    halfway(&mut script);
    insta::assert_snapshot!(draw(&mut script, &terminal, 6_000));
    for (columns, rows) in [(1, 1), (2, 1), (3, 2), (9, 3), (300, 2)] {
        terminal.resize(columns, rows);
        draw(&mut script, &terminal, 100);
    }
}

#[test]
fn estimates_say_how_long_a_task_and_the_run_are_going_to_take() {
    let terminal = Memory::new(80, 24);
    let world = pipeline();
    let mut estimates = Estimates::default();
    for (n, seconds) in [(0, 10), (1, 60), (2, 60), (3, 90)] {
        estimates.add_task(world.task(n).id(), Duration::from_secs(seconds));
    }
    let reporters: Vec<Box<dyn Reporter>> = vec![terminal.console()];
    let mut script = Script::knowing(&world, &[4, 5, 6], reporters, estimates);
    script.start(1);
    script.start(3);
    // One worker has 90 s and then 10 s of work, the other 60 s and 60 s and then 10 s.
    let text = draw(&mut script, &terminal, 20_000);
    assert!(text.contains("20 s of about 1 min 30 s"), "{text}");
    assert!(text.contains("about 1 min 30 s left"), "{text}");
    // What takes longer than ever is not going to end in the past.
    let text = draw(&mut script, &terminal, 200_000);
    assert!(text.contains("3 min 40 s of about 1 min 30 s"), "{text}");
    assert!(text.contains("about 35 s left"), "{text}");
}

#[test]
fn what_waits_says_for_what() {
    let terminal = Memory::new(100, 30);
    let mut script = Script::new(&pipeline(), &[4, 5, 6], vec![terminal.console()]);
    script.start(1);
    let task = script.id(2);
    let run = Some("2026-11-21T07-00-00Z-aaaa".to_owned());
    let two = script.view.plan().find(task).expect("a task");
    script.view.ready(two);
    script.tell(0, EventKind::TaskElsewhere { task, run });
    let number = script.view.plan().find(script.id(3)).expect("a task");
    script.view.ready(number);
    let upcoming = |waits| vec![Upcoming { number, waits }];
    script.view.comes_next(upcoming(WaitsFor::Worker));
    let text = draw(&mut script, &terminal, 100);
    assert!(
        text.contains("next: Job(n=3), as soon as a worker is free"),
        "{text}"
    );
    script.view.comes_next(upcoming(WaitsFor::Resource {
        name: "cluster".into(),
        takes: 2,
        free: 1,
    }));
    insta::assert_snapshot!(draw(&mut script, &terminal, 100));
}

#[test]
fn what_a_running_task_requires_stands_below_it() {
    let terminal = Memory::new(80, 24);
    let world = World::new([
        writing(Kind::Wrapper, &[1, 2], ""),
        writing(Kind::Rust, &[], ""),
        writing(Kind::Rust, &[], ""),
        writing(Kind::Rust, &[], ""),
    ]);
    let mut script = Script::new(&world, &[], vec![terminal.console()]);
    script.start(1);
    let (task, requires) = (script.id(1), vec![script.id(2), script.id(3)]);
    script.tell(100, EventKind::TaskRequires { task, requires });
    script.start(2);
    insta::assert_snapshot!(draw(&mut script, &terminal, 1000));
    script.succeed(2, 1000);
    let task = script.id(1);
    script.tell(0, EventKind::TaskResumed { task });
    let text = draw(&mut script, &terminal, 1000);
    assert!(!text.contains("requires"), "{text}");
}

#[test]
fn of_a_big_graph_the_tree_shows_what_fits() {
    // A chain of a hundred over two thousand that run at once.
    let terminal = Memory::new(80, 24);
    let wide: Vec<u32> = (101..=2100).collect();
    let mut specs: Vec<_> = (0..100)
        .map(|n| writing(Kind::Rust, &[n + 1], ""))
        .collect();
    specs.push(writing(Kind::Rust, &wide, ""));
    specs.extend(wide.iter().map(|_| writing(Kind::Rust, &[], "")));
    let world = World::new(specs);
    let mut script = Script::new(&world, &[], vec![terminal.console()]);
    for n in 101..=104 {
        script.start(n);
    }
    let few = draw(&mut script, &terminal, 1000);
    assert!(few.contains("waits for 2,000 of 2,000"), "{few}");
    for n in 105..=2100 {
        script.start(n);
    }
    let many = draw(&mut script, &terminal, 1000);
    insta::assert_snapshot!(format!("{few}\n\n{many}"));
}

#[test]
fn a_hundred_thousand_short_tasks_are_drawn_a_few_times_and_not_at_each_event() {
    let needs: Vec<u32> = (1..=20_000).collect();
    let mut specs = vec![writing(Kind::Wrapper, &needs, "")];
    specs.extend(needs.iter().map(|_| writing(Kind::Rust, &[], "")));
    let world = World::new(specs);
    let terminal = Memory::new(80, 24);
    let mut script = Script::new(&world, &[], vec![terminal.console()]);
    for n in 1..=20_000 {
        script.start(n);
        script.succeed(n, 0);
        if n % 1_000 == 0 {
            script.tick(100);
        }
    }
    script.finish();
    let written = terminal.written();
    assert!(written.len() <= 25, "{}", written.len());
    assert!(
        written.concat().len() < 20_000,
        "{}",
        written.concat().len()
    );
}

#[test]
fn so_many_failures_are_told_and_then_counted() {
    let needs: Vec<u32> = (1..=4_000).collect();
    let mut specs = vec![writing(Kind::Wrapper, &needs, "")];
    specs.extend(needs.iter().map(|_| writing(Kind::Rust, &[], "")));
    let world = World::new(specs);
    let terminal = Memory::new(80, 24);
    // What was complete before takes nothing of the place for what fails.
    let complete: Vec<u32> = (3_001..=4_000).collect();
    let mut script = Script::new(&world, &complete, vec![terminal.console()]);
    for n in 1..=3_000 {
        script.start(n);
        script.fail(n, 1, Failure::new(FailureKind::Program, "no"));
    }
    draw(&mut script, &terminal, 100);
    let text = terminal.written().concat();
    let told = text.matches("failed after").count();
    assert_eq!(told, 500);
    assert!(text.contains("the summary tells of it"), "it says so");
    assert!(
        terminal.text().contains("3,000 failed"),
        "it goes on to count"
    );
}

/// What does not change between two pictures is there at every moment in between, so nothing
/// flickers, also on a terminal that shows each byte as it comes.
#[test]
fn what_stays_the_same_is_never_blank_in_between() {
    let terminal = Memory::new(80, 24);
    let mut script = Script::new(&pipeline(), &[4, 5, 6], vec![terminal.console()]);
    halfway(&mut script);
    draw(&mut script, &terminal, 1000);
    for _ in 0..20 {
        progress(&mut script, 1, "stage 3", 150, Some(200));
        draw(&mut script, &terminal, 900);
    }
    let mut screen = vt100::Parser::new(24, 80, 0);
    let rows = |screen: &vt100::Parser| screen.screen().rows(0, 80).collect::<Vec<_>>();
    let pictures = terminal.written();
    let (first, rest) = pictures.split_at(pictures.len() - 15);
    screen.process(first.concat().as_bytes());
    for picture in rest {
        let before = rows(&screen);
        let mut after = vt100::Parser::new(24, 80, 0);
        after.process(&screen.screen().state_formatted());
        after.process(picture.as_bytes());
        let after = rows(&after);
        for byte in picture.bytes() {
            screen.process(&[byte]);
            let now = rows(&screen);
            for at in 0..24 {
                if before[at] == after[at] {
                    assert_eq!(now[at], before[at], "row {at}");
                }
            }
        }
    }
}

/// The dispatcher lets it draw, in the time of the run.
#[tokio::test(start_paused = true)]
async fn a_run_is_drawn_while_nothing_happens() {
    let world = World::new([Spec {
        does: Does::Sleeps(600),
        ..Spec::default()
    }]);
    let terminal = Memory::new(80, 24);
    let folder = tempfile::tempdir().expect("a folder");
    let options = RunOptions {
        state_dir: folder.path().to_owned(),
        completeness: Arc::clone(&world) as Arc<dyn Completeness>,
        ..RunOptions::default()
    };
    let report = execute(world.plan(&[0]), options, vec![terminal.console()]).await;
    assert!(report.is_success());
    let written = terminal.written();
    let drawn = written.iter().filter(|it| it.contains(" min "));
    assert!(drawn.count() > 3, "{written:?}");
    // A pulse is a tenth of a second, and there are not more pictures than that.
    assert!(written.len() < 6_010, "{}", written.len());
}

#[test]
fn without_colours_no_style_is_written() {
    let terminal = Memory::new(80, 24);
    let console = Console::on(Box::new(terminal.clone()), false);
    let mut script = Script::new(&pipeline(), &[4, 5, 6], vec![Box::new(console)]);
    halfway(&mut script);
    draw(&mut script, &terminal, 1000);
    let written = terminal.written().concat();
    let styles = written.split('\u{1b}').skip(1).filter(|code| {
        let end = code.find(|c: char| c.is_ascii_alphabetic());
        end.is_some_and(|end| code[end..].starts_with('m'))
    });
    assert_eq!(styles.count(), 0, "{written:?}");
}

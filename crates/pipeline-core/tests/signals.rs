//! Real signals to a real process that runs a plan.
//!
//! The process is this test program again, told by a variable to be the one that runs.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use pipeline_core::failure::{Failure, FailureKind, Result};
use pipeline_core::param::AnyParam;
use pipeline_core::plan::Plan;
use pipeline_core::report::Json;
use pipeline_core::run::{Context, RunOptions, Stop, StopCause, StopLimits, execute, signals};
use pipeline_core::target::AnyTarget;
use pipeline_core::task::{
    AnyTask, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved, Task,
    TaskKind, TaskSchema,
};
use rustix::process::{Pid, Signal, kill_process};

/// Says to the process what its task does: `obeys` or `ignores` a request to stop.
const PLAY: &str = "SPARK_PIPELINE_TEST_PLAY";

/// Works until it is stopped.
struct Works {
    obeys: bool,
}

impl Task for Works {
    const SCHEMA: &'static TaskSchema = &TaskSchema {
        name: "Works",
        path: "signals::Works",
        doc: "",
        kind: TaskKind::Rust,
        params: &[],
        inputs: &[],
        outputs: &[],
        unverified: &[],
    };

    fn visit_params(&self, _: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {}
    fn from_params(_: &mut ParamValues) -> Option<Self> {
        None
    }
    fn dependencies(&self, _: &mut Dependencies) {}
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, _: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {}

    async fn run(&self, cx: &Context) -> Result<()> {
        // Told only once the signals are listened for and the task is at work.
        cx.message("at work");
        if self.obeys {
            cx.stopped(Stop::Gracefully).await;
            return Err(Failure::new(FailureKind::Stopped, "stopped in order").into());
        }
        std::future::pending().await
    }
}

/// Not a test of its own: what the tests below start.
#[test]
fn the_process_that_runs() {
    let Ok(play) = std::env::var(PLAY) else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let code = runtime.block_on(async {
        let obeys = play == "obeys";
        let plan = Plan::build(vec![Box::new(Works { obeys })]).expect("a plan");
        let options = RunOptions {
            stops: Some(signals().expect("signals")),
            // The test decides by signals, not by how slow the machine is.
            stop_limits: StopLimits {
                grace: Duration::from_secs(600),
                ..StopLimits::default()
            },
            journal: false,
            ..RunOptions::default()
        };
        let json = Box::new(Json::new(std::io::stdout()));
        let report = execute(plan, options, vec![json]).await;
        match report.stop() {
            Some(StopCause::Signal(number)) => 128 + number,
            _ => 0,
        }
    });
    std::process::exit(code);
}

/// The process and what it tells.
struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    fn start(play: &str) -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .args(["--exact", "the_process_that_runs", "--nocapture"])
            .env(PLAY, play)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let out = child.stdout.take().expect("a pipe");
        let lines = BufReader::new(out).lines();
        Self { child, lines }
    }

    /// Reads until a line holds all of these words.
    fn wait_for(&mut self, words: &[&str]) {
        let mut seen = Vec::new();
        for line in self.lines.by_ref() {
            let line = line.expect("a line");
            if words.iter().all(|word| line.contains(word)) {
                return;
            }
            seen.push(line);
        }
        panic!("no line with {words:?}, but {seen:#?}");
    }

    fn send(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        kill_process(pid.expect("a process id"), signal).expect("it runs");
    }

    fn exit_code(&mut self) -> Option<i32> {
        self.child.wait().expect("its end").code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A failed test leaves no process behind; one that has ended is no harm.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_first_signal_stops_in_order_and_decides_the_exit_code() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let mut process = Running::start("obeys");
        process.wait_for(&["task_message", "at work"]);
        process.send(signal);
        process.wait_for(&["stop_requested", "gracefully"]);
        process.wait_for(&["task_stopped", "stopped in order"]);
        process.wait_for(&["run_finished", "\"stopped\":1"]);
        assert_eq!(process.exit_code(), Some(code));
    }
}

#[test]
fn the_second_signal_ends_what_ignored_the_first() {
    let mut process = Running::start("ignores");
    process.wait_for(&["task_message", "at work"]);
    process.send(Signal::TERM);
    process.wait_for(&["stop_requested", "gracefully"]);
    process.send(Signal::INT);
    process.wait_for(&["stop_requested", "now"]);
    process.wait_for(&["task_stopped", "was dropped"]);
    assert_eq!(process.exit_code(), Some(143), "the first signal decides");
}

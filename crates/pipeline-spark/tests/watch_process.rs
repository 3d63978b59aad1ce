//! A child process: it gets what it was given, says how it ended, and never outlives us.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{eventually, members};
use pipeline_spark::watch::{Exit, Launch, Output, OutputSummary, Process, StartError};
use rustix::process::{Pid, Signal};

fn shell(script: &str) -> Launch {
    Launch {
        program: "/bin/sh".into(),
        arguments: vec!["-c".into(), script.into(), "sh".into()],
        ..Launch::default()
    }
}

async fn run(launch: &Launch, dir: &Path) -> (Exit, OutputSummary) {
    let (mut process, pipes) = Process::start(launch).unwrap();
    let (output, _findings) = Output::start(pipes, dir).unwrap();
    let exit = process.wait().await.unwrap();
    (exit, output.finish().await)
}

#[tokio::test]
async fn an_exit_code_and_a_signal_arrive_as_what_they_are() {
    let dir = tempfile::tempdir().unwrap();
    for (script, exit) in [
        ("exit 0", Exit::Code(0)),
        ("exit 3", Exit::Code(3)),
        ("exit 143", Exit::Code(143)),
        ("kill -TERM $$", Exit::Signal(15)),
        ("kill -KILL $$", Exit::Signal(9)),
    ] {
        assert_eq!(run(&shell(script), dir.path()).await.0, exit, "{script}");
    }
    assert_eq!(Exit::Signal(9).code(), Some(137));
}

#[tokio::test]
async fn arguments_and_variables_arrive_unharmed() {
    let dir = tempfile::tempdir().unwrap();
    let nasty = [
        "",
        " ",
        "a b",
        "--x=y",
        "-e",
        "*",
        "~",
        "$HOME",
        "`id`",
        "$(id)",
        "\"",
        "'",
        "\\",
        "a,b",
        "a\nb",
        ";",
        "&",
        "|",
        "#",
        "!",
        "{a,b}",
        "ünï",
        "\u{1F600}",
        "\t",
        "-- -",
        "%s",
    ];
    let mut launch = shell(r#"printf '%s\0' "$@" "$VALUE" "${GONE-none}""#);
    launch.arguments.extend(nasty.map(Into::into));
    launch.environment = vec![
        ("VALUE".into(), Some("a 'b' \"$c\"\n".into())),
        ("GONE".into(), None),
    ];
    let (exit, output) = run(&launch, dir.path()).await;
    assert!(exit.success());
    let mut expected = nasty.map(|text| format!("{text}\0")).concat();
    expected.push_str("a 'b' \"$c\"\n\0none\0");
    assert_eq!(
        std::fs::read_to_string(output.stdout.path).unwrap(),
        expected
    );
}

#[tokio::test]
async fn the_program_gets_nothing_on_stdin_and_no_descriptor_of_ours() {
    let dir = tempfile::tempdir().unwrap();
    // Only the three that everybody has; the fourth is the folder being listed.
    let (exit, output) = run(
        &shell(
            "cat; for fd in 3 4 5 6 7 8 9; do if true 2>/dev/null <&$fd; then echo $fd; fi; done",
        ),
        dir.path(),
    )
    .await;
    assert!(exit.success());
    assert_eq!(std::fs::read_to_string(output.stdout.path).unwrap(), "");
}

#[test]
fn a_program_that_is_not_there_is_said_before_anything_is_started() {
    let launch = |program: &str| Launch {
        program: program.into(),
        ..Launch::default()
    };
    for program in ["/nowhere/spark-submit", "no-such-program-on-the-path", "/"] {
        assert!(matches!(
            Process::start(&launch(program)),
            Err(StartError::NoProgram(_))
        ));
    }
}

#[tokio::test]
async fn strays_end_with_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let (mut process, pipes) =
        Process::start(&shell("trap '' TERM HUP; sleep 1000 & sleep 1000 & exit 5")).unwrap();
    let (output, _findings) = Output::start(pipes, dir.path()).unwrap();
    let group = process.id();
    assert_eq!(process.wait().await.unwrap(), Exit::Code(5));
    output.finish().await;
    eventually("the group is empty", || members(group).is_empty());
}

#[tokio::test]
async fn terminate_lets_a_program_end_in_order_and_kill_does_not_ask() {
    let dir = tempfile::tempdir().unwrap();
    let script = "trap 'echo bye; exit 9' TERM; echo ready; while :; do sleep 0.1; done";
    for kill in [false, true] {
        let (mut process, pipes) = Process::start(&shell(script)).unwrap();
        let (output, _findings) = Output::start(pipes, dir.path()).unwrap();
        let log = dir.path().join("stdout.log");
        eventually("it is ready", || {
            std::fs::read_to_string(&log).is_ok_and(|text| text.contains("ready"))
        });
        if kill {
            process.kill();
        } else {
            process.terminate();
        }
        let exit = process.wait().await.unwrap();
        let group = process.id();
        output.finish().await;
        let said_bye = std::fs::read_to_string(&log).unwrap().contains("bye");
        assert_eq!(exit, if kill { Exit::Signal(9) } else { Exit::Code(9) });
        assert_eq!(said_bye, !kill);
        // Asking again after the end harms nobody.
        process.terminate();
        process.kill();
        eventually("the group is empty", || members(group).is_empty());
    }
}

#[tokio::test]
async fn a_dropped_process_is_killed_with_its_group() {
    let (process, _pipes) =
        Process::start(&shell("trap '' TERM; sleep 1000 & sleep 1000")).unwrap();
    let group = process.id();
    drop(process);
    eventually("the group is empty", || members(group).is_empty());
}

/// Not a test: the process that the next test kills. It starts a tree and waits for its death.
#[test]
#[ignore = "run by `our_own_sigkill_leaves_nothing_behind`"]
fn a_parent_to_be_killed() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let script = "trap '' TERM HUP INT; (trap '' TERM HUP INT; sleep 1000) & sleep 1000";
        let (mut process, _pipes) = Process::start(&shell(script)).unwrap();
        println!("group {}", process.id());
        process.wait().await.unwrap();
    });
}

#[test]
fn our_own_sigkill_leaves_nothing_behind() {
    for settle in [false, true] {
        let mut parent = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "a_parent_to_be_killed",
                "--ignored",
                "--nocapture",
            ])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(parent.stdout.take().unwrap()).lines();
        let group: u32 = lines
            .map_while(Result::ok)
            .find_map(|line| line.split_once("group ")?.1.trim().parse().ok())
            .unwrap();
        if settle {
            eventually("all of the tree runs", || members(group).len() >= 4);
        }
        // Once at the first moment it can be known, and once when all of it stands.
        let id = Pid::from_raw(parent.id().try_into().unwrap()).unwrap();
        rustix::process::kill_process(id, Signal::KILL).unwrap();
        parent.wait().unwrap();
        eventually("the group is empty", || members(group).is_empty());
    }
}

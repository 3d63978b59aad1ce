//! What a process prints is kept whole, whatever it is and however it ends.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;

use common::eventually_async;
use pipeline_spark::watch::{Exit, Finding, Launch, Output, Process};

fn python(script: &str) -> Launch {
    Launch {
        program: "python3".into(),
        arguments: vec!["-c".into(), script.into()],
        ..Launch::default()
    }
}

async fn run(script: &str, dir: &Path) -> (Exit, pipeline_spark::watch::OutputSummary) {
    let (mut process, pipes) = Process::start(&python(script)).unwrap();
    let (output, _findings) = Output::start(pipes, dir).unwrap();
    let exit = process.wait().await.unwrap();
    (exit, output.finish().await)
}

#[tokio::test]
async fn every_byte_is_kept_also_those_that_are_no_text() {
    let dir = tempfile::tempdir().unwrap();
    let script = "import sys\n\
        for n in range(64): sys.stdout.buffer.write(bytes(range(256)) * 1024)\n\
        sys.stderr.buffer.write(b'\\xff' * 3000000)";
    let (exit, summary) = run(script, dir.path()).await;
    assert!(exit.success());
    let stdout = std::fs::read(&summary.stdout.path).unwrap();
    assert_eq!(summary.stdout.bytes, 64 * 256 * 1024);
    assert_eq!(stdout.len() as u64, summary.stdout.bytes);
    assert!(
        stdout
            .chunks(256)
            .all(|chunk| chunk.iter().copied().eq(0..=255))
    );
    let stderr = std::fs::read(&summary.stderr.path).unwrap();
    assert_eq!(stderr.len(), 3_000_000);
    assert!(summary.stdout.trouble.is_none() && summary.stderr.trouble.is_none());
}

#[tokio::test]
async fn a_closed_stream_ends_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (exit, summary) = run(
        "import os\nos.close(1)\nos.write(2, b'still here')\nos.close(2)\nos._exit(4)",
        dir.path(),
    )
    .await;
    assert_eq!(exit, Exit::Code(4));
    assert_eq!(std::fs::read(summary.stderr.path).unwrap(), b"still here");
}

#[tokio::test]
async fn a_grandchild_that_escapes_with_the_pipe_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    // It leaves the group, prints for ever, and says who it is.
    let script = "import os, time\n\
        id = os.fork()\n\
        if id == 0:\n\
        \x20 os.setsid()\n\
        \x20 while True: os.write(2, b'x' * 1000)\n\
        os.write(1, str(id).encode())\n\
        time.sleep(0.2)";
    let (exit, summary) = run(script, dir.path()).await;
    assert!(exit.success());
    let grandchild: u32 = std::fs::read_to_string(summary.stdout.path)
        .unwrap()
        .parse()
        .unwrap();
    // Nobody reads its pipe any more, so it ends by itself.
    eventually_async("the grandchild ends", || {
        !common::processes()
            .iter()
            .any(|(id, _, _)| *id == grandchild)
    })
    .await;
}

#[tokio::test]
async fn findings_arrive_while_the_process_runs() {
    let dir = tempfile::tempdir().unwrap();
    let script = "import sys, time\n\
        print(\"INFO Utils: Successfully started service 'SparkUI' on port 4055.\", file=sys.stderr, flush=True)\n\
        time.sleep(1000)";
    let (mut process, pipes) = Process::start(&python(script)).unwrap();
    let (output, mut findings) = Output::start(pipes, dir.path()).unwrap();
    assert_eq!(
        findings.recv().await,
        Some(Finding::TrackingUrl("http://localhost:4055".into()))
    );
    process.kill();
    assert_eq!(process.wait().await.unwrap(), Exit::Signal(9));
    output.finish().await;
    assert_eq!(
        findings.recv().await,
        None,
        "the channel ends with the streams"
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_does_not_stop_the_process_and_is_said() {
    let dir = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/dev/full", dir.path().join("stdout.log")).unwrap();
    let (exit, summary) = run("print('x' * 10000000)", dir.path()).await;
    assert!(exit.success());
    assert_eq!(summary.stdout.bytes, 10_000_001);
    let trouble = summary.stdout.trouble.unwrap();
    assert!(trouble.contains("No space left"), "{trouble}");
}

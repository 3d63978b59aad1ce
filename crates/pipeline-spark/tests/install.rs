//! A real install, from an empty cache, by several processes, one of them killed half-way.
//!
//! It downloads some 500 MB, so it runs only when asked for:
//! `cargo test -p pipeline-spark --test install -- --ignored a_real`

use std::error::Error;
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use pipeline_spark::install::{self, DEFAULT_VERSION, Found, Lines, Request, Spark};

const HELPER: &str = "SPARK_PIPELINE_TEST_HELPER";

/// What a child of the test below does. Run by itself it does nothing.
#[test]
#[ignore = "a helper of the other test"]
fn helper() -> Result<(), Box<dyn Error>> {
    if std::env::var_os(HELPER).is_some() {
        let request = Request::from_environment()?;
        let spark = install::find_or_install(&request, &mut Lines::new(std::io::stderr()))?;
        println!("\nfound: {}", serde_json::to_string(&spark)?);
    }
    Ok(())
}

/// A process that finds or installs, with a Python on its PATH and nothing else.
fn start(root: &Path) -> Result<Child, Box<dyn Error>> {
    Ok(Command::new(std::env::current_exe()?)
        .args(["--ignored", "--exact", "helper", "--nocapture"])
        .env(HELPER, "1")
        .env("PATH", root.join("bin"))
        .env("SPARK_PIPELINE_CACHE", root.join("cache"))
        .env_remove("SPARK_HOME")
        .env_remove("JAVA_HOME")
        .env_remove("VIRTUAL_ENV")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?)
}

fn spark(output: &Output) -> Result<Spark, Box<dyn Error>> {
    let text = String::from_utf8_lossy(&output.stdout);
    let found = text.lines().find_map(|line| line.strip_prefix("found: "));
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(serde_json::from_str(found.ok_or(said)?)?)
}

fn folders(place: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(place)? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    Ok(folders)
}

#[test]
#[ignore = "downloads 500 MB"]
fn a_real_install_survives_a_kill_and_two_at_once_and_runs_a_job() -> Result<(), Box<dyn Error>> {
    let temp = tempfile::tempdir()?;
    let root = temp.path();
    fs::create_dir(root.join("bin"))?;
    let python = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable, end='')"])
        .output()?;
    let python = String::from_utf8(python.stdout)?;
    symlink(python, root.join("bin/python3"))?;
    let place = root
        .join("cache")
        .join(format!("pyspark-{DEFAULT_VERSION}"));

    let mut killed = start(root)?;
    let log = place.join("install.log");
    while !fs::read_to_string(&log)
        .unwrap_or_default()
        .contains("pyspark")
    {
        assert!(
            killed.try_wait()?.is_none(),
            "it ended: {:?}",
            killed.wait_with_output()
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    killed.kill()?;
    assert_eq!(killed.wait()?.signal(), Some(9));
    assert_eq!(folders(&place)?.len(), 1);
    assert!(!place.join("current.json").exists());

    let two = [start(root)?, start(root)?];
    let mut found = Vec::new();
    for child in two {
        found.push(spark(&child.wait_with_output()?)?);
    }
    assert_eq!(found[0], found[1]);
    let spark = &found[0];
    assert_eq!(spark.found, Found::Managed);
    assert_eq!(spark.version.to_string(), DEFAULT_VERSION);
    assert_eq!(folders(&place)?.len(), 1);

    let java_home = spark.java_home.as_ref().ok_or("no JAVA_HOME")?;
    assert!(java_home.starts_with(root));
    let mut job = Command::new(spark.spark_submit());
    job.args(["--master", "local[1]", "--driver-memory", "1g"])
        .args(["--conf", "spark.ui.enabled=false"])
        .arg(spark.home.join("examples/src/main/python/pi.py"))
        .arg("1")
        .env("SPARK_HOME", &spark.home)
        .env("JAVA_HOME", java_home);
    if let Some(python) = &spark.python {
        job.env("PYSPARK_PYTHON", python);
    }
    let output = job.output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("Pi is roughly 3."), "{output:?}");
    Ok(())
}

//! The steps of an install that Python does: the virtual environment, then pip.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use crate::install::child::{self, Event, Then};
use crate::install::error::NO_SPACE;
use crate::install::home::names;

use super::{Environment, InstallError, Package, Progress, Python, Request};

/// Runs a module of Python, and ends it with its children when we are gone: our end of its
/// stdin closes then, however we died.
const ENDS_WITH_US: &str = r#"
import os, runpy, signal, sys, threading
sys.path[:] = [entry for entry in sys.path if entry]
def watch():
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)
threading.Thread(target=watch, daemon=True).start()
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"#;

/// What would send an install elsewhere, or mix other packages into it. `PIP_INDEX_URL` and
/// its like stay: they are how a user reaches an index.
const NOT_FOR_PIP: [&str; 16] = [
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSTARTUP",
    "__PYVENV_LAUNCHER__",
    "VIRTUAL_ENV",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_DRY_RUN",
    "PIP_QUIET",
    "PIP_NO_DEPS",
    "PIP_REQUIREMENT",
    // These two make pyspark's setup.py download another Spark.
    "PYSPARK_HADOOP_VERSION",
    "PYSPARK_HIVE_VERSION",
    "SPARK_HOME",
];

/// How many of the last lines an error shows.
const LAST_LINES: usize = 15;

/// The steps of one install; everything that they print goes into one log.
pub(super) struct Steps<'a> {
    request: &'a Request,
    package: &'a Package,
    folder: &'a Path,
    log_path: &'a Path,
    log: File,
    lines: Vec<String>,
}

impl<'a> Steps<'a> {
    pub(super) fn begin(
        request: &'a Request,
        package: &'a Package,
        folder: &'a Path,
        log_path: &'a Path,
    ) -> Result<Self, InstallError> {
        let log =
            File::create(log_path).map_err(|error| InstallError::io("create", log_path, error))?;
        Ok(Self {
            request,
            package,
            folder,
            log_path,
            log,
            lines: Vec::new(),
        })
    }

    /// `python -m venv`. A Python without the module, as Debian splits it, is told by trying.
    pub(super) fn make_venv(
        &mut self,
        python: &Python,
        progress: &mut dyn Progress,
    ) -> Result<(), InstallError> {
        progress.step("Making a virtual environment");
        let venv = self.folder.join("venv");
        let status = self.run(&python.program, &["venv".into(), venv], progress)?;
        if status.success() {
            return Ok(());
        }
        match missing_module(python, &self.request.environment) {
            Some(module) => Err(InstallError::NoVenv {
                python: python.program.clone(),
                module,
                package: format!("python{}.{}-venv", python.version.0, python.version.1),
            }),
            None => Err(self.failed("making a virtual environment", status)),
        }
    }

    /// `pip install NAME==VERSION` in the virtual environment.
    pub(super) fn install(
        &mut self,
        python: &Path,
        progress: &mut dyn Progress,
    ) -> Result<(), InstallError> {
        let wanted = format!("{}=={}", self.package.name, self.package.version);
        let arguments = [
            "pip",
            "install",
            // A pip.conf may ask for it; in a virtual environment it fails.
            "--no-user",
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar=off",
            &wanted,
        ];
        let arguments: Vec<PathBuf> = arguments.iter().map(PathBuf::from).collect();
        let status = self.run(python, &arguments, progress)?;
        if status.success() {
            Ok(())
        } else {
            Err(self.failed("pip", status))
        }
    }

    fn run(
        &mut self,
        python: &Path,
        arguments: &[PathBuf],
        progress: &mut dyn Progress,
    ) -> Result<ExitStatus, InstallError> {
        let temporary = self.folder.join("tmp");
        let mut command = self.request.environment.command(python);
        for name in NOT_FOR_PIP {
            command.env_remove(name);
        }
        command
            .args(["-u", "-c", ENDS_WITH_US])
            .args(arguments)
            .env("PYTHONNOUSERSITE", "1")
            .env("TMPDIR", &temporary)
            .current_dir(self.folder);
        self.follow(command, &temporary, progress)?
            .ok_or_else(|| InstallError::Stopped {
                package: self.package.describe(),
            })
    }

    fn follow(
        &mut self,
        command: Command,
        temporary: &Path,
        progress: &mut dyn Progress,
    ) -> Result<Option<ExitStatus>, InstallError> {
        let program = PathBuf::from(command.get_program());
        let mut total = None;
        child::run(command, |event| {
            match event {
                Event::Line(line) => {
                    // The log is for reading later; that it cannot be written stops nothing.
                    let _ = writeln!(self.log, "{line}");
                    self.lines.push(line.to_owned());
                    if let Some(step) = step(line) {
                        progress.step(step);
                        total = size(step);
                    }
                }
                Event::Tick => {
                    if total.is_some()
                        && let Some(done) = downloaded(temporary)
                    {
                        progress.bytes(done, total);
                    }
                }
            }
            if self.request.stop.asked() {
                Then::Stop
            } else {
                Then::GoOn
            }
        })
        .map_err(|error| InstallError::io("run", program, error))
    }

    fn failed(&self, step: &str, status: ExitStatus) -> InstallError {
        let cause = cause(&self.lines).unwrap_or_else(|| format!("{step} ended with {status}"));
        let from = self.lines.len().saturating_sub(LAST_LINES);
        InstallError::Failed {
            package: self.package.describe(),
            cause,
            last_lines: self.lines[from..]
                .iter()
                .map(|line| shorten_versions(line))
                .collect(),
            log: self.log_path.to_path_buf(),
            hint: hint(&self.lines),
        }
    }
}

/// Which module for virtual environments this Python lacks. Its own message on that differs
/// between distributions, so it is asked again.
fn missing_module(python: &Python, environment: &Environment) -> Option<&'static str> {
    const WHICH: &str = r#"
import importlib.util
for module in ("venv", "ensurepip"):
    if importlib.util.find_spec(module) is None:
        print("sp-missing " + module)
"#;
    let mut command = environment.command(&python.program);
    command.args(["-c", WHICH]);
    let answer = child::ask(command).ok()?;
    ["venv", "ensurepip"]
        .into_iter()
        .find(|module| answer.lines.contains(&format!("sp-missing {module}")))
}

/// A line of pip that tells a step, without its indent.
fn step(line: &str) -> Option<&str> {
    const STEPS: [&str; 9] = [
        "Collecting ",
        "Downloading ",
        "Using cached ",
        "Installing build dependencies",
        "Getting requirements",
        "Preparing metadata",
        "Building wheel",
        "Installing collected packages",
        "WARNING: Retrying",
    ];
    let line = line.trim();
    let told = STEPS.iter().any(|step| line.starts_with(step));
    (told && !line.contains(": finished")).then_some(line)
}

/// The size in pip's `Downloading pyspark-4.3.0.tar.gz (455.9 MB)`, in bytes.
fn size(step: &str) -> Option<u64> {
    let inside = step.strip_prefix("Downloading ")?.rsplit_once('(')?.1;
    let (number, unit) = inside.strip_suffix(')')?.split_once(' ')?;
    let unit = match unit {
        "kB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        _ => return None,
    };
    let bytes = number.parse::<f64>().ok()? * unit;
    // Sizes of downloads are far below what f64 holds exactly.
    Some(bytes as u64)
}

/// How much of its download pip has, seen in the temporary folder that it was given.
fn downloaded(temporary: &Path) -> Option<u64> {
    names(temporary)
        .iter()
        .filter(|name| name.starts_with("pip-unpack-"))
        .flat_map(|name| {
            let folder = temporary.join(name);
            names(&folder)
                .into_iter()
                .map(move |file| folder.join(file))
        })
        .filter_map(|file| fs::metadata(file).ok())
        .filter(fs::Metadata::is_file)
        .map(|data| data.len())
        .max()
}

/// The line that tells most of a failure.
fn cause(lines: &[String]) -> Option<String> {
    let lines = || lines.iter().rev().map(|line| line.trim());
    let errors = || {
        lines().filter_map(|line| {
            line.strip_prefix("ERROR: ")
                .or_else(|| line.strip_prefix("error: "))
                .or_else(|| line.starts_with("Error: ").then_some(line))
        })
    };
    // Of pip's two lines on a missing package, the other one tells more.
    let error = errors()
        .find(|error| !error.starts_with("No matching distribution"))
        .or_else(|| errors().next());
    match (error, lines().find_map(broken_connection)) {
        // To pip, an index that cannot be reached has no versions.
        (Some(error), Some(why)) if error.ends_with("(from versions: none)") => {
            Some(format!("the package index cannot be reached: {why}"))
        }
        (Some(error), _) => Some(shorten_versions(error)),
        (None, _) => lines().find(|line| !line.is_empty()).map(str::to_owned),
    }
}

/// Why, in pip's `Retrying (Retry(…)) after connection broken by 'Type(… why')': /simple/x/`.
fn broken_connection(line: &str) -> Option<&str> {
    let (_, broken) = line.split_once("after connection broken by '")?;
    let broken = broken
        .rsplit_once("': /")
        .map_or(broken, |(broken, _)| broken);
    let broken = broken.trim_end_matches([')', '\'', '"', ',']);
    let why = broken.rsplit_once("connection: ").map(|(_, why)| why);
    Some(why.unwrap_or(broken))
}

/// `(from versions: 2.1.2, …, 4.3.0)` can be hundreds: the last ones are left.
fn shorten_versions(error: &str) -> String {
    const LAST: usize = 5;
    const LIST: &str = "(from versions: ";
    let Some((before, versions)) = error.split_once(LIST) else {
        return error.to_owned();
    };
    let versions: Vec<&str> = versions.split(", ").collect();
    if versions.len() <= LAST {
        return error.to_owned();
    }
    let last = versions[versions.len() - LAST..].join(", ");
    format!("{before}{LIST}…, {last}")
}

/// What may help, by what pip said.
fn hint(lines: &[String]) -> Option<String> {
    let said = |texts: &[&str]| {
        lines
            .iter()
            .any(|line| texts.iter().any(|text| line.contains(text)))
    };
    if said(&["No space left on device", "Disk quota exceeded"]) {
        return Some(NO_SPACE.to_owned());
    }
    if said(&["CERTIFICATE_VERIFY_FAILED", "SSLError"]) {
        return Some(
            "the certificate of the package index is not trusted: name your authority's with \
             PIP_CERT, or another index with PIP_INDEX_URL"
                .to_owned(),
        );
    }
    if said(&[
        "Retrying (Retry(",
        "NewConnectionError",
        "ConnectTimeout",
        "ReadTimeout",
        "Read timed out",
        "ProxyError",
        "Temporary failure in name resolution",
        "HTTP error",
        "Could not fetch URL",
    ]) {
        return Some(
            "is there a network? behind a proxy set HTTPS_PROXY; for a package index of your \
             own set PIP_INDEX_URL; or set SPARK_HOME and JAVA_HOME to what is there already"
                .to_owned(),
        );
    }
    if said(&["Could not find a version that satisfies"]) {
        return Some(
            "the package index has no such version for this Python and this machine; choose \
             another with spark_version, another index with PIP_INDEX_URL, or another Python \
             with the setting python"
                .to_owned(),
        );
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_size_of_a_download_is_read() {
        assert_eq!(
            size("Downloading pyspark-4.3.0.tar.gz (455.9 MB)"),
            Some(455_900_000)
        );
        assert_eq!(
            size("Downloading py4j-0.10.9.9-py2.py3-none-any.whl (203 kB)"),
            Some(203_000)
        );
        assert_eq!(size("Collecting pyspark"), None);
    }

    #[test]
    fn pip_s_steps_are_told_once() {
        assert_eq!(
            step("  Building wheel for pyspark (pyproject.toml): started"),
            Some("Building wheel for pyspark (pyproject.toml): started")
        );
        assert_eq!(
            step("  Building wheel for pyspark (pyproject.toml): finished with status 'done'"),
            None
        );
        assert_eq!(step("Successfully installed pyspark"), None);
    }

    #[test]
    fn without_a_network_the_cause_is_the_broken_connection_and_the_hint_names_proxy_and_index() {
        let said = lines(
            "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by \
             'NewConnectionError('<pip._vendor.urllib3.HTTPConnection object at 0x7f>: Failed \
             to establish a new connection: [Errno 111] Connection refused')': /simple/pyspark/\n\
             ERROR: Could not find a version that satisfies the requirement pyspark==4.3.0 \
             (from versions: none)\n\
             ERROR: No matching distribution found for pyspark==4.3.0",
        );
        assert_eq!(
            cause(&said).unwrap(),
            "the package index cannot be reached: [Errno 111] Connection refused"
        );
        let hint = hint(&said).unwrap();
        assert!(
            hint.contains("HTTPS_PROXY") && hint.contains("PIP_INDEX_URL"),
            "{hint}"
        );
    }

    #[test]
    fn a_version_that_the_index_lacks_is_told_with_the_last_that_it_has() {
        let said = lines(
            "ERROR: Could not find a version that satisfies the requirement pyspark==4.3.77 \
             (from versions: 3.5.9, 4.0.4, 4.0.5, 4.1.4, 4.2.1, 4.3.0)\n\
             ERROR: No matching distribution found for pyspark==4.3.77",
        );
        assert!(
            cause(&said)
                .unwrap()
                .ends_with("(from versions: …, 4.0.4, 4.0.5, 4.1.4, 4.2.1, 4.3.0)")
        );
        assert!(hint(&said).unwrap().contains("spark_version"));
    }

    #[test]
    fn a_full_disk_is_told_with_how_much_is_needed() {
        let said = lines(
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        );
        assert!(hint(&said).unwrap().contains("2 GB"));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod watch_tests {
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::Stdio;

    use super::*;

    #[test]
    fn what_python_runs_for_us_does_not_outlive_us() {
        let temp = tempfile::tempdir().unwrap();
        let forever = "import time\nprint('up', flush=True)\ntime.sleep(600)\n";
        fs::write(temp.path().join("forever.py"), forever).unwrap();
        let mut child = Command::new("python3")
            .args(["-c", ENDS_WITH_US, "forever"])
            .env("PYTHONPATH", temp.path())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut up = [0; 3];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut up).unwrap();
        // What happens to our end of the pipe when we die.
        drop(child.stdin.take());
        assert_eq!(child.wait().unwrap().signal(), Some(9));
    }
}

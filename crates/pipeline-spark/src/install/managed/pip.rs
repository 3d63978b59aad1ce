//! The steps of an install that Python does: the virtual environment, then pip.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use crate::install::child::{self, Event, Then};
use crate::install::home::names;

use super::said::{cause, hint, shorten_versions, size, step};
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
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

    #[test]
    fn a_download_is_seen_growing_in_pip_s_temporary_folder() {
        let temp = tempfile::tempdir().unwrap();
        assert_eq!(downloaded(temp.path()), None);
        let unpack = temp.path().join("pip-unpack-a1b2");
        fs::create_dir(&unpack).unwrap();
        fs::write(unpack.join("py4j.whl"), [0; 10]).unwrap();
        fs::write(unpack.join("pyspark.tar.gz"), [0; 1000]).unwrap();
        fs::write(temp.path().join("other"), [0; 5000]).unwrap();
        assert_eq!(downloaded(temp.path()), Some(1000));
    }
}

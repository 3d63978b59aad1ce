//! Packages of PyPI that we keep in the user's cache folder, each in a virtual environment.
//!
//! ```text
//! ~/.cache/spark-pipeline/pyspark-4.3.0/
//!     lock             held by the process that installs; its id is inside
//!     current.json     names the folder below that is complete; written last
//!     install.log      what the last install printed
//!     1763712000-4242/ one install: venv, and what was made over it
//! ```
//!
//! A virtual environment cannot be moved, so an install is made where it stays, in a folder of
//! its own that nobody looks into before `current.json` names it. An install that was killed
//! leaves a folder that is named nowhere; the next one removes it.

mod lock;
mod pip;
mod said;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::InstallError;
use super::environment::Environment;
use super::home::names;
use super::progress::Progress;
use super::python::Python;
use super::request::Request;

/// What is installed.
pub(crate) struct Package {
    /// Its name on PyPI.
    pub(crate) name: &'static str,
    pub(crate) version: String,
    /// Its name for a person: `Spark 4.3.0`.
    pub(crate) title: String,
    /// The size of the download, in words.
    pub(crate) size: &'static str,
    /// Completes and tries the install before it counts; the error is the reason in words.
    pub(crate) finish: fn(&Installed, &Environment) -> Result<(), String>,
}

impl Package {
    fn folder_name(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    fn describe(&self) -> String {
        format!("{} ({} {} from PyPI)", self.title, self.name, self.version)
    }
}

/// An install that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Installed {
    /// The folder of the install.
    pub(crate) folder: PathBuf,
    /// The Python of its virtual environment.
    pub(crate) python: PathBuf,
    /// The folder with its packages.
    pub(crate) site: PathBuf,
}

/// What `current.json` says.
#[derive(Debug, Serialize, Deserialize)]
struct Current {
    folder: String,
}

const CURRENT: &str = "current.json";
const LOG: &str = "install.log";

/// The complete install of a package, if there is one.
pub(crate) fn find(request: &Request, package: &Package) -> Option<Installed> {
    complete(&folder_of(request, package)?)
}

fn folder_of(request: &Request, package: &Package) -> Option<PathBuf> {
    let cache = request
        .cache
        .clone()
        .or_else(|| request.environment.cache())?;
    let cache = std::path::absolute(&cache).unwrap_or(cache);
    Some(cache.join(package.folder_name()))
}

fn complete(place: &Path) -> Option<Installed> {
    let text = fs::read(place.join(CURRENT)).ok()?;
    let current: Current = serde_json::from_slice(&text).ok()?;
    let plain = !current.folder.is_empty() && !current.folder.contains(['/', '.']);
    installed(&place.join(plain.then_some(current.folder)?))
}

/// The virtual environment in a folder, if its Python is still there: it is a link to the one
/// that made it, which may have been removed since.
fn installed(folder: &Path) -> Option<Installed> {
    let venv = folder.join("venv");
    let python = venv.join("bin").join("python");
    let lib = venv.join("lib");
    let site = names(&lib)
        .into_iter()
        .filter(|name| name.starts_with("python3"))
        .map(|name| lib.join(name).join("site-packages"))
        .find(|site| site.is_dir())?;
    python.exists().then(|| Installed {
        folder: folder.to_path_buf(),
        python,
        site,
    })
}

/// The install of a package, made with this Python unless it is there already. Two processes
/// may call this at once: one installs, the other waits for it.
pub(crate) fn install(
    request: &Request,
    package: &Package,
    python: &Python,
    progress: &mut dyn Progress,
) -> Result<Installed, InstallError> {
    let place = folder_of(request, package).ok_or(InstallError::NoCache)?;
    fs::create_dir_all(&place).map_err(|error| InstallError::io("create", &place, error))?;
    let _lock = lock::hold(&place.join("lock"), package, request, progress)?;
    if let Some(installed) = complete(&place) {
        return Ok(installed);
    }
    if remove_leftovers(&place) {
        progress.note("removed what an earlier install that did not end had left");
    }
    let started = Instant::now();
    progress.phase(&format!("Installing {}, {}", package.title, package.size));
    let attempt = Attempt::begin(&place)?;
    let log = place.join(LOG);
    let installed = make(request, package, python, &attempt, &log, progress)?;
    attempt.complete(&place)?;
    progress.done(&format!(
        "Installed {} in {} s, in {}",
        package.title,
        started.elapsed().as_secs(),
        installed.folder.display()
    ));
    Ok(installed)
}

fn make(
    request: &Request,
    package: &Package,
    python: &Python,
    attempt: &Attempt,
    log: &Path,
    progress: &mut dyn Progress,
) -> Result<Installed, InstallError> {
    let temporary = attempt.folder.join("tmp");
    fs::create_dir(&temporary).map_err(|error| InstallError::io("create", &temporary, error))?;
    let mut pip = pip::Steps::begin(request, package, &attempt.folder, log)?;
    pip.make_venv(python, progress)?;
    let broken = |why: String| InstallError::Failed {
        package: package.describe(),
        cause: why,
        last_lines: Vec::new(),
        log: log.to_path_buf(),
        hint: None,
    };
    let no_venv = || broken("the virtual environment is not as expected".to_owned());
    let venv_python = installed(&attempt.folder).ok_or_else(no_venv)?.python;
    pip.install(&venv_python, progress)?;
    let installed = installed(&attempt.folder).ok_or_else(no_venv)?;
    progress.step("Checking it");
    (package.finish)(&installed, &request.environment).map_err(broken)?;
    // What fails here is only a temporary file that stays.
    let _ = fs::remove_dir_all(&temporary);
    Ok(installed)
}

/// Removes every folder but the one that is complete. Only for the holder of the lock.
fn remove_leftovers(place: &Path) -> bool {
    let current = complete(place).map(|installed| installed.folder);
    let leftovers: Vec<PathBuf> = names(place)
        .into_iter()
        .map(|name| place.join(name))
        .filter(|path| path.is_dir() && Some(path) != current.as_ref())
        .collect();
    for folder in &leftovers {
        // What cannot be removed now is tried again by the next install.
        let _ = fs::remove_dir_all(folder);
    }
    !leftovers.is_empty()
}

/// A folder in which an install is made; removed unless it is completed.
struct Attempt {
    folder: PathBuf,
    name: String,
    completed: bool,
}

impl Attempt {
    fn begin(place: &Path) -> Result<Self, InstallError> {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let name = format!("{}-{}", now.as_secs(), std::process::id());
        let folder = place.join(&name);
        fs::create_dir(&folder).map_err(|error| InstallError::io("create", &folder, error))?;
        Ok(Self {
            folder,
            name,
            completed: false,
        })
    }

    /// Names it as the complete one: everything in it reaches the disk first, so that a loss of
    /// power leaves either all of it or nothing that counts.
    fn complete(mut self, place: &Path) -> Result<(), InstallError> {
        let current = place.join(CURRENT);
        let io = |error| InstallError::io("write", &current, error);
        sync(place).map_err(io)?;
        let text = serde_json::to_vec_pretty(&Current {
            folder: self.name.clone(),
        })
        .map_err(|error| io(error.into()))?;
        let mut file = tempfile::NamedTempFile::new_in(place).map_err(io)?;
        file.write_all(&text).map_err(io)?;
        file.as_file().sync_all().map_err(io)?;
        file.persist(&current).map_err(|error| io(error.error))?;
        File::open(place)
            .and_then(|folder| folder.sync_all())
            .map_err(io)?;
        self.completed = true;
        Ok(())
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if !self.completed {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

#[cfg(target_os = "linux")]
fn sync(place: &Path) -> std::io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(place)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync(_place: &Path) -> std::io::Result<()> {
    rustix::fs::sync();
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

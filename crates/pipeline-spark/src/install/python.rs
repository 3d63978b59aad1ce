//! The Pythons of this machine: which there are, how old they are, where their `pyspark` is.

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::request::Request;
use super::{InstallError, child};

/// Asks a Python who it is. It locates `pyspark` without importing it, and runs on Python 2 as
/// well, which then says how old it is. The current folder is not looked into: with `-c` it
/// stands on Python's path as an empty entry.
const WHO: &str = r#"
import sys
sys.path[:] = [entry for entry in sys.path if entry]
print("sp-executable " + sys.executable)
print("sp-version %d.%d" % sys.version_info[:2])
try:
    import importlib.util
    spec = importlib.util.find_spec("pyspark")
    for place in (spec.submodule_search_locations or []) if spec else []:
        print("sp-pyspark " + place)
except Exception:
    pass
"#;

/// A Python that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Python {
    /// Its own program, past shims that only choose one.
    pub(crate) program: PathBuf,
    pub(crate) version: (u16, u16),
    /// The folder of its `pyspark` package.
    pub(crate) pyspark: Option<PathBuf>,
}

impl Python {
    pub(crate) fn describe(&self) -> String {
        let (major, minor) = self.version;
        format!("{} ({major}.{minor})", self.program.display())
    }
}

/// Asks this program; the error is the reason in words.
pub(crate) fn ask(program: &Path, environment: &Environment) -> Result<Python, String> {
    let mut command = environment.command(program);
    command.args(["-c", WHO]);
    let answer = child::ask(command).map_err(|error| format!("does not start: {error}"))?;
    let said = |key: &str| -> Option<&str> {
        answer
            .lines
            .iter()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(' '))
            .map(str::trim)
    };
    let version = said("sp-version").and_then(|text| {
        let (major, minor) = text.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    });
    let Some(version) = version.filter(|_| answer.status.success()) else {
        let last = answer.lines.last().map_or("nothing", String::as_str);
        return Err(format!(
            "is no working Python: it said `{last}` ({})",
            answer.status
        ));
    };
    let own = said("sp-executable").filter(|own| !own.is_empty());
    Ok(Python {
        program: own.map_or_else(|| program.to_path_buf(), PathBuf::from),
        version,
        pyspark: said("sp-pyspark").map(PathBuf::from),
    })
}

/// The setting `python` as a program: a path, or a name on the PATH.
pub(crate) fn named(request: &Request) -> Result<Option<Python>, InstallError> {
    let Some(path) = &request.python else {
        return Ok(None);
    };
    let program = match path.to_str().filter(|name| !name.contains('/')) {
        Some(name) => request.environment.on_path(name).next(),
        None => Some(path.clone()),
    };
    let bad = |why: String| InstallError::BadPython {
        path: path.clone(),
        why,
    };
    let program = program.ok_or_else(|| bad("is not on the PATH".to_owned()))?;
    ask(&program, &request.environment).map(Some).map_err(bad)
}

/// The programs that may be the active Python: of the virtual environment, then of the PATH.
fn active_programs(environment: &Environment) -> Vec<PathBuf> {
    let of_venv = environment
        .path("VIRTUAL_ENV")
        .map(|venv| venv.join("bin").join("python"))
        .filter(|program| super::environment::is_executable(program));
    of_venv
        .into_iter()
        .chain(environment.on_path("python3"))
        .chain(environment.on_path("python"))
        .collect()
}

/// The active Python: the first that answers and is a Python 3.
pub(crate) fn active(environment: &Environment) -> Option<Python> {
    active_programs(environment)
        .into_iter()
        .filter_map(|program| ask(&program, environment).ok())
        .find(|python| python.version.0 == 3)
}

/// A Python that is new enough to install this package: the one that the setting names, else
/// the active one, else `python3.N` on the PATH, newest first.
pub(crate) fn for_install(
    request: &Request,
    package: &str,
    needed: (u16, u16),
) -> Result<Python, InstallError> {
    let old = |found: String| InstallError::OldPython {
        package: package.to_owned(),
        needed,
        found,
    };
    if let Some(python) = named(request)? {
        return if python.version >= needed {
            Ok(python)
        } else {
            Err(old(python.describe()))
        };
    }
    let environment = &request.environment;
    let others: Vec<String> = (needed.1..=20)
        .rev()
        .map(|minor| format!("python3.{minor}"))
        .collect();
    let others = others.iter().flat_map(|name| environment.on_path(name));
    let mut found: Vec<String> = Vec::new();
    let mut looked = Vec::new();
    for program in active_programs(environment).into_iter().chain(others) {
        match ask(&program, environment) {
            Ok(python) if python.version >= needed => return Ok(python),
            Ok(python) => {
                let python = python.describe();
                if !found.contains(&python) {
                    found.push(python);
                }
            }
            Err(why) => looked.push(format!("{} {why}", program.display())),
        }
    }
    if found.is_empty() {
        return Err(InstallError::NoPython {
            package: package.to_owned(),
            looked,
        });
    }
    Err(old(found.join(", ")))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::install::fake;

    fn request(folder: &Path) -> Request {
        fake::request([("PATH", folder.to_path_buf())])
    }

    #[test]
    fn a_python_that_is_too_old_is_named_and_a_newer_one_on_the_path_is_taken() {
        let temp = tempfile::tempdir().unwrap();
        fake::python(&temp.path().join("python3"), "3.8", None);
        let request = request(temp.path());
        let error = for_install(&request, "pyspark 4.3.0", (3, 11)).unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with("pyspark 4.3.0 needs Python 3.11 or newer; found "),
            "{text}"
        );
        assert!(text.ends_with("python3 (3.8)"), "{text}");
        assert!(error.hint().unwrap().contains("python = "));

        fake::python(&temp.path().join("python3.12"), "3.12", None);
        let python = for_install(&request, "pyspark 4.3.0", (3, 11)).unwrap();
        assert_eq!(python.version, (3, 12));
    }

    #[test]
    fn without_any_python_the_error_says_so() {
        let temp = tempfile::tempdir().unwrap();
        let error = for_install(&request(temp.path()), "pyspark 4.3.0", (3, 11)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "pyspark 4.3.0 cannot be installed: no python3 was found"
        );
    }

    #[test]
    fn a_shim_that_fails_is_passed_over() {
        let temp = tempfile::tempdir().unwrap();
        fake::script(
            &temp.path().join("python3"),
            "echo 'pyenv: python3: not found' >&2; exit 127",
        );
        fake::python(&temp.path().join("python"), "3.11", None);
        assert_eq!(
            active(&request(temp.path()).environment).unwrap().version,
            (3, 11)
        );
    }

    #[test]
    fn the_setting_python_is_the_only_one_tried() {
        let temp = tempfile::tempdir().unwrap();
        fake::python(&temp.path().join("python3"), "3.13", None);
        fake::python(&temp.path().join("mine"), "3.8", None);
        let mut request = request(temp.path());
        request.python = Some("mine".into());
        let error = for_install(&request, "pyspark 4.3.0", (3, 11)).unwrap_err();
        assert!(matches!(error, InstallError::OldPython { .. }), "{error}");

        request.python = Some("/no/such/python".into());
        let error = for_install(&request, "pyspark 4.3.0", (3, 11)).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("python = /no/such/python: does not start")
        );
    }

    #[test]
    fn a_folder_named_pyspark_in_the_current_folder_is_not_taken_for_the_package() {
        let Some(python) = Environment::of_this_process().on_path("python3").next() else {
            panic!("this project's tests need python3");
        };
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir(temp.path().join("pyspark")).unwrap();
        std::fs::write(temp.path().join("pyspark/__init__.py"), "").unwrap();
        let mut command = Environment::of_this_process().command(python);
        command.args(["-c", WHO]).current_dir(temp.path());
        let answer = child::ask(command).unwrap();
        let ours = temp.path().to_string_lossy().into_owned();
        assert!(
            answer.lines.iter().all(|line| !line.contains(&ours)),
            "{:?}",
            answer.lines
        );
    }
}

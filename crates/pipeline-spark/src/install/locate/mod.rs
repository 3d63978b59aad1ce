//! The order in which a Spark is looked for.

use std::fs;
use std::path::{Path, PathBuf};

use super::home::{self, Home, names};
use super::managed::{self, Installed, Package};
use super::progress::Progress;
use super::python::{self, Python};
use super::request::{Environment, Request, is_executable};
use super::version::Support;
use super::{Found, InstallError, Spark, SparkVersion, child, java};

/// A Spark before its Java is known.
struct Candidate {
    home: Home,
    found: Found,
    /// The Python that it came with.
    python: Option<PathBuf>,
}

/// A search: what is asked for, and what was seen so far.
struct Search<'a> {
    request: &'a Request,
    progress: &'a mut dyn Progress,
    looked: Vec<String>,
}

pub(super) fn find_or_install(
    request: &Request,
    progress: &mut dyn Progress,
) -> Result<Spark, InstallError> {
    if let Some(wanted) = &request.version
        && wanted.support() == Support::Unsupported
    {
        return Err(InstallError::Unsupported {
            version: wanted.clone(),
            of: "asked for by spark_version".to_owned(),
        });
    }
    // A wrong setting is an error also where it would not matter.
    let named = python::named(request)?;
    let mut search = Search {
        request,
        progress,
        looked: Vec::new(),
    };
    let (candidate, java_home) = match search.on_this_machine(named.as_ref())? {
        Some(found) => {
            let java = java::find_or_install(request, &found.home.version, search.progress)?;
            (found, java)
        }
        None => search.managed()?,
    };
    Ok(Spark {
        home: candidate.home.path,
        version: candidate.home.version,
        java_home: Some(java_home),
        python: named.map(|python| python.program).or(candidate.python),
        found: candidate.found,
    })
}

impl Search<'_> {
    fn on_this_machine(
        &mut self,
        named: Option<&Python>,
    ) -> Result<Option<Candidate>, InstallError> {
        let environment = &self.request.environment;
        if let Some(path) = &self.request.spark_home {
            return self.explicit("spark_home", path, Found::Setting);
        }
        if let Some(path) = environment.path("SPARK_HOME") {
            if let Some(found) = self.explicit("SPARK_HOME", &path, Found::SparkHome)? {
                return Ok(Some(found));
            }
        } else {
            self.looked.push("SPARK_HOME is not set".to_owned());
        }
        let mut on_path = false;
        for program in environment.on_path("spark-submit") {
            on_path = true;
            let name = program.display().to_string();
            let found = behind(&program, environment).and_then(|path| home::inspect(&path));
            if let Some(home) = self.consider(&name, found) {
                let python = beside(&program);
                return Ok(Some(Candidate {
                    home,
                    found: Found::Path,
                    python,
                }));
            }
        }
        if !on_path {
            self.looked
                .push("no spark-submit is on the PATH".to_owned());
        }
        let active = match named {
            Some(python) => Some(python.clone()),
            None => python::active(environment),
        };
        let Some(python) = active else {
            self.looked
                .push("no Python was found to ask for pyspark".to_owned());
            return Ok(None);
        };
        let Some(package) = &python.pyspark else {
            let text = format!("{} has no pyspark", python.describe());
            self.looked.push(text);
            return Ok(None);
        };
        let name = format!("pyspark of {}: {}", python.describe(), package.display());
        let home = self.consider(&name, of_package(package));
        Ok(home.map(|home| Candidate {
            home,
            found: Found::Pyspark,
            python: Some(python.program),
        }))
    }

    /// A Spark that the user named: not to be passed over but for another version.
    fn explicit(
        &mut self,
        named_by: &'static str,
        path: &Path,
        found: Found,
    ) -> Result<Option<Candidate>, InstallError> {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let home = home::inspect(&path).map_err(|why| InstallError::NoHome {
            named_by,
            path: path.clone(),
            why,
        })?;
        if let Some(wanted) = &self.request.version
            && !wanted.admits(&home.version)
        {
            if found == Found::Setting {
                return Err(InstallError::OtherVersion {
                    path,
                    found: home.version,
                    wanted: wanted.clone(),
                });
            }
            self.pass_over(&format!("{named_by} = {}", path.display()), &home.version);
            return Ok(None);
        }
        if home.version.support() == Support::Unsupported {
            return Err(InstallError::Unsupported {
                version: home.version,
                of: format!("{named_by} = {}", path.display()),
            });
        }
        self.note_if_newer(&home);
        Ok(Some(Candidate {
            home,
            found,
            python: None,
        }))
    }

    /// A Spark that happens to be there: taken if it fits.
    fn consider(&mut self, name: &str, found: Result<Home, String>) -> Option<Home> {
        let home = match found {
            Ok(home) => home,
            Err(why) => {
                let text = format!("{name} {why}");
                self.progress.note(&format!("passed over: {text}"));
                self.looked.push(text);
                return None;
            }
        };
        let wanted = self.request.version.as_ref();
        let fits = wanted.is_none_or(|wanted| wanted.admits(&home.version));
        if !fits || home.version.support() == Support::Unsupported {
            self.pass_over(name, &home.version);
            return None;
        }
        self.note_if_newer(&home);
        Some(home)
    }

    fn pass_over(&mut self, name: &str, version: &SparkVersion) {
        let why = match &self.request.version {
            Some(wanted) => format!("spark_version asks for {wanted}"),
            None => format!("supported are {}", super::SUPPORTED),
        };
        let text = format!("{name} is Spark {version}; {why}");
        self.progress.note(&format!("passed over: {text}"));
        self.looked.push(text);
    }

    fn note_if_newer(&mut self, home: &Home) {
        if home.version.support() == Support::Newer {
            self.progress.note(&format!(
                "Spark {} in {} is newer than the versions known here ({})",
                home.version,
                home.path.display(),
                super::SUPPORTED
            ));
        }
    }

    /// Our own install, made if it is not there. Its Java comes first: that is the smaller one,
    /// and without Java there is no use in the larger.
    fn managed(&mut self) -> Result<(Candidate, PathBuf), InstallError> {
        let version = match &self.request.version {
            Some(wanted) => wanted.exact(),
            None => SparkVersion::default_version(),
        };
        let package = package(&version);
        let there =
            managed::find(self.request, &package).filter(|installed| home_of(installed).is_ok());
        if there.is_none() && !self.request.install {
            let cache = self.request.cache.clone();
            self.looked
                .push(match cache.or_else(|| self.request.environment.cache()) {
                    Some(cache) => {
                        format!("Spark {version} is not installed in {}", cache.display())
                    }
                    None => "there is no cache folder for a managed install".to_owned(),
                });
            return Err(InstallError::NotFound {
                wanted: match &self.request.version {
                    Some(wanted) => format!("Spark {wanted}"),
                    None => format!("supported Spark ({})", super::SUPPORTED),
                },
                looked: std::mem::take(&mut self.looked),
            });
        }
        let installer = match &there {
            Some(_) => None,
            None => Some(python::for_install(
                self.request,
                &format!("pyspark {version}"),
                version.oldest_python(),
            )?),
        };
        let java = java::find_or_install(self.request, &version, self.progress)?;
        let installed = match (there, installer) {
            (Some(installed), _) => installed,
            (None, Some(python)) => {
                managed::install(self.request, &package, &python, self.progress)?
            }
            (None, None) => return Err(InstallError::NoCache),
        };
        let path = installed.site.join("pyspark");
        let home = home::inspect(&path).map_err(|why| InstallError::NoHome {
            named_by: "the managed install",
            path,
            why,
        })?;
        let candidate = Candidate {
            home,
            found: Found::Managed,
            python: Some(installed.python),
        };
        Ok((candidate, java))
    }
}

fn package(version: &SparkVersion) -> Package {
    Package {
        name: "pyspark",
        version: version.to_string(),
        title: format!("Spark {version}"),
        size: "about 450 MB",
        finish,
    }
}

fn finish(installed: &Installed, _environment: &Environment) -> Result<(), String> {
    home_of(installed).map(|_| ())
}

fn home_of(installed: &Installed) -> Result<Home, String> {
    let path = installed.site.join("pyspark");
    home::inspect(&path).map_err(|why| format!("{} {why}", path.display()))
}

/// The Spark behind a `spark-submit`: the folder above its `bin`, past links; or, for the copy
/// that pip puts beside a Python, what `find_spark_home.py` beside it says.
fn behind(program: &Path, environment: &Environment) -> Result<PathBuf, String> {
    let resolved = fs::canonicalize(program).map_err(|error| error.to_string())?;
    let above = |file: &Path| file.parent().and_then(Path::parent).map(Path::to_path_buf);
    for file in [program, &resolved] {
        if let Some(home) = above(file).filter(|home| home::inspect(home).is_ok()) {
            return fs::canonicalize(home).map_err(|error| error.to_string());
        }
    }
    for file in [program, &resolved] {
        let script = file.with_file_name("find_spark_home.py");
        if script.is_file() {
            return ask_script(&script, environment);
        }
        // The same without starting Python, should pip's script be missing.
        if let Some(package) = above(file).and_then(|root| package_below(&root)) {
            return Ok(package);
        }
    }
    // A wrapper script of a distribution, perhaps, which knows a home that we cannot see.
    Err("does not stand in the bin folder of a Spark".to_owned())
}

/// Runs pip's `find_spark_home.py` by its own first line, which names the Python that has it.
fn ask_script(script: &Path, environment: &Environment) -> Result<PathBuf, String> {
    let mut command = if is_executable(script) {
        environment.command(script)
    } else {
        let mut command = environment.command("python3");
        command.arg(script);
        command
    };
    command.env_remove("SPARK_HOME");
    let answer = child::ask(command)
        .map_err(|error| format!("is pip's, but {} does not start: {error}", script.display()))?;
    match answer.lines.last() {
        Some(home) if answer.status.success() => Ok(PathBuf::from(home)),
        last => Err(format!(
            "is pip's, but {} said `{}`",
            script.display(),
            last.map_or("nothing", String::as_str)
        )),
    }
}

fn package_below(root: &Path) -> Option<PathBuf> {
    let lib = root.join("lib");
    names(&lib)
        .into_iter()
        .filter(|name| name.starts_with("python3"))
        .map(|name| lib.join(name).join("site-packages").join("pyspark"))
        .find(|package| home::inspect(package).is_ok())
}

/// The Python in the folder of a `spark-submit` that pip put there.
fn beside(program: &Path) -> Option<PathBuf> {
    let script = program.with_file_name("find_spark_home.py");
    let python = program.with_file_name("python3");
    (script.is_file() && is_executable(&python)).then_some(python)
}

/// The Spark of a `pyspark` package: in it, in the distribution that it downloaded, or around
/// it when it stands in `SPARK_HOME/python` (as `find_spark_home.py` has it).
fn of_package(package: &Path) -> Result<Home, String> {
    let around = package.parent().and_then(Path::parent);
    let downloaded = package.join("spark-distribution");
    let mut places = vec![downloaded.as_path(), package];
    places.extend(around);
    places
        .into_iter()
        .find_map(|place| home::inspect(place).ok())
        .ok_or_else(|| "carries no Spark (is it pyspark-client?)".to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

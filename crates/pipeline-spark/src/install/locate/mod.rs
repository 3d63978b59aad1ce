//! The order in which a Spark is looked for.

mod behind;

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::home::{self, Home};
use super::managed::{self, Installed, Package};
use super::progress::Progress;
use super::python::{self, Python};
use super::request::Request;
use super::version::Support;
use super::{Found, InstallError, Spark, SparkVersion, java};
use behind::{behind, beside, of_package};

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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

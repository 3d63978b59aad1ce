//! Where code is: the application and what comes along with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pipeline_core::failure::{Failure, FailureKind};
use spark_options::{DeployMode, IN_SPARK_HOME, Manager, has_scheme, is_wild, without_alias};

use super::Surroundings;
use crate::SparkApplication;
use crate::application::{MainResource, OptionValue, PythonSource};
use crate::install::Spark;

/// How paths of one application are looked up.
pub(super) struct Lookup<'a> {
    pub(super) spark: &'a Spark,
    pub(super) crate_dir: &'a Path,
    /// The paths that were found there when the crate was compiled.
    pub(super) crate_files: &'a BTreeSet<String>,
    pub(super) surroundings: &'a Surroundings,
    /// Whether a local file that is not there is an error. It is none for a preview, where it
    /// may be made later, nor where the driver runs on another machine that has the file.
    pub(super) must_exist: bool,
}

impl Lookup<'_> {
    /// The main resource as spark-submit is given it.
    pub(super) fn resource(&self, resource: &MainResource) -> Result<String, Failure> {
        let (path, what) = match resource {
            MainResource::Jar { path } => (path, "jar"),
            MainResource::Python { path } => (path, "Python application"),
            MainResource::R { path } => (path, "R application"),
            MainResource::PythonModule { .. } => {
                return Err(Failure::new(
                    FailureKind::Configuration,
                    "a Python module must be written to files before it is submitted",
                ));
            }
        };
        // The ending decides what spark-submit takes it for.
        let ending = |ending: &str| path.ends_with(ending);
        let wrong = match resource {
            MainResource::Python { .. } if !ending(".py") => Some("ends with .py"),
            MainResource::R { .. } if !(ending(".R") || ending(".r")) => Some("ends with .R"),
            MainResource::Jar { .. } if ending(".py") || ending(".R") || ending(".r") => {
                Some("does not end like a Python or R application")
            }
            _ => None,
        };
        if let Some(wrong) = wrong {
            return Err(Failure::new(
                FailureKind::Configuration,
                format!("`{path}` is no {what}: its name {wrong}"),
            ));
        }
        let found = self.find(path, what)?;
        // A word that begins with `-` would be taken for an option.
        Ok(if found.starts_with('-') {
            format!("./{found}")
        } else {
            found
        })
    }

    /// An element of a list of files, with `#alias` and wildcards left as they are.
    pub(super) fn element(&self, element: &str, key: &str) -> Result<String, Failure> {
        let (path, alias) = without_alias(element);
        let found = self.find(path, &format!("element of `{key}`"))?;
        Ok(match alias {
            Some(alias) => format!("{found}#{alias}"),
            None => found,
        })
    }

    fn find(&self, path: &str, what: &str) -> Result<String, Failure> {
        if let Some(rest) = path.strip_prefix(IN_SPARK_HOME) {
            if self.spark.home.as_os_str().is_empty() {
                return Ok(path.to_owned());
            }
            let found = self.spark.home.join(rest);
            if self.must_exist && !exists(&found) {
                return Err(missing(path, what).hint(format!(
                    "this Spark, {} in {}, does not have it; the examples are not in every distribution",
                    self.spark.version,
                    self.spark.home.display()
                )));
            }
            return Ok(text(&found));
        }
        if has_scheme(path) {
            return Ok(path.to_owned());
        }
        let here = self.surroundings.dir.join(path);
        let there = self.crate_dir.join(path);
        // What was found in the crate when it was compiled is meant, and no namesake.
        let is_known = self.crate_files.contains(path) && here != there;
        if is_known && exists(&there) {
            return Ok(text(&there));
        }
        if exists(&here) {
            return Ok(path.to_owned());
        }
        if !Path::new(path).is_absolute() && exists(&there) {
            return Ok(text(&there));
        }
        if !self.must_exist {
            return Ok(path.to_owned());
        }
        let failure = missing(path, what);
        Err(if Path::new(path).is_absolute() {
            failure
        } else if self.crate_dir.as_os_str().is_empty() || self.crate_dir == self.surroundings.dir {
            failure.hint(format!(
                "it was looked for in {}",
                self.surroundings.dir.display()
            ))
        } else {
            failure.hint(format!(
                "it was looked for in {} and in {}",
                self.surroundings.dir.display(),
                self.crate_dir.display()
            ))
        })
    }
}

/// Makes the files of properties those of the crate, where they are there and meant. One that is
/// nowhere is left to spark-submit, which fails on it.
pub(super) fn locate_properties(application: &mut SparkApplication, surroundings: &Surroundings) {
    let one_value = spark_options::OPTIONS
        .iter()
        .filter(|option| option.names_files() && !option.kind.is_list());
    for option in one_value {
        let Some(path) = application.text(option.key).map(str::to_owned) else {
            continue;
        };
        let there = application.crate_dir.join(&path);
        let here = surroundings.dir.join(&path);
        let is_known = application.crate_files.contains(&path);
        if there != here && there.is_file() && (is_known || !here.exists()) {
            let there = OptionValue::Text(text(&there));
            application.options.insert(option.key.to_owned(), there);
        }
    }
}

/// Looks for every local file of an application that a run would look for, but for those that
/// lie where a task before it writes.
///
/// # Errors
/// What [`super::build`] would say of the first file that is not there.
pub(crate) fn look_for_files(
    application: &SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
    made_before: &[String],
) -> Result<(), Failure> {
    let all = files(application, spark, surroundings, made_before)?;
    all.into_iter().try_for_each(|file| file.found.map(drop))
}

/// A file of an application that was looked for.
pub(crate) struct LookedFor {
    /// As it is written, with the option that it stands in.
    pub(crate) what: String,
    /// Whether it is a place that anybody could look at: no URI, not made by a task before.
    pub(crate) is_local: bool,
    /// What spark-submit would be given, or that it is not there.
    pub(crate) found: Result<String, Failure>,
}

/// Every file that an application names, looked for as when it runs.
///
/// # Errors
/// Two forms of one setting.
pub(crate) fn files(
    application: &SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
    made_before: &[String],
) -> Result<Vec<LookedFor>, Failure> {
    let application = application.clone().normalise()?;
    // A driver in a standalone cluster starts on a worker, which may have files of its own.
    let is_elsewhere = application.master().and_then(Manager::of) == Some(Manager::Standalone)
        && application.deploy_mode() == DeployMode::Cluster;
    let lookup = Lookup {
        spark,
        crate_dir: &application.crate_dir,
        crate_files: &application.crate_files,
        surroundings,
        must_exist: true,
    };
    let is_local = |path: &str| {
        let (path, _) = without_alias(path);
        let will_be_there = made_before
            .iter()
            .any(|made| Path::new(path).starts_with(made));
        !(is_elsewhere || will_be_there || has_scheme(path))
    };
    let mut all = Vec::new();
    let mut add = |what: String, path: &str, find: &dyn Fn() -> Result<String, Failure>| {
        let is_local = is_local(path);
        let found = if is_local || has_scheme(path) {
            find()
        } else {
            Ok(path.to_owned())
        };
        all.push(LookedFor {
            what,
            is_local,
            found,
        });
    };
    match &application.resource {
        MainResource::PythonModule {
            source: PythonSource::File { path },
            ..
        } => {
            let find = || lookup.find(path, "Python file");
            add(format!("`python_file`, {path}"), path, &find);
        }
        MainResource::PythonModule { .. } => {}
        MainResource::Jar { path } | MainResource::Python { path } | MainResource::R { path } => {
            let find = || lookup.resource(&application.resource);
            add(format!("`app`, {path}"), path, &find);
        }
    }
    for key in ["jars", "py_files", "files", "archives"] {
        let elements = match application.options.get(key) {
            Some(OptionValue::List(elements)) => elements.as_slice(),
            Some(OptionValue::Text(element)) if !element.is_empty() => {
                std::slice::from_ref(element)
            }
            _ => &[],
        };
        for element in elements {
            let find = || lookup.element(element, key);
            add(format!("`{key}`, {element}"), element, &find);
        }
    }
    Ok(all)
}

fn missing(path: &str, what: &str) -> Failure {
    Failure::new(
        FailureKind::Configuration,
        format!("the {what} `{path}` is not there"),
    )
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Whether a path is there; of one with wildcards only the folder before the first of them is
/// looked for, since Spark expands the rest.
fn exists(path: &Path) -> bool {
    let is_wild = |part: &std::ffi::OsStr| is_wild(&part.to_string_lossy());
    if path.exists() {
        return true;
    }
    if !path.iter().any(is_wild) {
        return false;
    }
    let fixed: PathBuf = path.iter().take_while(|part| !is_wild(part)).collect();
    fixed.as_os_str().is_empty() || fixed.exists()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::install::{Found, SparkVersion};

    fn spark(home: &Path) -> Spark {
        Spark {
            home: home.to_owned(),
            version: SparkVersion {
                major: 4,
                minor: 3,
                rest: "0".into(),
            },
            java_home: None,
            python: None,
            found: Found::SparkHome,
        }
    }

    struct Folders {
        root: tempfile::TempDir,
    }

    impl Folders {
        fn new() -> Self {
            let root = tempfile::tempdir().expect("a folder");
            for (dir, file) in [
                ("here", "both.py"),
                ("crate", "both.py"),
                ("here", "known.py"),
                ("crate", "known.py"),
                ("crate", "only.py"),
                ("spark", "pi.py"),
                ("here", "-dash.py"),
            ] {
                fs::create_dir_all(root.path().join(dir)).expect("a folder");
                fs::write(root.path().join(dir).join(file), "").expect("a file");
            }
            Self { root }
        }

        fn look<T>(&self, must_exist: bool, look: impl Fn(&Lookup<'_>) -> T) -> T {
            let surroundings = Surroundings {
                dir: self.root.path().join("here"),
                ..Default::default()
            };
            look(&Lookup {
                spark: &spark(&self.root.path().join("spark")),
                crate_dir: &self.root.path().join("crate"),
                crate_files: &["known.py".to_owned()].into(),
                surroundings: &surroundings,
                must_exist,
            })
        }

        fn python(&self, path: &str) -> Result<String, Failure> {
            self.look(true, |lookup| {
                lookup.resource(&MainResource::Python { path: path.into() })
            })
        }
    }

    #[test]
    fn a_relative_path_is_looked_up_here_then_in_the_crate() {
        let folders = Folders::new();
        assert_eq!(folders.python("both.py").expect("here"), "both.py");
        let in_crate = folders.root.path().join("crate/only.py");
        assert_eq!(
            folders.python("only.py").expect("in the crate"),
            in_crate.display().to_string()
        );
    }

    #[test]
    fn what_was_found_in_the_crate_while_compiling_is_meant_and_no_namesake() {
        let folders = Folders::new();
        let in_crate = || folders.root.path().join("crate/known.py");
        let found = folders.python("known.py").expect("in the crate");
        assert_eq!(found, in_crate().display().to_string());
        fs::remove_file(in_crate()).expect("removed");
        let found = folders
            .python("known.py")
            .expect("a crate that is elsewhere");
        assert_eq!(found, "known.py");
    }

    #[test]
    fn a_path_in_spark_home_is_found_there() {
        let folders = Folders::new();
        let there = folders.root.path().join("spark/pi.py");
        assert_eq!(
            folders.python("$SPARK_HOME/pi.py").expect("there"),
            there.display().to_string()
        );
        assert!(folders.python("$SPARK_HOME/none.py").is_err());
    }

    #[test]
    fn a_missing_application_is_an_error_that_says_where_it_was_looked_for() {
        let folders = Folders::new();
        let error = folders.python("none.py").expect_err("missing");
        assert_eq!(error.cause, "the Python application `none.py` is not there");
        assert!(
            error
                .hint
                .is_some_and(|hint| hint.contains("here") && hint.contains("crate"))
        );
        let lenient = folders.look(false, |lookup| {
            lookup.resource(&MainResource::Python {
                path: "none.py".into(),
            })
        });
        assert_eq!(lenient.expect("a preview does not look"), "none.py");
    }

    #[test]
    fn a_file_of_properties_is_looked_up_as_code_is() {
        let folders = Folders::new();
        let surroundings = Surroundings {
            dir: folders.root.path().join("here"),
            ..Surroundings::default()
        };
        let located = |path: &str| {
            let resource = MainResource::Python {
                path: "a.py".into(),
            };
            let mut application = SparkApplication::new(resource)
                .crate_dir(folders.root.path().join("crate"))
                .crate_file("known.py")
                .option("properties_file", OptionValue::text(path));
            locate_properties(&mut application, &surroundings);
            application.text("properties_file").map(str::to_owned)
        };
        let in_crate = |name: &str| {
            folders
                .root
                .path()
                .join("crate")
                .join(name)
                .display()
                .to_string()
        };
        assert_eq!(located("both.py"), Some("both.py".to_owned()));
        assert_eq!(located("known.py"), Some(in_crate("known.py")));
        assert_eq!(located("only.py"), Some(in_crate("only.py")));
        assert_eq!(located("none.conf"), Some("none.conf".to_owned()));
        assert_eq!(located("/etc/x.conf"), Some("/etc/x.conf".to_owned()));
    }

    #[test]
    fn uris_are_left_alone() {
        let folders = Folders::new();
        for uri in [
            "s3://b/a.py",
            "hdfs:///a.py",
            "local:///opt/a.py",
            "file:/a.py",
        ] {
            assert_eq!(folders.python(uri).expect(uri), uri);
        }
    }

    #[test]
    fn a_leading_dash_is_no_option() {
        assert_eq!(
            Folders::new().python("-dash.py").expect("there"),
            "./-dash.py"
        );
    }

    #[test]
    fn the_ending_is_what_spark_submit_goes_by() {
        let folders = Folders::new();
        assert!(folders.python("a.PY").is_err());
        let jar = folders.look(false, |lookup| {
            lookup.resource(&MainResource::Jar {
                path: "a.py".into(),
            })
        });
        assert!(jar.is_err());
    }

    #[test]
    fn an_alias_and_wildcards_stay() {
        let folders = Folders::new();
        let element = |text: &str| folders.look(true, |lookup| lookup.element(text, "files"));
        assert_eq!(element("both.py#alias").expect("there"), "both.py#alias");
        assert_eq!(element("*.py").expect("wild"), "*.py");
        let in_crate = folders
            .root
            .path()
            .join("crate/only.py")
            .display()
            .to_string();
        assert_eq!(
            element("only.py#x").expect("there"),
            format!("{in_crate}#x")
        );
        assert!(element("none.txt").is_err());
    }

    #[test]
    fn a_file_that_is_missing_is_told_before_the_run_unless_a_task_makes_it() {
        let folders = Folders::new();
        let surroundings = Surroundings {
            dir: folders.root.path().join("here"),
            ..Surroundings::default()
        };
        let spark = spark(&folders.root.path().join("spark"));
        let look = |application: &SparkApplication, made: &[&str]| {
            let made: Vec<String> = made.iter().map(|made| (*made).to_owned()).collect();
            look_for_files(application, &spark, &surroundings, &made)
        };
        let python = |path: &str| SparkApplication::new(MainResource::Python { path: path.into() });
        assert!(look(&python("both.py"), &[]).is_ok());
        let told = look(&python("jobs/cleen.py"), &["jobs/clean"]).expect_err("missing");
        assert_eq!(told.kind, FailureKind::Configuration);
        assert_eq!(
            told.cause,
            "the Python application `jobs/cleen.py` is not there"
        );
        assert!(look(&python("jobs/cleen.py"), &["jobs"]).is_ok());
        let list = OptionValue::list(["both.py", "late/data.csv#data.csv"]);
        let with_files = python("both.py").option("files", list);
        let told = look(&with_files, &[]).expect_err("missing");
        assert!(told.cause.contains("late/data.csv"), "{}", told.cause);
        assert!(look(&with_files, &["late/data.csv"]).is_ok());
        // A worker of the cluster may have what this machine has not.
        let elsewhere = python("jobs/cleen.py")
            .option("master", OptionValue::text("spark://host:7077"))
            .option("deploy_mode", OptionValue::text("cluster"));
        assert!(look(&elsewhere, &[]).is_ok());
    }
}

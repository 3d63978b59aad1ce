use std::fs;

use super::*;
use crate::install::fake::{self, Told};
use crate::install::progress::Quiet;

/// A machine with a good Java and nothing else.
struct World {
    temp: tempfile::TempDir,
    path: Vec<PathBuf>,
    variables: Vec<(&'static str, PathBuf)>,
    version: Option<&'static str>,
}

impl World {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let java = fake::java(&temp.path().join("java"), "17.0.1", "jdk.incubator.vector");
        Self {
            path: vec![temp.path().join("tools")],
            variables: vec![("JAVA_HOME", java)],
            temp,
            version: None,
        }
    }

    fn at(&self, name: &str) -> PathBuf {
        fs::canonicalize(self.temp.path()).unwrap().join(name)
    }

    fn home(&self, name: &str, version: &str) -> PathBuf {
        fake::home(&self.at(name), Some(version));
        self.at(name)
    }

    fn tool(&self, name: &str) -> PathBuf {
        fs::create_dir_all(self.at("tools")).unwrap();
        self.at("tools").join(name)
    }

    fn request(&self) -> Request {
        let path = std::env::join_paths(&self.path).unwrap();
        let variables = self
            .variables
            .iter()
            .map(|(name, value)| (*name, value.into()));
        let mut request = fake::request::<std::ffi::OsString, 0>([]);
        request.environment = Environment::of(variables.chain([("PATH", path)]));
        request.version = self.version.map(|version| version.parse().unwrap());
        request.cache = Some(self.at("cache"));
        request.install = false;
        request
    }

    fn find(&self) -> Result<Spark, InstallError> {
        find_or_install(&self.request(), &mut Quiet)
    }
}

#[test]
fn the_setting_then_spark_home_then_the_path_then_pyspark_then_our_own() {
    let mut world = World::new();
    let setting = world.home("setting", "4.3.0");
    let named = world.home("named", "4.2.1");
    let on_path = world.home("on-path", "4.1.4");
    let package = world.home("site-packages/pyspark", "4.0.5");
    let python = world.tool("python3");
    fake::python(&python, "3.11", Some(&package));

    world.path.push(on_path.join("bin"));
    world.variables.push(("SPARK_HOME", named.clone()));
    let mut request = world.request();
    request.spark_home = Some(setting.clone());
    let spark = find_or_install(&request, &mut Quiet).unwrap();
    assert_eq!((spark.home, spark.found), (setting, Found::Setting));

    let spark = world.find().unwrap();
    assert_eq!((spark.home, spark.found), (named, Found::SparkHome));

    world.variables.pop();
    let spark = world.find().unwrap();
    assert_eq!((spark.home, spark.found), (on_path, Found::Path));
    assert_eq!(spark.python, None);

    world.path.pop();
    let spark = world.find().unwrap();
    assert_eq!((spark.home, spark.found), (package, Found::Pyspark));
    assert_eq!(spark.version.to_string(), "4.0.5");
    assert_eq!(spark.python, Some(world.at("tools/python3")));

    fake::python(&python, "3.11", None);
    let mut request = world.request();
    request.install = true;
    let spark = find_or_install(&request, &mut Quiet).unwrap();
    assert_eq!(spark.found, Found::Managed);
    assert_eq!(spark.version, SparkVersion::default_version());
    assert!(spark.home.starts_with(world.at("cache")));
    assert!(spark.python.unwrap().starts_with(world.at("cache")));
    assert_eq!(world.find().unwrap().home, spark.home);
}

#[test]
fn a_found_spark_of_another_version_is_passed_over_with_a_note() {
    let mut world = World::new();
    let named = world.home("named", "4.2.1");
    let on_path = world.home("on-path", "3.5.9");
    world.variables.push(("SPARK_HOME", named.clone()));
    world.path.push(on_path.join("bin"));
    world.version = Some("3.5");
    let mut told = Told::default();
    let spark = find_or_install(&world.request(), &mut told).unwrap();
    assert_eq!(spark.home, on_path);
    assert_eq!(
        told.0,
        [format!(
            "passed over: SPARK_HOME = {} is Spark 4.2.1; spark_version asks for 3.5",
            named.display()
        )]
    );
}

#[test]
fn the_version_that_is_asked_for_is_the_one_installed() {
    let mut world = World::new();
    fake::python(&world.tool("python3"), "3.12", None);
    world.version = Some("3.5");
    let mut request = world.request();
    request.install = true;
    let spark = find_or_install(&request, &mut Quiet).unwrap();
    assert_eq!(spark.version.to_string(), "3.5.9");
    assert!(spark.home.starts_with(world.at("cache/pyspark-3.5.9")));
}

#[test]
fn a_spark_home_that_is_none_is_an_error_that_names_it() {
    let mut world = World::new();
    world.variables.push(("SPARK_HOME", world.at("nothing")));
    let error = world.find().unwrap_err();
    assert!(error.to_string().starts_with("SPARK_HOME = "), "{error}");
    assert!(
        error.to_string().ends_with("is no Spark: it is not there"),
        "{error}"
    );
    assert!(error.hint().unwrap().contains("or remove it"));
}

#[test]
fn an_unsupported_spark_is_refused_where_it_is_named_and_passed_over_where_it_is_met() {
    let mut world = World::new();
    let old = world.home("old", "2.4.8");
    world.path.push(old.join("bin"));
    let error = world.find().unwrap_err();
    let InstallError::NotFound { looked, .. } = &error else {
        panic!("{error}");
    };
    assert!(
        looked
            .iter()
            .any(|line| line.contains("is Spark 2.4.8; supported are")),
        "{looked:?}"
    );

    world.variables.push(("SPARK_HOME", old));
    let error = world.find().unwrap_err();
    assert!(
        error
            .to_string()
            .contains("is not supported; supported are 3.5 and 4.0 to 4.3")
    );

    world.version = Some("3.4.1");
    let error = world.find().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Spark 3.4.1 (asked for by spark_version) is not supported; supported are 3.5 and 4.0 to 4.3"
    );
}

#[test]
fn a_newer_minor_version_is_taken_with_a_note() {
    let mut world = World::new();
    let new = world.home("new", "4.4.0");
    world.variables.push(("SPARK_HOME", new.clone()));
    let mut told = Told::default();
    assert_eq!(
        find_or_install(&world.request(), &mut told).unwrap().home,
        new
    );
    assert!(
        told.0[0].contains("newer than the versions known here"),
        "{told:?}"
    );
}

#[test]
fn spark_home_and_spark_version_that_contradict_each_other_are_an_error() {
    let mut world = World::new();
    world.version = Some("3.5");
    let mut request = world.request();
    request.spark_home = Some(world.home("spark", "4.3.0"));
    let error = find_or_install(&request, &mut Quiet).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("is Spark 4.3.0, but spark_version asks for 3.5")
    );
}

#[test]
fn a_link_to_spark_submit_is_followed() {
    let world = World::new();
    let home = world.home("opt/spark-4.3.0", "4.3.0");
    std::os::unix::fs::symlink(home.join("bin/spark-submit"), world.tool("spark-submit")).unwrap();
    assert_eq!(world.find().unwrap().home, home);
}

#[test]
fn the_spark_submit_that_pip_puts_beside_python_leads_to_its_package() {
    let world = World::new();
    let package = world.home("lib/python3.11/site-packages/pyspark", "4.3.0");
    fake::script(&world.tool("spark-submit"), "exit 0");
    fake::script(&world.tool("python3"), "exit 1");
    let script = world.tool("find_spark_home.py");
    let check = format!("[ -z \"$SPARK_HOME\" ] && echo '{}'", package.display());
    fake::script(&script, &check);
    let spark = world.find().unwrap();
    assert_eq!((spark.home, spark.found), (package.clone(), Found::Path));
    assert_eq!(spark.python, Some(world.at("tools/python3")));

    fs::remove_file(script).unwrap();
    assert_eq!(world.find().unwrap().home, package);
}

#[test]
fn a_pyspark_without_a_spark_in_it_is_passed_over() {
    let world = World::new();
    let package = world.at("pyspark");
    fs::create_dir(&package).unwrap();
    fake::python(&world.tool("python3"), "3.11", Some(&package));
    let error = world.find().unwrap_err();
    let carries = |line: &String| line.contains("carries no Spark");
    assert!(error.looked().iter().any(carries), "{:?}", error.looked());
}

#[test]
fn a_pyspark_in_the_python_folder_of_a_spark_leads_to_that_spark() {
    let world = World::new();
    let home = world.home("spark", "4.3.0");
    let package = home.join("python/pyspark");
    fs::create_dir_all(&package).unwrap();
    fake::python(&world.tool("python3"), "3.11", Some(&package));
    let spark = world.find().unwrap();
    assert_eq!((spark.home, spark.found), (home, Found::Pyspark));
}

#[test]
fn the_virtual_environment_that_is_active_is_asked_before_the_path() {
    let mut world = World::new();
    fake::python(&world.tool("python3"), "3.11", None);
    let package = world.home("venv/site/pyspark", "4.3.0");
    fs::create_dir_all(world.at("venv/bin")).unwrap();
    fake::python(&world.at("venv/bin/python"), "3.12", Some(&package));
    world.variables.push(("VIRTUAL_ENV", world.at("venv")));
    assert_eq!(world.find().unwrap().home, package);
}

#[test]
fn nothing_found_and_no_leave_to_install_lists_where_it_was_looked_for() {
    let world = World::new();
    fake::python(&world.tool("python3"), "3.11", None);
    let error = world.find().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no supported Spark (3.5 and 4.0 to 4.3) was found, and installing it is switched off"
    );
    let looked = error.looked();
    assert_eq!(looked.len(), 4, "{looked:?}");
    assert_eq!(looked[0], "SPARK_HOME is not set");
    assert_eq!(looked[1], "no spark-submit is on the PATH");
    assert!(looked[2].ends_with("(3.11) has no pyspark"));
    assert!(looked[3].starts_with("Spark 4.3.0 is not installed in "));
}

#[test]
fn the_setting_python_runs_the_jobs_of_any_spark() {
    let world = World::new();
    let home = world.home("spark", "4.3.0");
    fake::python(&world.tool("mine"), "3.12", None);
    let mut request = world.request();
    request.spark_home = Some(home);
    request.python = Some(world.at("tools/mine"));
    let spark = find_or_install(&request, &mut Quiet).unwrap();
    assert_eq!(spark.python, Some(world.at("tools/mine")));
}

//! From a `spark-submit` or a `pyspark` package to the folder of its Spark.

use std::fs;
use std::path::{Path, PathBuf};

use crate::install::child;
use crate::install::environment::{Environment, is_executable};
use crate::install::home::{self, Home, names};

/// The Spark behind a `spark-submit`: the folder above its `bin`, past links; or, for the copy
/// that pip puts beside a Python, what `find_spark_home.py` beside it says.
pub(super) fn behind(program: &Path, environment: &Environment) -> Result<PathBuf, String> {
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
pub(super) fn beside(program: &Path) -> Option<PathBuf> {
    let script = program.with_file_name("find_spark_home.py");
    let python = program.with_file_name("python3");
    (script.is_file() && is_executable(&python)).then_some(python)
}

/// The Spark of a `pyspark` package: in it, in the distribution that it downloaded, or around
/// it when it stands in `SPARK_HOME/python` (as `find_spark_home.py` has it).
pub(super) fn of_package(package: &Path) -> Result<Home, String> {
    let around = package.parent().and_then(Path::parent);
    let downloaded = package.join("spark-distribution");
    let mut places = vec![downloaded.as_path(), package];
    places.extend(around);
    places
        .into_iter()
        .find_map(|place| home::inspect(place).ok())
        .ok_or_else(|| "carries no Spark (is it pyspark-client?)".to_owned())
}

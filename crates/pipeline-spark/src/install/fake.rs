//! Sparks, Javas and Pythons for tests: small scripts in a temporary folder.
#![allow(clippy::unwrap_used)]

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use pipeline_core::config::Settings;

use super::environment::Environment;
use super::progress::Progress;
use super::request::Request;

/// A request that sees these variables and nothing else of this machine.
pub(super) fn request<V: Into<OsString>, const N: usize>(
    variables: [(&'static str, V); N],
) -> Request {
    Request::read(&Settings::default(), Environment::of(variables)).unwrap()
}

/// An executable script for `/bin/sh`.
pub(super) fn script(path: &Path, body: &str) {
    fs::write(path, format!("#!/bin/sh\n{body}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A Spark of this version, told by its core jar.
pub(super) fn home(path: &Path, version: Option<&str>) {
    fs::create_dir_all(path.join("bin")).unwrap();
    fs::create_dir_all(path.join("jars")).unwrap();
    script(&path.join("bin/spark-submit"), "exit 0");
    if let Some(version) = version {
        fs::write(path.join(format!("jars/spark-core_2.13-{version}.jar")), "").unwrap();
    }
}

/// A Java of this version with these modules.
pub(super) fn java(home: &Path, version: &str, modules: &str) -> PathBuf {
    fs::create_dir_all(home.join("bin")).unwrap();
    script(&home.join("bin/java"), "exit 0");
    let release = format!("JAVA_VERSION=\"{version}\"\nMODULES=\"{modules}\"\n");
    fs::write(home.join("release"), release).unwrap();
    home.to_path_buf()
}

/// A Python of this version with `pyspark` in this folder. It answers who it is, makes a
/// "virtual environment", and "installs" a Spark by `pip`, after what `PIP_FIRST` says.
pub(super) fn python(path: &Path, version: &str, pyspark: Option<&Path>) {
    let pyspark = pyspark.map_or_else(String::new, |place| {
        format!("echo 'sp-pyspark {}'", place.display())
    });
    let body = format!(
        r#"
if [ "$1" = -c ]; then
  case "$2" in
    *ensurepip*) [ -z "$LACKS" ] || echo "sp-missing $LACKS" ;;
    *) echo "sp-executable $0"; echo "sp-version {version}"; {pyspark} ;;
  esac
  exit 0
fi
shift 3
[ -z "$COUNT" ] || echo "$1" >> "$COUNT"
if [ "$1" = venv ]; then
  [ -z "$LACKS" ] || exit 1
  /bin/mkdir -p "$2/bin" "$2/lib/python{version}/site-packages"
  /bin/cp "$0" "$2/bin/python"
  exit 0
fi
eval "$PIP_FIRST"
for wanted; do :; done
package="${{0%/bin/python}}/lib/python{version}/site-packages/pyspark"
/bin/mkdir -p "$package/bin" "$package/jars"
echo "Collecting $wanted"
: > "$package/bin/spark-submit"
: > "$package/jars/spark-core_2.13-${{wanted##*=}}.jar"
"#
    );
    script(path, &body);
}

/// Remembers what it is told.
#[derive(Debug, Default)]
pub(super) struct Told(pub(super) Vec<String>);

impl Progress for Told {
    fn phase(&mut self, what: &str) {
        self.0.push(what.to_owned());
    }

    fn step(&mut self, what: &str) {
        self.0.push(what.to_owned());
    }

    fn note(&mut self, what: &str) {
        self.0.push(what.to_owned());
    }

    fn done(&mut self, what: &str) {
        self.0.push(what.to_owned());
    }
}

//! Environment variables as a value, and what is read from them.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Environment variables as a value, so that a search can be repeated with others.
#[derive(Clone, Debug, Default)]
pub struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    /// Those of this process.
    #[must_use]
    pub fn of_this_process() -> Self {
        Self(std::env::vars_os().collect())
    }

    /// These and no others.
    pub fn of<K: Into<OsString>, V: Into<OsString>>(
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        Self(
            variables
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }

    /// The value of a variable; an empty one counts as not set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0
            .get(OsStr::new(name))
            .map(OsString::as_os_str)
            .filter(|value| !value.is_empty())
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name)
            .map(|value| value.to_string_lossy().into_owned())
    }

    pub(crate) fn path(&self, name: &str) -> Option<PathBuf> {
        self.get(name).map(PathBuf::from)
    }

    /// Every executable file of this name on the PATH, first ones first.
    pub(crate) fn on_path<'a>(&'a self, name: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
        self.get("PATH")
            .map(|path| std::env::split_paths(path).collect::<Vec<_>>())
            .unwrap_or_default()
            .into_iter()
            .filter(|folder| !folder.as_os_str().is_empty())
            .map(move |folder| folder.join(name))
            .filter(|file| is_executable(file))
    }

    /// A command that sees these variables and no others.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.0);
        command
    }

    /// `~/x` becomes `x` in the home folder.
    pub(crate) fn expand_home(&self, text: &str) -> PathBuf {
        match (text.strip_prefix("~/"), self.path("HOME")) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(text),
        }
    }

    /// The folder for managed installs: `SPARK_PIPELINE_CACHE`, else `spark-pipeline` in
    /// `XDG_CACHE_HOME`, else in `~/.cache` (`~/Library/Caches` on macOS).
    pub(crate) fn cache(&self) -> Option<PathBuf> {
        if let Some(cache) = self.path("SPARK_PIPELINE_CACHE") {
            return Some(cache);
        }
        // The specification of XDG says that a relative path is to be ignored.
        let xdg = self
            .path("XDG_CACHE_HOME")
            .filter(|path| path.is_absolute());
        let caches = match xdg {
            Some(xdg) => xdg,
            None if cfg!(target_os = "macos") => self.path("HOME")?.join("Library/Caches"),
            None => self.path("HOME")?.join(".cache"),
        };
        Some(caches.join("spark-pipeline"))
    }
}

pub(crate) fn is_executable(file: &Path) -> bool {
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::of(variables.iter().copied())
    }

    #[test]
    fn the_cache_is_ours_then_xdg_then_the_home_folder() {
        let home = ("HOME", "/home/me");
        let ours = ("SPARK_PIPELINE_CACHE", "/fast/disk");
        let cache = |variables: &[(&str, &str)]| environment(variables).cache();
        assert_eq!(cache(&[home, ours]), Some("/fast/disk".into()));
        assert_eq!(
            cache(&[home, ("XDG_CACHE_HOME", "/xdg")]),
            Some("/xdg/spark-pipeline".into())
        );
        let expected = if cfg!(target_os = "macos") {
            "/home/me/Library/Caches/spark-pipeline"
        } else {
            "/home/me/.cache/spark-pipeline"
        };
        assert_eq!(
            cache(&[home, ("XDG_CACHE_HOME", "relative")]),
            Some(expected.into())
        );
        assert_eq!(cache(&[]), None);
    }

    #[test]
    fn a_file_on_the_path_that_cannot_be_executed_is_not_found() {
        let temp = tempfile::tempdir().unwrap();
        let file = temp.path().join("java");
        std::fs::write(&file, "").unwrap();
        let environment = Environment::of([("PATH", temp.path())]);
        assert_eq!(environment.on_path("java").count(), 0);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(environment.on_path("java").collect::<Vec<_>>(), [file]);
    }
}

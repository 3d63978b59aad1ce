//! A command line made ready to run.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use pipeline_core::failure::{Failure, FailureKind};

use super::line::Way;
use super::{CommandLine, Environment};

/// The name of the file with the secrets.
const FILE_NAME: &str = "secrets.properties";

/// What is run: a program, its arguments and its environment.
#[derive(Clone)]
pub struct Invocation {
    /// The program.
    pub program: PathBuf,
    /// Its arguments, as they are.
    pub arguments: Vec<String>,
    /// How its environment differs from ours.
    pub environment: Environment,
    /// The file with the secrets, if there are any. It stays for the rerun line, unless the
    /// application succeeds.
    pub properties: Option<PathBuf>,
    /// The line that runs it again by hand; secrets are masked, or in the file.
    pub shell: String,
}

impl std::fmt::Debug for Invocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Invocation").field(&self.shell).finish()
    }
}

impl Invocation {
    /// The command, with arguments and environment set.
    #[must_use]
    pub fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(&self.program);
        command.args(&self.arguments);
        for name in &self.environment.removed {
            command.env_remove(name);
        }
        command.envs(&self.environment.set);
        command
    }
}

impl CommandLine {
    /// The arguments, given where the file of [`CommandLine::properties`] is; it has to be
    /// somewhere if there is one, or the secrets are missing.
    #[must_use]
    pub fn arguments(&self, properties: Option<&Path>) -> Vec<String> {
        let file = properties.filter(|_| self.properties.is_some());
        let mut arguments = file.map_or_else(Vec::new, |path| self.properties_words(path));
        for line in self.options.iter().chain(&self.application) {
            let stays = match line.way {
                Way::Argument => true,
                Way::UnlessFile => self.properties.is_none(),
                Way::File => false,
            };
            if stays {
                arguments.extend(line.words.iter().cloned());
            }
        }
        arguments
    }

    /// Writes what goes through a file into this folder, which it makes if need be, and gives
    /// what to run. The file is readable by its owner only from the moment it exists.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<Invocation, Failure> {
        let mut properties = None;
        if let Some(content) = &self.properties {
            let unwritable = |error: &io::Error| {
                Failure::new(
                    FailureKind::Environment,
                    format!("cannot write {FILE_NAME} in {}: {error}", dir.display()),
                )
            };
            let dir = std::path::absolute(dir).map_err(|error| unwritable(&error))?;
            let path = dir.join(FILE_NAME);
            let carried = path
                .to_str()
                .is_some_and(|path| !path.contains(['\r', '\0']));
            if !carried {
                return Err(Failure::new(
                    FailureKind::Environment,
                    format!("spark-submit cannot carry the path {}", path.display()),
                ));
            }
            write_private(&path, &content.text()).map_err(|error| unwritable(&error))?;
            properties = Some(path);
        }
        Ok(Invocation {
            program: self.program.clone(),
            arguments: self.arguments(properties.as_deref()),
            environment: self.environment.clone(),
            shell: self.shell(properties.as_deref()),
            properties,
        })
    }
}

/// Writes a file that only its owner may read, and that nobody else can have opened before: what
/// was there is taken away first. Makes the folder if need be.
pub(crate) fn write_private(path: &Path, text: &str) -> io::Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())
}

//! What a person sees of a command line.

use std::path::Path;

use pipeline_core::secret::MASK;
use pipeline_core::task::Preview;

use super::line::Way;
use super::{CommandLine, mask, quote};

impl CommandLine {
    /// The command, one option a line, and as one line to paste; secrets are masked.
    #[must_use]
    pub fn preview(&self) -> Preview {
        let program = self.program.display().to_string();
        let mut lines = vec![quote::word(&program)];
        for line in self.options.iter().chain(&self.application) {
            lines.push(format!(
                "  {}",
                quote::line(line.shown.iter().map(String::as_str))
            ));
        }
        Preview {
            lines,
            shell: self.shell(None),
            notes: Vec::new(),
        }
    }

    /// The command as one line for a POSIX shell, with what it needs of the environment.
    ///
    /// With the file that [`CommandLine::write`] made the line runs as it is. Without, secrets
    /// stand in it masked, as properties, to be filled in by hand; so do secret arguments and
    /// variables in any case.
    #[must_use]
    pub fn shell(&self, properties: Option<&Path>) -> String {
        let mut words: Vec<String> = Vec::new();
        let needs_env = !self.present.is_empty();
        if needs_env {
            words.push("env".to_owned());
            for name in &self.present {
                words.extend(["-u".to_owned(), name.clone()]);
            }
        }
        let mut line = quote::line(words.iter().map(String::as_str));
        let mut push = |text: &str| {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(text);
        };
        for (name, value) in &self.environment.set {
            let value = if self.secret_variables.contains(name) {
                MASK.to_owned()
            } else {
                mask::value(value)
            };
            // Only a name that a shell takes can be assigned to without `env`.
            if needs_env || is_shell_name(name) {
                push(&format!("{name}={}", quote::word(&value)));
            }
        }
        push(&quote::word(&self.program.display().to_string()));
        if let Some(path) = properties {
            for word in self.properties_words(path) {
                push(&quote::word(&word));
            }
        }
        for option in self.options.iter().chain(&self.application) {
            let is_in_file = properties.is_some() && option.way != Way::Argument;
            if !is_in_file {
                push(&quote::line(option.shown.iter().map(String::as_str)));
            }
        }
        line
    }

    /// The words that name our file of properties.
    pub(super) fn properties_words(&self, path: &Path) -> Vec<String> {
        let Some(properties) = &self.properties else {
            return Vec::new();
        };
        let mut words = vec!["--properties-file".to_owned(), path.display().to_string()];
        if properties.load_spark_defaults {
            words.push("--load-spark-defaults".to_owned());
        }
        words
    }
}

fn is_shell_name(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

//! What an observer knows of a run before it begins.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::config::{Origin, Settings};
use crate::run::{Mask, RunId, Trace};

/// Tells a person something in one line. What is secret is taken out on the way.
pub type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// What an observer knows of a run before it begins.
pub struct Watched<'a> {
    /// The settings of the run.
    pub settings: &'a Settings,
    /// The variables of the environment.
    pub environment: &'a BTreeMap<String, String>,
    /// What the program is called.
    pub program: &'a str,
    /// What the run is called.
    pub run: &'a RunId,
    /// The run's folder. It may not exist yet.
    pub dir: &'a Path,
    /// The ids of the run and its tries.
    pub trace: Trace,
    /// Takes secrets out of a text. Events have none any more.
    pub mask: Mask,
    /// Tells a person something, while the run goes on.
    pub tell: Tell,
}

impl Watched<'_> {
    /// A variable that is set to something.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        let text = self.environment.get(name)?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// A setting as text, in the order of the layers: the command line and the setting's own
    /// variable, the variable that a standard gives it, the profile, the default.
    #[must_use]
    pub fn text(&self, key: &str, variable: Option<&str>) -> Option<String> {
        let setting = self.settings.get(key);
        let standard = variable.and_then(|name| self.variable(name));
        let above =
            |origin: &Origin| matches!(origin, Origin::CommandLine | Origin::Environment(_));
        match (setting, standard) {
            (Some(setting), Some(_)) if above(&setting.origin) => Some(plain(&setting.value)),
            (_, Some(standard)) => Some(standard.to_owned()),
            (Some(setting), None) => Some(plain(&setting.value)),
            (None, None) => None,
        }
    }
}

fn plain(value: &toml::Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

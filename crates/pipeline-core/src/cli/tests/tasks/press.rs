//! An engine with one setting.

use crate::config::Settings;
use crate::engine::{BoxFuture, Engine, Extensions, Key, Objection};
use crate::failure::{Failure, FailureKind};
use crate::finding::Verdict;

/// What the engine leaves for its tasks.
pub(super) struct Pressed;

/// An engine with one setting.
pub(crate) struct Press;

impl Engine for Press {
    fn name(&self) -> &'static str {
        "press"
    }
    fn keys(&self) -> Vec<Key> {
        vec![Key {
            name: "memory",
            doc: "how much memory a press has",
        }]
    }
    fn check(&self, key: &str, value: &toml::Value) -> std::result::Result<(), Objection> {
        let fits = value
            .as_str()
            .is_some_and(|text| text.ends_with(['m', 'g']));
        if key == "memory" && !fits {
            return Err(format!("{value} is no amount of memory; write \"512m\" or \"2g\"").into());
        }
        Ok(())
    }
    fn doubts(&self, key: &str, value: &toml::Value) -> Vec<(Verdict, Objection)> {
        if (key, value.as_str()) != ("memory", Some("3m")) {
            return Vec::new();
        }
        let objection = Objection {
            to_the_name: false,
            problem: "3m is not much".to_owned(),
            help: Some("write \"512m\"".to_owned()),
        };
        vec![(Verdict::Warning, objection)]
    }
    fn look(&self, settings: &Settings) -> std::result::Result<Vec<String>, Failure> {
        if settings.get("env.NO_PRESS").is_some() {
            return Err(no_press());
        }
        Ok(vec!["Press 3 in /opt/press".to_owned()])
    }
    fn prepare<'a>(
        &'a self,
        settings: &'a Settings,
        extensions: &'a mut Extensions,
    ) -> BoxFuture<'a, std::result::Result<(), Failure>> {
        Box::pin(async {
            if settings.get("env.NO_PRESS").is_some() {
                return Err(no_press());
            }
            extensions.insert(std::sync::Arc::new(Pressed));
            Ok(())
        })
    }
    fn found(&self, extensions: &Extensions) -> Option<String> {
        extensions
            .get::<Pressed>()
            .map(|_| "Press 3 in /opt/press".to_owned())
    }
}

fn no_press() -> Failure {
    Failure::new(FailureKind::Environment, "there is no press").hint("buy one")
}

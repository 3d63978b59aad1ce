//! Observers whose feature is off: they know their settings and say that they do nothing.

#[cfg(any(not(feature = "openlineage"), not(feature = "opentelemetry")))]
macro_rules! absent {
    ($(#[$doc:meta])* $name:ident, $rows:expr, $feature:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;

        impl pipeline_core::observe::Observer for $name {
            fn name(&self) -> &'static str {
                stringify!($name)
            }

            fn keys(&self) -> Vec<pipeline_core::engine::Key> {
                crate::settings::keys($rows)
            }

            fn check(
                &self,
                key: &str,
                value: &toml::Value,
            ) -> Result<(), pipeline_core::engine::Objection> {
                crate::settings::check($rows, key, value)
            }

            fn watch(
                &self,
                run: &pipeline_core::observe::Watched<'_>,
            ) -> Result<Option<pipeline_core::observe::Watch>, String> {
                // A variable may be meant for other programs; a setting is meant for this one.
                let set = $rows.iter().find(|row| run.settings.get(row.name).is_some());
                match set {
                    None => Ok(None),
                    Some(row) => Err(format!(
                        "`{}` is set, but this program was built without it; switch the feature \
                         `{}` of spark-pipeline on in its Cargo.toml",
                        row.name, $feature
                    )),
                }
            }
        }
    };
}

#[cfg(not(feature = "openlineage"))]
absent!(
    /// Lineage events; the feature `openlineage` is off, so there are none.
    OpenLineage,
    crate::settings::OPENLINEAGE,
    "openlineage"
);

#[cfg(not(feature = "opentelemetry"))]
absent!(
    /// Traces and metrics; the feature `opentelemetry` is off, so there are none.
    OpenTelemetry,
    crate::settings::OPENTELEMETRY,
    "opentelemetry"
);

#[cfg(all(test, not(feature = "openlineage"), not(feature = "opentelemetry")))]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::sync::Arc;

    use pipeline_core::config::{Origin, Settings};
    use pipeline_core::observe::{Observer, Watched};
    use pipeline_core::run::{RunId, Trace};

    use super::{OpenLineage, OpenTelemetry};

    #[test]
    fn a_setting_without_its_feature_is_told_and_a_variable_is_not() {
        let (run, environment) = (
            RunId::with_suffix(jiff::Timestamp::UNIX_EPOCH, 0),
            BTreeMap::from([("OPENLINEAGE_URL".to_owned(), "http://x".to_owned())]),
        );
        let watch = |settings: &Settings, observer: &dyn Observer| {
            let watched = Watched {
                settings,
                environment: &environment,
                program: "test",
                run: &run,
                dir: Path::new("/nowhere"),
                trace: Trace::new(),
                mask: Arc::new(str::to_owned),
                tell: Arc::new(|_| {}),
            };
            observer.watch(&watched).map(|watch| watch.is_some())
        };
        let mut settings = Settings::default();
        assert_eq!(watch(&settings, &OpenLineage), Ok(false));
        settings.set("otel_endpoint", "http://x", Origin::CommandLine);
        assert_eq!(watch(&settings, &OpenLineage), Ok(false));
        let why = watch(&settings, &OpenTelemetry).expect_err("told");
        assert!(why.contains("`otel_endpoint` is set"), "{why}");
        assert!(why.contains("feature `opentelemetry`"), "{why}");
    }
}

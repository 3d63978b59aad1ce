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

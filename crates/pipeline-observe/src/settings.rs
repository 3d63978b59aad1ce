//! The settings of the observers, as data: configuration, help and documentation read them here.

use std::time::Duration;

use pipeline_core::engine::{Key, Objection};
use pipeline_core::observe::Watched;
use pipeline_core::param::Param;

/// A setting of an observer.
#[derive(Debug)]
pub struct Row {
    /// The word, in `pipeline.toml` and after `--set`.
    pub name: &'static str,
    /// The variable that the observer's standard gives it, below the setting's own.
    pub variable: Option<&'static str>,
    /// What it is, in one line.
    pub doc: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// The default, as a person reads it.
    pub default: &'static str,
}

/// What the value of a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// An address with `http:` or `https:`.
    Url,
    /// A path; a relative one is below the current folder.
    Path,
    /// A path that ends in `.prom`.
    PromPath,
    /// A length of time.
    Duration,
    /// A whole number from 0 up.
    Count,
}

/// A variable of a standard that is no setting of ours.
#[derive(Debug)]
pub struct Standard {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
}

/// The settings of Prometheus.
pub const PROMETHEUS: &[Row] = &[
    Row {
        name: "metrics_file",
        variable: None,
        doc: "write the run's metrics here too, for node_exporter's textfile collector",
        kind: Kind::PromPath,
        default: "only metrics.prom in the run's folder",
    },
    Row {
        name: "metrics_interval",
        variable: None,
        doc: "how often the metrics are written while a run goes on",
        kind: Kind::Duration,
        default: "15s",
    },
];

/// The settings of OpenLineage.
pub const OPENLINEAGE: &[Row] = &[
    Row {
        name: "openlineage_url",
        variable: Some("OPENLINEAGE_URL"),
        doc: "send lineage events to this server",
        kind: Kind::Url,
        default: "to none",
    },
    Row {
        name: "openlineage_endpoint",
        variable: Some("OPENLINEAGE_ENDPOINT"),
        doc: "the path of the server's interface, below its address",
        kind: Kind::Text,
        default: "api/v1/lineage",
    },
    Row {
        name: "openlineage_api_key",
        variable: Some("OPENLINEAGE_API_KEY"),
        doc: "what the server knows us by, sent as a bearer token; never shown",
        kind: Kind::Text,
        default: "none",
    },
    Row {
        name: "openlineage_file",
        variable: None,
        doc: "append lineage events to this file, one a line",
        kind: Kind::Path,
        default: "to none",
    },
    Row {
        name: "openlineage_namespace",
        variable: Some("OPENLINEAGE_NAMESPACE"),
        doc: "the namespace of the jobs",
        kind: Kind::Text,
        default: "default",
    },
    Row {
        name: "openlineage_timeout",
        variable: None,
        doc: "how long the server may take for one event",
        kind: Kind::Duration,
        default: "5s",
    },
    Row {
        name: "openlineage_retries",
        variable: None,
        doc: "how often an event is sent again to a server that is not there or busy",
        kind: Kind::Count,
        default: "3",
    },
];

/// The settings of OpenTelemetry. Everything else stands in the variables of its standard.
pub const OPENTELEMETRY: &[Row] = &[
    Row {
        name: "otel_endpoint",
        variable: Some("OTEL_EXPORTER_OTLP_ENDPOINT"),
        doc: "send traces and metrics to this collector, by OTLP over HTTP",
        kind: Kind::Url,
        default: "to none",
    },
    Row {
        name: "otel_service_name",
        variable: Some("OTEL_SERVICE_NAME"),
        doc: "what the program is called there",
        kind: Kind::Text,
        default: "the program's name",
    },
];

/// The variables of OpenLineage that are no settings.
pub const OPENLINEAGE_STANDARD: &[Standard] = &[
    Standard {
        name: "OPENLINEAGE_DISABLED",
        doc: "`true`: no lineage events at all",
    },
    Standard {
        name: "OPENLINEAGE_PARENT_ID",
        doc: "the run that started this one, as namespace/job/run",
    },
    Standard {
        name: "OPENLINEAGE_ROOT_PARENT_ID",
        doc: "the run that started all of it, as namespace/job/run",
    },
];

/// The variables of OpenTelemetry that are no settings.
pub const OPENTELEMETRY_STANDARD: &[Standard] = &[
    Standard {
        name: "OTEL_SDK_DISABLED",
        doc: "`true`: neither traces nor metrics",
    },
    Standard {
        name: "OTEL_TRACES_EXPORTER",
        doc: "`otlp`, or `none` for no traces",
    },
    Standard {
        name: "OTEL_METRICS_EXPORTER",
        doc: "`otlp`, or `none` for no metrics",
    },
    Standard {
        name: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        doc: "the whole address for traces, used as it is",
    },
    Standard {
        name: "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        doc: "the whole address for metrics, used as it is",
    },
    Standard {
        name: "OTEL_EXPORTER_OTLP_PROTOCOL",
        doc: "`http/protobuf` (the default) or `http/json`; also with _TRACES_ and _METRICS_",
    },
    Standard {
        name: "OTEL_EXPORTER_OTLP_HEADERS",
        doc: "headers of every request, `name=value,…`, never shown; also with _TRACES_ and _METRICS_",
    },
    Standard {
        name: "OTEL_EXPORTER_OTLP_TIMEOUT",
        doc: "how long a request may take, in milliseconds [default: 10000]; also with _TRACES_ and _METRICS_",
    },
    Standard {
        name: "OTEL_EXPORTER_OTLP_COMPRESSION",
        doc: "`gzip`, or nothing; also with _TRACES_ and _METRICS_",
    },
    Standard {
        name: "OTEL_RESOURCE_ATTRIBUTES",
        doc: "attributes of everything that is sent, `name=value,…`",
    },
    Standard {
        name: "OTEL_TRACES_SAMPLER",
        doc: "which runs are traced: always_on, always_off, traceidratio, and each with parentbased_ before [default: parentbased_always_on]",
    },
    Standard {
        name: "OTEL_TRACES_SAMPLER_ARG",
        doc: "the part of the runs that is traced, 0 to 1",
    },
    Standard {
        name: "OTEL_BSP_MAX_QUEUE_SIZE",
        doc: "how many spans may wait [default: 2048]",
    },
    Standard {
        name: "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        doc: "how many spans are sent at once [default: 512]",
    },
    Standard {
        name: "OTEL_BSP_SCHEDULE_DELAY",
        doc: "how long a span waits for others, in milliseconds [default: 5000]",
    },
    Standard {
        name: "OTEL_METRIC_EXPORT_INTERVAL",
        doc: "how often metrics are sent, in milliseconds [default: 60000]",
    },
    Standard {
        name: "TRACEPARENT",
        doc: "the span that the run belongs below; tasks hand theirs to what they start",
    },
];

pub(crate) fn keys(rows: &[Row]) -> Vec<Key> {
    let key = |row: &Row| Key {
        name: row.name,
        doc: row.doc,
    };
    rows.iter().map(key).collect()
}

/// The variables of the standards: those of settings, and the others.
#[cfg(any(feature = "openlineage", feature = "opentelemetry"))]
pub(crate) fn variables(rows: &[Row], others: &[Standard]) -> Vec<Key> {
    let of_rows = rows.iter().filter_map(|row| {
        let name = row.variable?;
        Some(Key { name, doc: row.doc })
    });
    let others = others.iter().map(|it| Key {
        name: it.name,
        doc: it.doc,
    });
    of_rows.chain(others).collect()
}

/// Whether a value fits its setting.
pub(crate) fn check(rows: &[Row], key: &str, value: &toml::Value) -> Result<(), Objection> {
    let Some(row) = rows.iter().find(|row| row.name == key) else {
        return Ok(());
    };
    if let (Kind::Count, Some(number)) = (row.kind, value.as_integer()) {
        return fits(row.kind, &number.to_string()).map_err(Objection::from);
    }
    match value.as_str() {
        Some(text) => fits(row.kind, text).map_err(Objection::from),
        None => Err(format!("{value} is no text; write it in quotes").into()),
    }
}

/// Whether a text is of this kind.
pub(crate) fn fits(kind: Kind, text: &str) -> Result<(), String> {
    match kind {
        _ if text.trim().is_empty() => Err("it is empty; leave it out instead".to_owned()),
        Kind::Text | Kind::Path => Ok(()),
        Kind::PromPath if text.ends_with(".prom") => Ok(()),
        Kind::PromPath => Err(format!(
            "`{text}` does not end in `.prom`, and the textfile collector reads no other file"
        )),
        Kind::Url => {
            let rest = ["http://", "https://"]
                .iter()
                .find_map(|scheme| text.strip_prefix(scheme));
            match rest {
                Some(rest) if !rest.is_empty() && !rest.starts_with('/') => Ok(()),
                _ => Err(format!(
                    "`{text}` is no address; write \"http://host:port\" or \"https://…\""
                )),
            }
        }
        Kind::Duration => <Duration as Param>::parse(text)
            .map(drop)
            .map_err(|error| error.to_string()),
        Kind::Count => text
            .parse::<u32>()
            .map(drop)
            .map_err(|_| format!("{text} is no whole number from 0 up")),
    }
}

/// The value of a setting that a standard's variable may hold, if it fits. What is in a profile
/// has been looked at already; a variable of a standard has not.
pub(crate) fn value(rows: &[Row], key: &str, run: &Watched<'_>) -> Result<Option<String>, String> {
    let row = rows.iter().find(|row| row.name == key);
    let Some(text) = run.text(key, row.and_then(|row| row.variable)) else {
        return Ok(None);
    };
    if let Some(row) = row {
        let name = row.variable.unwrap_or(row.name);
        fits(row.kind, &text).map_err(|problem| format!("{name}: {problem}"))?;
    }
    Ok(Some(text))
}

/// A length of time among the settings, with its default.
pub(crate) fn duration(rows: &[Row], key: &str, run: &Watched<'_>) -> Result<Duration, String> {
    let default = rows.iter().find(|row| row.name == key);
    let text = value(rows, key, run)?;
    let text = text.as_deref().or(default.map(|row| row.default));
    <Duration as Param>::parse(text.unwrap_or_default()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_that_is_a_value_fits_its_setting() {
        let rows = PROMETHEUS.iter().chain(OPENLINEAGE).chain(OPENTELEMETRY);
        for row in rows.filter(|row| matches!(row.kind, Kind::Duration | Kind::Count)) {
            assert_eq!(fits(row.kind, row.default), Ok(()), "{}", row.name);
        }
    }

    #[test]
    fn what_does_not_fit_says_what_to_write() {
        let no = |kind, text| fits(kind, text).expect_err("refused");
        assert!(no(Kind::Url, "collector:4318").contains("http://host:port"));
        assert!(no(Kind::Url, "http:///x").contains("no address"));
        assert!(no(Kind::PromPath, "/var/metrics").contains(".prom"));
        assert!(no(Kind::Count, "-1").contains("from 0 up"));
        assert!(fits(Kind::Url, "https://lineage.example.org/x").is_ok());
    }
}

//! Where traces and metrics go, and how they get there.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError};
use opentelemetry_otlp::{
    MetricExporter, Protocol, SpanExporter, WithExportConfig, WithHttpConfig,
};
use pipeline_core::observe::{Tell, Watched};
use pipeline_core::secret::mask_urls;
use reqwest::blocking::Client;

use crate::http::{cause, client};

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    Traces,
    Metrics,
}

impl Signal {
    const fn name(self) -> &'static str {
        match self {
            Self::Traces => "TRACES",
            Self::Metrics => "METRICS",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Traces => "/v1/traces",
            Self::Metrics => "/v1/metrics",
        }
    }
}

/// Where a signal goes.
#[derive(Clone, Debug)]
pub(super) struct Target {
    signal: Signal,
    /// The whole address.
    url: String,
    timeout: Duration,
    protocol: Protocol,
}

impl Target {
    /// Where the signal goes; nothing if nobody wants it.
    pub(super) fn of(
        signal: Signal,
        base: Option<&str>,
        run: &Watched<'_>,
    ) -> Result<Option<Self>, String> {
        let name = signal.name();
        let exporter = format!("OTEL_{name}_EXPORTER");
        let wanted = match run.variable(&exporter) {
            None => None,
            Some("none") => return Ok(None),
            Some("otlp") => Some(()),
            Some(other) => {
                return Err(format!(
                    "{exporter}: `{other}` is not spoken here, only `otlp`"
                ));
            }
        };
        // What is said of one signal comes before what is said of all.
        let of_signal = |what: &str| {
            let own = format!("OTEL_EXPORTER_OTLP_{name}_{what}");
            let all = format!("OTEL_EXPORTER_OTLP_{what}");
            let found = run.variable(&own).map(|text| (own, text));
            found.or_else(|| run.variable(&all).map(|text| (all, text)))
        };
        let whole = run.variable(&format!("OTEL_EXPORTER_OTLP_{name}_ENDPOINT"));
        let url = match (whole, base) {
            (Some(whole), _) => whole.to_owned(),
            (None, Some(base)) => format!("{}{}", base.trim_end_matches('/'), signal.path()),
            (None, None) if wanted.is_some() => {
                format!("http://localhost:4318{}", signal.path())
            }
            (None, None) => return Ok(None),
        };
        let protocol = match of_signal("PROTOCOL") {
            None | Some((_, "http/protobuf")) => Protocol::HttpBinary,
            Some((_, "http/json")) => Protocol::HttpJson,
            Some((name, other)) => {
                return Err(format!(
                    "{name}: `{other}` is not spoken here; write http/protobuf, and the \
                     collector's port for it (4318 mostly)"
                ));
            }
        };
        let timeout = match of_signal("TIMEOUT") {
            None => 10_000,
            Some((name, text)) => text
                .parse()
                .map_err(|_| format!("{name}: `{text}` is no number of milliseconds"))?,
        };
        Ok(Some(Self {
            signal,
            url,
            timeout: Duration::from_millis(timeout),
            protocol,
        }))
    }

    /// The address as a person may see it.
    pub(super) fn shown(&self) -> String {
        mask_urls(&self.url).into_owned()
    }

    /// The rest (headers, compression) the exporter reads in its variables.
    pub(super) fn spans(&self, trouble: &Trouble) -> Result<SpanExporter, String> {
        let builder = SpanExporter::builder().with_http();
        let builder = builder.with_http_client(Blocking {
            client: client(self.timeout)?,
            last: Arc::clone(&trouble.last),
        });
        let builder = builder.with_endpoint(&self.url).with_timeout(self.timeout);
        let builder = builder.with_protocol(self.protocol);
        builder.build().map_err(|error| error.to_string())
    }

    /// As [`Self::spans`].
    pub(super) fn metrics(&self, trouble: &Trouble) -> Result<MetricExporter, String> {
        let builder = MetricExporter::builder().with_http();
        let builder = builder.with_http_client(Blocking {
            client: client(self.timeout)?,
            last: Arc::clone(&trouble.last),
        });
        let builder = builder.with_endpoint(&self.url).with_timeout(self.timeout);
        let builder = builder.with_protocol(self.protocol);
        builder.build().map_err(|error| error.to_string())
    }
}

/// Sends and waits. Whoever calls it has a thread of their own.
#[derive(Debug)]
struct Blocking {
    client: Client,
    last: Last,
}

/// Why a request failed last: an exporter says only that one did.
type Last = Arc<Mutex<Option<String>>>;

/// A request that failed, by its root cause.
#[derive(Debug)]
struct Failed(String);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

#[async_trait]
impl HttpClient for Blocking {
    async fn send_bytes(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, HttpError> {
        let send = || {
            let (parts, body) = request.into_parts();
            let url = parts.uri.to_string();
            let sent = self
                .client
                .request(parts.method, url)
                .headers(parts.headers);
            let answer = sent.body(body).send()?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            Ok::<_, reqwest::Error>((status, headers, answer.bytes()?))
        };
        let (status, headers, body) = send().map_err(|error| {
            let why = cause(&error);
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            *last = Some(why.clone());
            Failed(why)
        })?;
        let mut response = http::Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// Tells once that a signal does not get through.
pub(super) struct Trouble {
    signal: Signal,
    url: String,
    tell: Tell,
    told: AtomicBool,
    last: Last,
}

impl std::fmt::Debug for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Trouble");
        shown.field("url", &self.url).finish_non_exhaustive()
    }
}

impl Trouble {
    pub(super) fn new(target: &Target, tell: Tell) -> Self {
        Self {
            signal: target.signal,
            url: target.shown(),
            tell,
            told: AtomicBool::new(false),
            last: Last::default(),
        }
    }

    /// Something went wrong.
    pub(super) fn told(&self, why: &str) {
        if self.told.swap(true, Ordering::Relaxed) {
            return;
        }
        let what = self.signal.name().to_lowercase();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let why = last.take().unwrap_or_else(|| why.to_owned());
        let why = why.lines().next().unwrap_or_default();
        (self.tell)(&format!(
            "OpenTelemetry: {what} do not get through to {}: {why}",
            self.url
        ));
    }
}

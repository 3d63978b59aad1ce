//! The one way in which observers speak HTTP: from a thread of their own, with TLS.

use std::time::Duration;

use reqwest::blocking::Client;

/// A client. Make it on the thread that uses it: it cannot be made where futures run.
pub(crate) fn client(timeout: Duration) -> Result<Client, String> {
    // Somebody else may have chosen another already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .timeout(timeout)
        .user_agent(concat!("spark-pipeline/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| cause(&error))
}

/// Why a request failed, by its root cause. An address is not in it: it may have a password.
pub(crate) fn cause(error: &(dyn std::error::Error + 'static)) -> String {
    let timed_out = error
        .downcast_ref::<reqwest::Error>()
        .is_some_and(reqwest::Error::is_timeout);
    if timed_out {
        return "it did not answer in time".to_owned();
    }
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.downcast_ref::<reqwest::Error>().map_or_else(
        || last.to_string(),
        |_| "the request cannot be made".to_owned(),
    )
}

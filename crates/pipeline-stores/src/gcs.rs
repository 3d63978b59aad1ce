//! Google Cloud Storage.

use std::sync::Arc;

use object_store::gcp::{GcpCredential, GoogleCloudStorage, GoogleCloudStorageBuilder};
use object_store::{Error as Refused, StaticCredentialProvider};
use pipeline_core::target::location::Location;

use crate::cloud::{Provider, patience};
use crate::options::Options;
use crate::refusal::Advice;

/// Google Cloud Storage.
#[derive(Debug)]
pub(crate) struct Gcs(pub(crate) Options);

impl Provider for Gcs {
    const SCHEMES: &'static [&'static str] = &["gs"];
    const ADVICE: Advice = Advice {
        credentials: "give credentials that may do it: `gcloud auth application-default login`, \
            or GOOGLE_APPLICATION_CREDENTIALS with the file of a service account",
        bucket: "correct the bucket's name, or make it",
        silence: "see whether storage.googleapis.com can be reached",
    };

    type Client = GoogleCloudStorage;

    fn connect(&self, at: &Location) -> Result<GoogleCloudStorage, Refused> {
        let (client, retry) = patience();
        let mut builder = GoogleCloudStorageBuilder::from_env();
        for (name, value) in self.0.all() {
            if let Ok(key) = name.parse() {
                builder = builder.with_config(key, value);
            }
        }
        // As Google's own libraries read it: an address, and no credentials.
        let emulator = self.0.get("STORAGE_EMULATOR_HOST");
        if let Some(address) = &emulator {
            let address = match address.contains("://") {
                true => address.clone(),
                false => format!("http://{address}"),
            };
            builder = builder.with_base_url(address.trim_end_matches('/'));
        }
        // As `gcloud` reads it; an emulator asks for none, but takes any.
        let token = self.0.get("CLOUDSDK_AUTH_ACCESS_TOKEN");
        if let Some(bearer) = token.or_else(|| emulator.as_ref().map(|_| String::new())) {
            let given = StaticCredentialProvider::new(GcpCredential { bearer });
            builder = builder.with_credentials(Arc::new(given));
        }
        builder
            .with_client_options(client.with_allow_http(emulator.is_some()))
            .with_retry(retry)
            .with_bucket_name(at.authority())
            .build()
    }
}

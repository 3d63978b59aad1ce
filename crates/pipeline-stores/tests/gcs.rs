//! Google Cloud Storage, against moto's server.
//!
//! The client speaks the XML interface of Google, which for what we use is that of S3: listings by
//! pages, whole uploads, uploads in parts. The emulators of Google in the registries do not have it
//! (fake-gcs-server refuses its uploads). What only Google does, its credentials above all, is not
//! covered here.

mod servers;

use pipeline_core::target::store::conformance::{Fixture, run};
use pipeline_stores::Options;

#[test]
fn gcs_conforms() {
    let server = servers::moto();
    let options = Options::new()
        .with("STORAGE_EMULATOR_HOST", server.address())
        // moto reads the service that is asked for from here.
        .with(
            "CLOUDSDK_AUTH_ACCESS_TOKEN",
            "id/20260101/us-east-1/s3/aws4_request",
        );
    let fixture = Fixture {
        refused: Some("gs://no-such-bucket/x".to_owned()),
        many: 1_500,
        ..Fixture::at("gs://pipeline/suite")
    };
    let broken = run(pipeline_stores::gcs(&options), &fixture);
    assert!(broken.is_empty(), "{broken:#?}");
}

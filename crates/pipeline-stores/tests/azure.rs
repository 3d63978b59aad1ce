//! Azure, against Azurite.

mod servers;

use std::process::Command;

use pipeline_core::target::store::conformance::{Fixture, run};
use pipeline_stores::Options;
use servers::{Server, get};

/// The account and the key that every Azurite has.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// Makes a container: signs one request, with what Node has by itself.
const MAKE: &str = r"
const [port, account, key, container] = process.argv.slice(1);
const date = new Date().toUTCString(), path = `/${account}/${container}`;
const text = `PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:${date}\nx-ms-version:2021-12-02\n` +
    `/${account}${path}\nrestype:container`;
const signature = require('crypto').createHmac('sha256', Buffer.from(key, 'base64'))
    .update(text).digest('base64');
const headers = {'x-ms-date': date, 'x-ms-version': '2021-12-02', 'content-length': 0,
    authorization: `SharedKey ${account}:${signature}`};
require('http').request({port, path: path + '?restype=container', method: 'PUT', headers},
    answer => process.exit(answer.statusCode == 201 ? 0 : 1)).end();
";

#[test]
fn azure_conforms() {
    let Some(folder) = get::node("azurite", &["azurite@3.37.0"]) else {
        return;
    };
    let server = Server::start(|port, place| {
        let mut command = Command::new("node");
        command
            .arg(folder.join("node_modules/azurite/dist/src/blob/main.js"))
            .args(["--blobHost", "127.0.0.1", "--blobPort", &port.to_string()])
            .args([
                "--skipApiVersionCheck",
                "--silent",
                "--disableTelemetry",
                "--location",
            ])
            .arg(place);
        command
    });
    let made = Command::new("node")
        .args([
            "-e",
            MAKE,
            &server.port.to_string(),
            ACCOUNT,
            KEY,
            "pipeline",
        ])
        .status()
        .expect("Node runs");
    assert!(made.success(), "no container: {}", server.said());
    let options = Options::new()
        .with("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT)
        .with("AZURE_STORAGE_ACCOUNT_KEY", KEY)
        .with(
            "AZURE_STORAGE_ENDPOINT",
            format!("{}/{ACCOUNT}", server.address()),
        );
    let fixture = Fixture {
        refused: Some("az://no-such-container/x".to_owned()),
        many: 1_500,
        ..Fixture::at("az://pipeline/suite")
    };
    let broken = run(pipeline_stores::azure(&options), &fixture);
    assert!(broken.is_empty(), "{broken:#?}");
}

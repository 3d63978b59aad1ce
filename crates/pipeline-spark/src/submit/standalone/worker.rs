//! What a driver printed, asked of the worker that runs it.

use super::get;
use super::page::MasterPage;
use crate::watch::Finding;
use crate::watch::lines::LineReader;

/// How much of a log is read: a worker gives no more than a mebibyte at once.
const BYTES: u64 = 200_000;

/// A part of a driver's stderr: its end, or its beginning.
pub(super) async fn stderr(
    client: &reqwest::Client,
    page: &MasterPage,
    worker: &str,
    driver: &str,
    beginning: bool,
) -> Option<String> {
    let worker = page.workers.iter().find(|line| line.id == worker)?;
    let offset = if beginning { "&offset=0" } else { "" };
    let url = format!(
        "{}/log/?driverId={driver}&logType=stderr{offset}&byteLength={BYTES}",
        worker.ui
    );
    let text = get(client, &url).await.ok()?;
    // The first line says what part of what file it is.
    let (head, log) = text.split_once('\n')?;
    head.starts_with("==== Bytes ").then(|| log.to_owned())
}

/// Where the log of a driver is shown to a person.
pub(super) fn log_page(page: &MasterPage, worker: &str, driver: &str) -> Option<String> {
    let worker = page.workers.iter().find(|line| line.id == worker)?;
    Some(format!(
        "{}/logPage/?driverId={driver}&logType=stderr",
        worker.ui
    ))
}

/// What the beginning of a driver's log tells: the address of its interface, its id.
pub(super) fn findings(log: &str, host: Option<&str>) -> Vec<Finding> {
    let mut reader = LineReader::default();
    let mut found = Vec::new();
    for line in log.lines() {
        reader.line(line, &mut |finding| found.push(finding));
    }
    for finding in &mut found {
        // On every address of the worker's machine: it is reached by the worker's host.
        if let (Finding::TrackingUrl(url), Some(host)) = (finding, host)
            && let Some(port) = url.strip_prefix("http://localhost:")
        {
            *url = format!("http://{host}:{port}");
        }
    }
    found
}

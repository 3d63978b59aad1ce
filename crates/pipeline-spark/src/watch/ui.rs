//! Asks a running Spark what its log does not say.
//!
//! A log4j configuration of the user's own may silence every line that [`super::lines`] reads.
//! The user interface is there all the same: its port is among those that the processes of the
//! group listen on, and it tells the application's id.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::lines::is_application;

/// Where `spark.ui.port` begins to look for a free port, unless it is set.
pub const DEFAULT_PORT: u16 = 4040;

/// How many ports after that Spark tries at most (`spark.port.maxRetries`, and to spare).
const PORTS: u16 = 32;

/// When the group is looked at, if the log has said nothing: seldom, and ever more so.
const LOOKS: [u64; 7] = [8, 8, 12, 20, 40, 80, 160];

/// When the interface is asked for the id, in seconds after it is up. A first answer costs the
/// driver some CPU (measured: 0.3 s), so a short job is never asked.
const ASKS: [u64; 3] = [10, 20, 40];

/// The driver's metrics, whose names begin with the application's id. The REST interface has
/// the id too, but its first answer costs the driver about 2 s of CPU (measured with 4.3).
#[derive(Debug, Deserialize)]
struct Metrics {
    gauges: BTreeMap<String, IgnoredAny>,
}

/// The id of the application whose interface is at this address: asked until it is known.
pub async fn application_id(ui: &str) -> Option<String> {
    let client = client()?;
    for wait in ASKS {
        tokio::time::sleep(Duration::from_secs(wait)).await;
        if let Some(id) = ask(&client, ui).await {
            return Some(id);
        }
    }
    None
}

/// The address of the interface of whatever runs in a process group, and the application's
/// id. For when the log is silent: it looks a few times in a few minutes, and never at a port
/// that is not one of an interface. `first` is `spark.ui.port`.
pub async fn find(group: u32, first: u16) -> Option<(String, String)> {
    let client = client()?;
    let ports = first..=first.saturating_add(PORTS);
    for wait in LOOKS {
        tokio::time::sleep(Duration::from_secs(wait)).await;
        let listening = tokio::task::spawn_blocking(move || listening(group)).await;
        for port in listening.unwrap_or_default() {
            if ports.contains(&port) {
                let ui = format!("http://localhost:{port}");
                if let Some(id) = ask(&client, &ui).await {
                    return Some((ui, id));
                }
            }
        }
    }
    None
}

async fn ask(client: &reqwest::Client, ui: &str) -> Option<String> {
    let url = format!("{ui}/metrics/json/");
    let response = client.get(url).send().await.ok()?;
    id_in(&response.json().await.ok()?)
}

/// `local-1795252196552.driver.BlockManager.disk.diskSpaceUsed_MB`
fn id_in(metrics: &Metrics) -> Option<String> {
    metrics
        .gauges
        .keys()
        .filter_map(|name| name.split_once(".driver."))
        .map(|(id, _)| id)
        .find(|id| is_application(id))
        .map(str::to_owned)
}

fn client() -> Option<reqwest::Client> {
    // Straight to it, as Spark's own clients do: a proxy is for the world outside.
    reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(5))
        .build()
        .ok()
}

/// The TCP ports that the processes of a group listen on, in order. Only Linux tells.
#[must_use]
pub fn listening(group: u32) -> Vec<u16> {
    let sockets: HashSet<String> = members(group).into_iter().flat_map(sockets).collect();
    let mut ports: Vec<u16> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .flat_map(|table| {
            table
                .lines()
                .skip(1)
                .filter_map(|line| listener(line, &sockets))
                .collect::<Vec<_>>()
        })
        .collect();
    ports.sort_unstable();
    ports.dedup();
    ports
}

/// `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …`
fn listener(line: &str, sockets: &HashSet<String>) -> Option<u16> {
    const LISTEN: &str = "0A";
    let fields: Vec<&str> = line.split_ascii_whitespace().collect();
    let (address, state, inode) = (fields.get(1)?, fields.get(3)?, fields.get(9)?);
    if *state != LISTEN || !sockets.contains(*inode) {
        return None;
    }
    u16::from_str_radix(address.rsplit_once(':')?.1, 16).ok()
}

fn members(group: u32) -> Vec<u32> {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|id| group_of(*id) == Some(group))
        .collect()
}

fn group_of(id: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_ascii_whitespace().nth(2)?.parse().ok()
}

fn sockets(id: u32) -> Vec<String> {
    let Ok(descriptors) = std::fs::read_dir(format!("/proc/{id}/fd")) else {
        return Vec::new();
    };
    descriptors
        .filter_map(|entry| {
            let target = std::fs::read_link(entry.ok()?.path()).ok()?;
            let inode = target
                .to_str()?
                .strip_prefix("socket:[")?
                .strip_suffix(']')?;
            Some(inode.to_owned())
        })
        .collect()
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_in_the_names_of_the_metrics() {
        let id = |text: &str| id_in(&serde_json::from_str(text).unwrap());
        let metrics = r#"{"version":"4.0.0","gauges":{"jvm.heap":{"value":1},
            "local-1795252196552.driver.BlockManager.disk.diskSpaceUsed_MB":{"value":0}}}"#;
        assert_eq!(id(metrics).as_deref(), Some("local-1795252196552"));
        // `spark.metrics.namespace` may be anything.
        assert_eq!(id(r#"{"gauges":{"mine.driver.x":{"value":0}}}"#), None);
    }

    #[test]
    fn the_ports_of_our_own_group_are_found() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let group = group_of(std::process::id()).unwrap();
        assert!(super::listening(group).contains(&port));
        drop(listener);
        assert!(!super::listening(group).contains(&port));
    }
}

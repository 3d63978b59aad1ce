//! Where a standalone master is asked.

use serde::{Deserialize, Serialize};

use crate::command::Destination;

/// The port of a master's REST server, unless `spark.master.rest.port` says another.
const REST_PORT: u16 = 6066;

/// The port of a master's web interface, unless `spark.master.ui.port` says another.
const UI_PORT: u16 = 8080;

/// Where a standalone master is asked, the best place first. A master URL may list several
/// masters, of which one is active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    /// Its REST servers: `http://host:6066`.
    pub rest: Vec<String>,
    /// Its web interfaces: `http://host:8080`.
    pub ui: Vec<String>,
}

impl Addresses {
    /// The addresses that belong to `spark://host:port[,host:port…]`, with the ports that the
    /// application's properties name.
    ///
    /// ```
    /// use pipeline_spark::submit::standalone::Addresses;
    /// let at = Addresses::of("spark://a:7077,b:7077", None, None, false);
    /// assert_eq!(at.rest, ["http://a:6066", "http://b:6066"]);
    /// assert_eq!(at.ui, ["http://a:8080", "http://b:8080"]);
    /// let at = Addresses::of("spark://[::1]:6077", Some(6077), Some(8081), true);
    /// assert_eq!(at.rest, ["http://[::1]:6077"]);
    /// ```
    #[must_use]
    pub fn of(master: &str, rest: Option<u16>, ui: Option<u16>, rest_submission: bool) -> Self {
        let masters = master.strip_prefix("spark://").unwrap_or(master).split(',');
        let mut addresses = Self {
            rest: Vec::new(),
            ui: Vec::new(),
        };
        for master in masters.map(str::trim).filter(|master| !master.is_empty()) {
            let (host, port) = match master.rsplit_once(':') {
                Some((host, port)) if !port.ends_with(']') => (host, port.parse::<u16>().ok()),
                _ => (master, None),
            };
            // A submission by REST goes to the port of the master URL itself.
            let own = port.filter(|_| rest_submission);
            let ports = [own, Some(rest.unwrap_or(REST_PORT))];
            for port in ports.into_iter().flatten() {
                push(&mut addresses.rest, format!("http://{host}:{port}"));
            }
            push(
                &mut addresses.ui,
                format!("http://{host}:{}", ui.unwrap_or(UI_PORT)),
            );
        }
        addresses
    }

    /// The addresses of an application's master, with the ports that its properties name.
    #[must_use]
    pub fn of_destination(destination: &Destination) -> Self {
        let port = |name: &str| {
            destination
                .property(name)
                .and_then(|port| port.parse().ok())
        };
        Self::of(
            &destination.master,
            port("spark.master.rest.port"),
            port("spark.master.ui.port"),
            destination
                .property("spark.master.rest.enabled")
                .is_some_and(|on| on.eq_ignore_ascii_case("true")),
        )
    }
}

fn push(list: &mut Vec<String>, address: String) {
    if !list.contains(&address) {
        list.push(address);
    }
}

//! Whether the cluster that an application would run on is within reach.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::net::{TcpStream, ToSocketAddrs};
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use pipeline_core::failure::FailureKind;
use pipeline_core::finding::{Finding, Verdict};
use spark_options::{DeployMode, Manager};

use crate::SparkApplication;
use crate::command::Surroundings;

/// How long a machine may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where an application would run.
pub(super) struct Place {
    /// The master, or the Spark Connect server.
    url: String,
    manager: Option<Manager>,
    mode: DeployMode,
}

impl Place {
    pub(super) fn of(application: &SparkApplication, inherited: &BTreeMap<String, String>) -> Self {
        let property = |name: &str| inherited.get(name).map(String::as_str);
        let remote = application.text("remote");
        let remote = remote.or_else(|| application.conf.get("spark.remote").map(String::as_str));
        let master = application.master().or_else(|| property("spark.master"));
        let url = remote.or(master).unwrap_or("local[*]");
        let said = application.text("deploy_mode");
        let conf = || application.conf.get("spark.submit.deployMode");
        let said = said.or_else(|| conf().map(String::as_str));
        let said = said.or_else(|| property("spark.submit.deployMode"));
        Self {
            manager: Manager::of(url),
            mode: said.and_then(DeployMode::of).unwrap_or_default(),
            url: url.to_owned(),
        }
    }

    /// Whether the driver runs on this machine.
    pub(super) fn driver_is_here(&self) -> bool {
        self.manager.is_some() && self.mode == DeployMode::Client
    }

    /// The hosts of which one has to answer, with their ports.
    fn hosts(&self) -> Vec<(String, u16)> {
        let (hosts, port) = match self.manager {
            Some(Manager::Standalone) => (self.url.strip_prefix("spark://"), 7077),
            Some(Manager::Kubernetes) => {
                let rest = self.url.strip_prefix("k8s://");
                match rest.and_then(|rest| rest.strip_prefix("http://")) {
                    Some(rest) => (Some(rest), 80),
                    None => (
                        rest.map(|rest| rest.strip_prefix("https://").unwrap_or(rest)),
                        443,
                    ),
                }
            }
            None => (self.url.strip_prefix("sc://"), 15002),
            Some(Manager::Local | Manager::Yarn) => (None, 0),
        };
        let hosts = hosts.unwrap_or_default();
        let hosts = hosts.split(['/', ';']).next().unwrap_or_default();
        let hosts = hosts.split(',').map(str::trim);
        let hosts = hosts.filter(|host| !host.is_empty());
        hosts
            .map(|host| match host.rsplit_once(':') {
                Some((name, own)) if !own.ends_with(']') => match own.parse() {
                    Ok(own) => (name.to_owned(), own),
                    Err(_) => (host.to_owned(), port),
                },
                _ => (host.to_owned(), port),
            })
            .collect()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = crate::command::mask_value(&self.url);
        match self.manager {
            None | Some(Manager::Local) => f.write_str(&url),
            Some(_) => write!(f, "{url} in {} mode", self.mode),
        }
    }
}

/// Whether a master answers, or how to find it is there.
pub(super) fn reach(
    place: &Place,
    application: &SparkApplication,
    surroundings: &Surroundings,
) -> Vec<Finding> {
    if place.manager == Some(Manager::Yarn) {
        return vec![yarn(application, surroundings)];
    }
    let hosts = place.hosts();
    if hosts.is_empty() {
        return Vec::new();
    }
    let what = match place.manager {
        None => "the Spark Connect server",
        _ => "the master",
    };
    let mut failed = Vec::new();
    for (host, port) in &hosts {
        match connect(host, *port) {
            Ok(()) => {
                let text = format!("{what} answers at {host}:{port}");
                return vec![Finding::right(text)];
            }
            Err(error) => failed.push(format!("{host}:{port}: {error}")),
        }
    }
    let wrong = Verdict::Wrong(FailureKind::Environment);
    let text = format!("{what} does not answer: {}", failed.join(", "));
    vec![Finding::new(wrong, text).help("start it, or correct the address in `master`")]
}

/// Whether a connection can be made: tried once for each address, though many tasks ask.
fn connect(host: &str, port: u16) -> Result<(), String> {
    type Known = HashMap<(String, u16), Result<(), String>>;
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    // A thread that panicked while trying left nothing half-done.
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let try_it = || {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let addresses = (bare, port).to_socket_addrs();
        let addresses = addresses.map_err(|error| error.to_string())?;
        let mut last = "it has no address".to_owned();
        for address in addresses {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(_) => return Ok(()),
                Err(error) => last = error.to_string(),
            }
        }
        Err(last)
    };
    known
        .entry((host.to_owned(), port))
        .or_insert_with(try_it)
        .clone()
}

/// Whether the files that say where YARN is are there.
fn yarn(application: &SparkApplication, surroundings: &Surroundings) -> Finding {
    let variables = ["HADOOP_CONF_DIR", "YARN_CONF_DIR"];
    let of = |name: &str| {
        let declared = application.env.get(name).cloned();
        declared.or_else(|| {
            let text = surroundings.variables.get(name)?;
            Some(text.to_string_lossy().into_owned())
        })
    };
    let named = variables
        .iter()
        .find_map(|name| Some((*name, of(name).filter(|dir| !dir.is_empty())?)));
    let Some((name, dir)) = named else {
        // No error: Spark's own conf/spark-env.sh may set them.
        return Finding::new(
            Verdict::Warning,
            "the master is yarn, but neither HADOOP_CONF_DIR nor YARN_CONF_DIR is set",
        )
        .help("set one in `env`, unless this Spark's conf/spark-env.sh does");
    };
    let wrong = |text| {
        let wrong = Verdict::Wrong(FailureKind::Environment);
        let finding = Finding::new(wrong, text);
        finding.help("name the folder that has yarn-site.xml and core-site.xml")
    };
    let folder = surroundings.dir.join(&dir);
    if !folder.is_dir() {
        return wrong(format!("{name} is {dir}, and there is no such folder"));
    }
    let has = |file: &str| Path::new(&folder).join(file).is_file();
    if !has("yarn-site.xml") && !has("core-site.xml") {
        return wrong(format!(
            "{name} is {dir}, where neither yarn-site.xml nor core-site.xml is"
        ));
    }
    Finding::right(format!("{name} is {dir}, which says where YARN is"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{MainResource, OptionValue};

    fn on(master: &str) -> SparkApplication {
        let path = "a.py".into();
        SparkApplication::new(MainResource::Python { path })
            .option("master", OptionValue::text(master))
    }

    fn reached(application: &SparkApplication) -> Vec<Finding> {
        let place = Place::of(application, &BTreeMap::new());
        reach(&place, application, &Surroundings::default())
    }

    #[test]
    fn the_hosts_are_those_of_the_url() {
        let hosts = |master: &str| Place::of(&on(master), &BTreeMap::new()).hosts();
        let pair = |host: &str, port| (host.to_owned(), port);
        assert_eq!(hosts("spark://a:1,b:2"), [pair("a", 1), pair("b", 2)]);
        assert_eq!(hosts("spark://[::1]:7077"), [pair("[::1]", 7077)]);
        assert_eq!(hosts("k8s://https://api:6443"), [pair("api", 6443)]);
        assert_eq!(hosts("k8s://api/path"), [pair("api", 443)]);
        assert_eq!(hosts("k8s://http://api"), [pair("api", 80)]);
        assert_eq!(hosts("local[2]"), []);
        assert_eq!(hosts("yarn"), []);
        let remote = SparkApplication::new(MainResource::Python {
            path: "a.py".into(),
        })
        .option("remote", OptionValue::text("sc://h;token=t"));
        assert_eq!(
            Place::of(&remote, &BTreeMap::new()).hosts(),
            [pair("h", 15002)]
        );
    }

    #[test]
    fn a_master_that_answers_is_told_from_one_that_does_not() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        // One of several is enough.
        let told = reached(&on(&format!("spark://127.0.0.1:1,127.0.0.1:{port}")));
        assert_eq!(told[0].verdict, Verdict::Right, "{told:?}");
        let told = reached(&on("spark://127.0.0.1:1"));
        assert!(told[0].is_wrong(), "{told:?}");
        assert!(
            told[0]
                .text
                .starts_with("the master does not answer: 127.0.0.1:1: ")
        );
        assert_eq!(reached(&on("local[2]")), []);
    }

    #[test]
    fn yarn_is_found_by_its_folder() {
        let told = reached(&on("yarn"));
        assert_eq!(told[0].verdict, Verdict::Warning, "{told:?}");
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().display().to_string();
        let with = on("yarn").env("HADOOP_CONF_DIR", &dir);
        assert!(reached(&with)[0].is_wrong());
        std::fs::write(folder.path().join("yarn-site.xml"), "").expect("a file");
        assert_eq!(reached(&with)[0].verdict, Verdict::Right);
        let nowhere = on("yarn").env("YARN_CONF_DIR", "/no/such/folder");
        assert!(reached(&nowhere)[0].text.contains("no such folder"));
    }
}

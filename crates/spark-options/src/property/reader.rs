//! Who reads a property, told by its name.
//!
//! Source: the classes that use the entries. `deploy.yarn` and `deploy.k8s` are the modules of
//! their managers; `internal.config.Deploy` and `.Worker` are used by the standalone master and
//! worker, `.History` by the history server.

use core::fmt;

use super::data;
use crate::{DeployMode, Manager};

/// A program of Spark's own, started by an administrator, with properties of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Daemon {
    /// The master and the worker of a standalone cluster.
    Standalone,
    /// The history server.
    HistoryServer,
    /// The dispatcher of Mesos, gone with Spark 4.
    MesosDispatcher,
}

impl fmt::Display for Daemon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Standalone => "the master and worker of a standalone cluster",
            Self::HistoryServer => "the history server",
            Self::MesosDispatcher => "the dispatcher of Mesos",
        })
    }
}

/// The one mode in which a property is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneMode {
    /// That mode.
    pub mode: DeployMode,
    /// The option or property that is the same in the other mode, if one is.
    pub instead: Option<&'static str>,
}

/// The one mode in which a property is read, if it is not read in both.
#[must_use]
pub fn one_mode(name: &str) -> Option<OneMode> {
    let mut fields = data::find(data::MODES, name)?
        .trim_end_matches('\n')
        .split('\t')
        .skip(1);
    Some(OneMode {
        mode: DeployMode::of(fields.next()?)?,
        instead: fields.next().filter(|name| !name.is_empty()),
    })
}

/// By the begin of a name; the first that fits counts.
const BY_PREFIX: &[(&str, Option<Manager>, Option<Daemon>)] = &[
    // SparkSubmit itself reads it, to choose between the REST server and RPC.
    ("spark.master.rest.enabled", Some(Manager::Standalone), None),
    ("spark.standalone.", Some(Manager::Standalone), None),
    // Read by CoarseGrainedSchedulerBackend for standalone clusters; others count executors.
    ("spark.cores.max", Some(Manager::Standalone), None),
    // Sent to the workers with the description of the application.
    ("spark.worker.cleanup.", None, Some(Daemon::Standalone)),
    ("spark.worker.", None, Some(Daemon::Standalone)),
    ("spark.deploy.", None, Some(Daemon::Standalone)),
    ("spark.master.", None, Some(Daemon::Standalone)),
    ("spark.history.", None, Some(Daemon::HistoryServer)),
    (
        "spark.mesos.dispatcher.",
        None,
        Some(Daemon::MesosDispatcher),
    ),
    ("spark.kubernetes.", Some(Manager::Kubernetes), None),
    // HadoopFSDelegationTokenProvider reads it for every manager.
    ("spark.yarn.kerberos.renewal.", None, None),
    ("spark.yarn.", Some(Manager::Yarn), None),
];

/// The one manager under which a property is read, and the daemon that alone reads it.
pub(super) fn of(name: &str) -> (Option<Manager>, Option<Daemon>) {
    // An old name of a property that every manager reads (`spark.yarn.executor.memoryOverhead`).
    if let Some(successor) = super::deprecated(name).and_then(|old| old.successor)
        && successor != name
        && !successor.starts_with("spark.yarn.")
    {
        return (None, None);
    }
    BY_PREFIX
        .iter()
        .find(|(prefix, ..)| name.starts_with(prefix))
        .map_or((None, None), |(_, manager, daemon)| (*manager, *daemon))
}

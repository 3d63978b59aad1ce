//! Who gives an application its resources, and where its driver runs.

/// What Spark calls the cluster manager, told by the master's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names are Spark's
pub enum Manager {
    Local,
    Standalone,
    Yarn,
    Kubernetes,
}

/// Where the driver runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DeployMode {
    /// In the submitting process.
    #[default]
    Client,
    /// In the cluster.
    Cluster,
}

//! Who gives an application its resources, and where its driver runs.

use core::fmt;

use crate::text::{equal, starts_with};

/// What Spark calls the cluster manager, told by the master's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names are Spark's
pub enum Manager {
    Local,
    Standalone,
    Yarn,
    Kubernetes,
}

impl Manager {
    /// The manager that a master URL names, told as SparkSubmit tells it: by how the URL
    /// begins. Whether the rest of the URL is right is for [`crate::Kind::check`] to say.
    /// Nothing if SparkSubmit would refuse it ("Master must either be yarn or start with …").
    ///
    /// Source: `SparkSubmit.prepareSubmitEnvironment`.
    ///
    /// ```
    /// # use spark_options::Manager;
    /// assert_eq!(Manager::of("local[*]"), Some(Manager::Local));
    /// assert_eq!(Manager::of("spark://host:7077"), Some(Manager::Standalone));
    /// assert_eq!(Manager::of("yarn-client"), None);
    /// ```
    #[must_use]
    pub const fn of(master: &str) -> Option<Self> {
        if equal(master, "yarn") {
            Some(Self::Yarn)
        } else if starts_with(master, "spark") {
            Some(Self::Standalone)
        } else if starts_with(master, "k8s") {
            Some(Self::Kubernetes)
        } else if starts_with(master, "local") {
            Some(Self::Local)
        } else {
            None
        }
    }

    /// Its name as a person writes it: `YARN`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Standalone => "standalone",
            Self::Yarn => "YARN",
            Self::Kubernetes => "Kubernetes",
        }
    }
}

impl fmt::Display for Manager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
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

impl DeployMode {
    /// The mode of a word, exactly `client` or `cluster`.
    #[must_use]
    pub const fn of(word: &str) -> Option<Self> {
        if equal(word, "client") {
            Some(Self::Client)
        } else if equal(word, "cluster") {
            Some(Self::Cluster)
        } else {
            None
        }
    }

    /// The word: `client` or `cluster`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Cluster => "cluster",
        }
    }
}

impl fmt::Display for DeployMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

//! Lineage of runs, by the standard OpenLineage: which job read and wrote what.
//!
//! The program is a job, and each type of task is one below it; each run of the program and
//! each try of a task is a run. Events go to a file, one a line, or to a server.

mod dataset;
mod facets;
mod names;
mod pick;
mod send;

use std::path::PathBuf;
use std::time::Duration;

use pipeline_core::engine::{Key, Objection};
use pipeline_core::observe::{Aside, Observer, Watch, Watched};

pub use names::dataset_name;

use self::facets::JobName;
use self::pick::{Parent, Picker};
use self::send::{Sender, Server};
use crate::settings::{self, OPENLINEAGE, OPENLINEAGE_STANDARD};

/// Events that may wait for their server.
const LIMIT: usize = 10_000;

/// Tells a lineage server, or a file, what each run and each of its tasks read and wrote.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenLineage;

impl Observer for OpenLineage {
    fn name(&self) -> &'static str {
        "OpenLineage"
    }

    fn keys(&self) -> Vec<Key> {
        settings::keys(OPENLINEAGE)
    }

    fn check(&self, key: &str, value: &toml::Value) -> Result<(), Objection> {
        settings::check(OPENLINEAGE, key, value)
    }

    fn variables(&self) -> Vec<Key> {
        settings::variables(OPENLINEAGE, OPENLINEAGE_STANDARD)
    }

    fn watch(&self, run: &Watched<'_>) -> Result<Option<Watch>, String> {
        let disabled = run.variable("OPENLINEAGE_DISABLED");
        if disabled.is_some_and(|it| matches!(it.to_lowercase().as_str(), "true" | "1")) {
            return Ok(None);
        }
        let value = |key| settings::value(OPENLINEAGE, key, run);
        let file = value("openlineage_file")?.map(PathBuf::from);
        let server = match value("openlineage_url")? {
            None => None,
            Some(url) => {
                let path = value("openlineage_endpoint")?;
                let path = path.as_deref().unwrap_or("api/v1/lineage");
                let retries = value("openlineage_retries")?;
                Some(Server {
                    url: format!(
                        "{}/{}",
                        url.trim_end_matches('/'),
                        path.trim_start_matches('/')
                    ),
                    key: value("openlineage_api_key")?,
                    timeout: settings::duration(OPENLINEAGE, "openlineage_timeout", run)?,
                    retries: retries.and_then(|text| text.parse().ok()).unwrap_or(3),
                })
            }
        };
        if file.is_none() && server.is_none() {
            return Ok(None);
        }
        let namespace = value("openlineage_namespace")?;
        let parent = |name| match run.variable(name) {
            None => Ok(None),
            Some(text) => Parent::parse(text).map(Some).ok_or_else(|| {
                format!("{name}: `{text}` is not namespace/job/run, the run as a UUID")
            }),
        };
        let parent_of_run = parent("OPENLINEAGE_PARENT_ID")?;
        let root = parent("OPENLINEAGE_ROOT_PARENT_ID")?;
        let job = JobName {
            namespace: namespace.unwrap_or_else(|| "default".to_owned()),
            name: run.program.to_owned(),
        };
        let picker = Picker::new(job, run.trace, parent_of_run, root);
        let sender = Sender::new(file, server, run.tell.clone());
        let aside = Aside {
            name: "OpenLineage",
            limit: LIMIT,
            batch: 100,
            linger: Duration::ZERO,
        };
        aside.start(picker, sender, &run.tell).map(Some)
    }
}

//! The pieces of events: facets with the schema each follows.

use serde_json::{Value, json};

/// Who makes the events.
pub(super) const PRODUCER: &str = concat!(
    env!("CARGO_PKG_REPOSITORY"),
    "/tree/",
    env!("CARGO_PKG_VERSION")
);

/// The schema of an event.
pub(super) const EVENT: &str = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

/// A facet that we write, by the version of its schema.
#[derive(Clone, Copy)]
pub(super) enum Facet {
    ErrorMessage,
    ExecutionParameters,
    ExternalQuery,
    NominalTime,
    ParentRun,
    ProcessingEngine,
    Documentation,
    JobType,
    Schema,
    Storage,
}

impl Facet {
    const fn schema(self) -> &'static str {
        macro_rules! at {
            ($version:literal, $name:literal) => {
                concat!(
                    "https://openlineage.io/spec/facets/",
                    $version,
                    "/",
                    $name,
                    ".json#/$defs/",
                    $name
                )
            };
        }
        match self {
            Self::ErrorMessage => at!("1-0-1", "ErrorMessageRunFacet"),
            Self::ExecutionParameters => at!("1-0-0", "ExecutionParametersRunFacet"),
            Self::ExternalQuery => at!("1-0-2", "ExternalQueryRunFacet"),
            Self::NominalTime => at!("1-0-1", "NominalTimeRunFacet"),
            Self::ParentRun => at!("1-2-0", "ParentRunFacet"),
            Self::ProcessingEngine => at!("1-1-1", "ProcessingEngineRunFacet"),
            Self::Documentation => at!("1-1-0", "DocumentationJobFacet"),
            Self::JobType => at!("2-0-4", "JobTypeJobFacet"),
            Self::Schema => at!("1-2-0", "SchemaDatasetFacet"),
            Self::Storage => at!("1-0-1", "StorageDatasetFacet"),
        }
    }
}

/// A facet with what every facet has.
pub(super) fn facet(kind: Facet, mut body: Value) -> Value {
    body["_producer"] = PRODUCER.into();
    body["_schemaURL"] = kind.schema().into();
    body
}

/// A job by its two names.
#[derive(Clone, Debug)]
pub(super) struct JobName {
    pub(super) namespace: String,
    pub(super) name: String,
}

impl JobName {
    /// Both names, without facets.
    pub(super) fn json(&self) -> Value {
        json!({ "namespace": self.namespace, "name": self.name })
    }
}

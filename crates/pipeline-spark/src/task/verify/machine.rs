//! What of an application is on this machine: its files, its Python and Java.

use pipeline_core::config::Settings;
use pipeline_core::finding::{Finding, Verdict};

use super::cluster::Place;
use crate::command::LookedFor;
use crate::install::{Spark, versions_here};
use crate::settings::facts::Facts;

/// Each file that is looked for: there, not there, or nowhere that we could look.
pub(super) fn files(files: &[LookedFor]) -> Vec<Finding> {
    let told = files.iter().map(|file| match &file.found {
        Err(failure) => Finding::from(failure),
        Ok(_) if file.is_local => Finding::right(format!("{} is there", file.what)),
        Ok(_) => Finding::not_verified(format!("whether {} is there", file.what)),
    });
    told.collect()
}

/// What the profile says of its cluster's Python and Java, next to what is here where the driver
/// runs here. Both may be right: executors have their own.
pub(super) fn versions(place: &Place, settings: &Settings, spark: &Spark) -> Vec<Finding> {
    let facts = Facts::of(settings);
    if !place.driver_is_here() || (facts.python.is_none() && facts.java.is_none()) {
        return Vec::new();
    }
    let here = versions_here(spark);
    let python = facts.python.map(|(major, minor)| {
        let said = format!("{major}.{minor}");
        compare("Python", &said, here.python.as_deref())
    });
    let java = facts
        .java
        .map(|said| compare("Java", &said.to_string(), here.java.as_deref()));
    python.into_iter().chain(java).collect()
}

fn compare(what: &str, said: &str, here: Option<&str>) -> Finding {
    let Some(here) = here else {
        return Finding::not_verified(format!(
            "the profile says {what} {said}, and which one is here is not known"
        ));
    };
    if here == said || here.starts_with(&format!("{said}.")) {
        Finding::right(format!("{what} {said}, as the profile says"))
    } else {
        Finding::new(
            Verdict::Note,
            format!(
                "the profile says {what} {said}, and the driver here would run on {what} {here}"
            ),
        )
    }
}

//! The options of spark-submit as data: names, properties, grammars, validity.
//!
//! The one place where a fact about Spark's options is written. The derive's keys, the argv,
//! the keys of `pipeline.toml` and the documentation are all made from [`OPTIONS`].

pub mod grammar;
mod manager;
mod option;
mod table;

pub use manager::{DeployMode, Manager};
pub use option::{Effect, Kind, SparkOption, Version};
pub use table::OPTIONS;

/// The option of a key (`driver_memory`).
#[must_use]
pub fn by_key(key: &str) -> Option<&'static SparkOption> {
    OPTIONS.iter().find(|option| option.key == key)
}

/// The option of a flag (`--driver-memory`), by any of its spellings.
#[must_use]
pub fn by_flag(flag: &str) -> Option<&'static SparkOption> {
    OPTIONS
        .iter()
        .find(|option| option.flag == flag || option.aliases.contains(&flag))
}

/// The option that sets a property (`spark.driver.memory`), if one does.
#[must_use]
pub fn by_property(property: &str) -> Option<&'static SparkOption> {
    OPTIONS
        .iter()
        .find(|option| option.property == Some(property))
}

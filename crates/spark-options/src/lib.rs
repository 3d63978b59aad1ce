//! The options of spark-submit as data: names, properties, grammars, validity.
//!
//! The one place where a fact about Spark's options is written. The derive's keys, the argv,
//! the keys of `pipeline.toml` and the documentation are all made from [`OPTIONS`].
//!
//! Every check is a `const fn`: the derive runs it while expanding, generated code in `const`
//! items, and the runtime on what `pipeline.toml` says, all with the same words.
//!
//! ```
//! use spark_options::Kind;
//!
//! const CHECKED: bool = Kind::Memory.check("1536m").is_ok();
//! assert!(CHECKED);
//! assert_eq!(Kind::Memory.check("1.5g").unwrap_err().remedy, "write whole units: 1536m for 1.5g");
//! ```

pub mod grammar;
mod manager;
mod option;
mod place;
pub mod property;
pub mod rules;
mod secret_name;
mod table;
mod text;

pub use manager::{DeployMode, Manager};
pub use option::{Effect, Kind, SparkOption, Version};
pub use place::{IN_SPARK_HOME, has_scheme, is_wild, without_alias};
pub use secret_name::is_secret_name;
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

/// The option that sets a property under one of its other names: what YARN calls it
/// (`spark.yarn.dist.files`), or what it was called before (`spark.yarn.keytab`).
#[must_use]
pub fn by_other_property(property: &str) -> Option<&'static SparkOption> {
    OPTIONS
        .iter()
        .find(|option| option.other_properties.contains(&property))
}

/// The options that spark-submit accepts and drops in silence under this manager and mode.
pub fn ignored(manager: Manager, mode: DeployMode) -> impl Iterator<Item = &'static SparkOption> {
    OPTIONS
        .iter()
        .filter(move |option| matches!(option.effect(manager, mode), Effect::Ignored))
}

/// Every variable of the caller's environment by which a job could be changed behind its
/// declaration, sorted, each once.
#[must_use]
pub fn variables() -> Vec<&'static str> {
    let mut variables: Vec<_> = OPTIONS
        .iter()
        .flat_map(|option| option.variables.iter().copied())
        .collect();
    variables.sort_unstable();
    variables.dedup();
    variables
}

//! Options and properties as words of a command line, each checked.

use pipeline_core::failure::{Failure, FailureKind};
use spark_options::{Effect, Kind, Manager, OPTIONS, SparkOption};

use super::Line;
use super::paths::Lookup;
use crate::SparkApplication;
use crate::application::OptionValue;
use crate::install::SparkVersion;
use crate::settings;

/// The lines of the application's options, in the order of the table.
pub(super) fn options(
    application: &SparkApplication,
    version: &SparkVersion,
    lookup: &Lookup<'_>,
) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    for option in OPTIONS {
        let Some(value) = application.options.get(option.key) else {
            continue;
        };
        if !option.is_known_to(version.options()) {
            let (major, minor) = option.since;
            return Err(configuration(format!(
                "`{}` needs Spark {major}.{minor}, and this is Spark {version}",
                option.key
            ))
            .hint(format!(
                "leave `{}` out, or choose another Spark with `spark_version` or `spark_home`",
                option.key
            )));
        }
        let secret = is_secret(application, option);
        if let Some(word) = checked(option, value, secret, lookup)? {
            lines.push(Line::option(option, word, secret));
        }
    }
    Ok(lines)
}

/// Whether an option's value must not be shown: the author says so, or it carries a token.
fn is_secret(application: &SparkApplication, option: &SparkOption) -> bool {
    let text = application.text(option.key).unwrap_or_default();
    application.is_marked_secret(option.key)
        || option
            .property
            .is_some_and(|name| application.is_marked_secret(name))
        || (option.kind == Kind::Remote && text.contains("token="))
}

/// What follows the flag; nothing within means a switch, nothing at all that it is left out.
fn checked(
    option: &SparkOption,
    value: &OptionValue,
    secret: bool,
    lookup: &Lookup<'_>,
) -> Result<Option<Option<String>>, Failure> {
    let key = option.key;
    match (option.kind, value) {
        (Kind::Switch, OptionValue::Switch(on)) => Ok(on.then_some(None)),
        (Kind::Switch, OptionValue::Text(text)) => {
            check(option, text, secret)?;
            Ok((text == "true").then_some(None))
        }
        (Kind::Switch, OptionValue::List(_)) | (_, OptionValue::Switch(_)) => Err(configuration(
            format!("`{key}` is given a value of another kind"),
        )
        .hint(format!("write {}", option.example()))),
        (kind, value) if kind.is_list() => {
            let elements = match value {
                OptionValue::List(elements) => elements.as_slice(),
                OptionValue::Text(text) if text.is_empty() => &[],
                OptionValue::Text(text) => std::slice::from_ref(text),
                OptionValue::Switch(_) => &[],
            };
            if elements.is_empty() {
                return Ok(None);
            }
            let mut words = Vec::with_capacity(elements.len());
            for element in elements {
                check(option, element, secret)?;
                words.push(if is_files(option) {
                    let found = lookup.element(element, key)?;
                    // The folder of the crate may have what the element has not.
                    check(option, &found, secret)?;
                    found
                } else {
                    element.clone()
                });
            }
            Ok(Some(Some(words.join(","))))
        }
        (_, OptionValue::Text(text)) => {
            check(option, text, secret)?;
            Ok(Some(Some(text.clone())))
        }
        (_, OptionValue::List(_)) => {
            Err(configuration(format!("`{key}` is one value, not a list"))
                .hint(format!("write {}", option.example())))
        }
    }
}

/// Whether the elements of a list are files that come along (repositories are not).
fn is_files(option: &SparkOption) -> bool {
    matches!(option.key, "jars" | "py_files" | "files" | "archives")
}

/// An error quotes the value, but never that of a secret.
fn check(option: &SparkOption, text: &str, secret: bool) -> Result<(), Failure> {
    option.kind.check(text).map_err(|error| {
        let (key, problem) = (option.key, error.problem);
        let shown = settings::shown(option, text).filter(|_| !secret);
        configuration(match shown {
            Some(shown) => format!("`{key}` is {shown:?}: {problem}"),
            None => format!("the value of `{key}`, which is secret, does not fit: {problem}"),
        })
        .hint(error.remedy)
    })
}

/// What SparkSubmit would refuse, after seconds of starting a JVM.
pub(super) fn refuse(application: &SparkApplication) -> Result<(), Failure> {
    use crate::application::MainResource as Resource;
    use spark_options::DeployMode::Cluster;

    let set = |key: &str| application.options.contains_key(key);
    if set("remote") {
        for other in ["master", "deploy_mode"] {
            if set(other) {
                return Err(
                    configuration(format!("`remote` and `{other}` exclude each other"))
                        .hint("a Spark Connect server has a master of its own"),
                );
            }
        }
    }
    if set("proxy_user") && set("principal") {
        return Err(
            configuration("`proxy_user` and `principal` exclude each other")
                .hint("impersonate with `proxy_user`, or log in with `principal` and `keytab`"),
        );
    }
    let Some(master) = application.master() else {
        return Ok(());
    };
    let manager = Manager::of(master);
    match (manager, application.deploy_mode(), &application.resource) {
        (Some(Manager::Local), Cluster, _) => Err(configuration(format!(
            "`deploy_mode` is cluster, but the master is {master}, which has no cluster"
        ))
        .hint("set `deploy_mode` to client, or name the master of a cluster")),
        (
            Some(Manager::Standalone),
            Cluster,
            Resource::Python { .. } | Resource::PythonModule { .. } | Resource::R { .. },
        ) => Err(configuration(
            "a standalone cluster runs Python and R applications in client mode only",
        )
        .hint("set `deploy_mode` to client, or use YARN or Kubernetes")),
        _ => Ok(()),
    }
}

/// What is accepted but will have no effect, or will surprise: sentences for a person.
///
/// Nothing here is an error: the application runs.
#[must_use]
pub fn notes(application: &SparkApplication) -> Vec<String> {
    let mut notes = Vec::new();
    let manager = application.master().and_then(Manager::of);
    let mode = application.deploy_mode();
    if let Some(manager) = manager {
        for (key, value) in &application.options {
            let off = matches!(value, OptionValue::Switch(false));
            let option = spark_options::by_key(key).filter(|_| !off);
            if option.is_some_and(|option| option.effect(manager, mode) == Effect::Ignored) {
                notes.push(format!("`{key}` has no effect on {manager} in {mode} mode"));
            }
        }
    }
    let text = |key: &str| application.text(key);
    for key in ["driver_memory", "executor_memory"] {
        let mib = text(key).and_then(|text| spark_options::grammar::memory_mib(text).ok());
        // On a local master nothing reads the memory of executors.
        let is_read = key == "driver_memory" || manager != Some(Manager::Local);
        if mib.is_some_and(|mib| mib < spark_options::grammar::MIN_MIB) && is_read {
            notes.push(format!(
                "`{key}` is less than 450m, with which Spark does not start"
            ));
        }
    }
    for key in ["exclude_packages", "repositories"] {
        if application.options.contains_key(key)
            && !application.options.contains_key("packages")
            && !application.conf.contains_key("spark.jars.packages")
        {
            notes.push(format!("`{key}` has no effect without `packages`"));
        }
    }
    if text("principal").is_some() != text("keytab").is_some() {
        notes.push("`principal` and `keytab` have an effect only together".to_owned());
    }
    let is_jar = matches!(
        application.resource,
        crate::application::MainResource::Jar { .. }
    );
    if is_jar && application.options.contains_key("py_files") {
        notes.push("`py_files` has no effect on a jar".to_owned());
    }
    if !is_jar && application.options.contains_key("class") {
        notes.push("`class` has no effect on a Python or R application".to_owned());
    }
    for name in application.conf.keys() {
        if !name.starts_with("spark.") {
            notes.push(format!(
                "Spark ignores the property `{name}`: its name does not begin with `spark.`"
            ));
        }
    }
    notes
}

pub(super) fn configuration(cause: impl Into<String>) -> Failure {
    Failure::new(FailureKind::Configuration, cause)
}

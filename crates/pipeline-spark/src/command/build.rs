//! From an application to its command line.

use std::path::PathBuf;

use pipeline_core::failure::Failure;
use pipeline_core::secret::is_secret_name;
use spark_options::{DeployMode, Manager};

use super::line::{Line, Way};
use super::mask;
use super::paths::Lookup;
use super::secrets::{self, Files};
use super::words::{self, configuration};
use super::{CommandLine, Map, Surroundings};
use super::{destination, environment};
use crate::SparkApplication;
use crate::application::Argument;
use crate::install::Spark;

/// The command line that runs an application on a Spark, from this process.
///
/// # Errors
/// The application cannot be run as it is declared: an option that this Spark does not have,
/// a value that is none or that cannot be carried, two settings that exclude each other, a
/// local file that is not there. Nothing has been written or started.
pub fn build(application: &SparkApplication, spark: &Spark) -> Result<CommandLine, Failure> {
    build_in(application, spark, &Surroundings::of_process())
}

/// As [`build`], in other surroundings than this process's.
///
/// # Errors
/// As [`build`].
pub fn build_in(
    application: &SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
) -> Result<CommandLine, Failure> {
    make(application, spark, surroundings, Files::Read)
}

/// As [`build_in`], to be shown: no file is looked for or read, so that what will be made
/// later may be missing now.
///
/// # Errors
/// As [`build`], without what is about files.
pub fn preview(
    application: &SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
) -> Result<CommandLine, Failure> {
    make(application, spark, surroundings, Files::Leave)
}

fn make(
    application: &SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
    files: Files,
) -> Result<CommandLine, Failure> {
    let mut application = application.clone().normalise()?;
    super::paths::locate_properties(&mut application, surroundings);
    let destination = destination::resolve(&mut application, spark, surroundings, files)?;
    words::refuse(&application, &spark.version)?;
    // A driver in a standalone cluster starts on a worker, which may have files of its own.
    let driver_is_elsewhere = Manager::of(&destination.master) == Some(Manager::Standalone)
        && destination.deploy_mode == DeployMode::Cluster;
    let lookup = Lookup {
        spark,
        crate_dir: &application.crate_dir,
        crate_files: &application.crate_files,
        surroundings,
        must_exist: files == Files::Read && !driver_is_elsewhere,
    };
    let mut options = words::options(&application, &lookup)?;
    for (name, value) in &application.conf {
        if name.is_empty() || name.contains('=') || name.starts_with(|c: char| c <= ' ') {
            return Err(
                configuration(format!("`{name}` cannot be the name of a property"))
                    .hint("a name has no `=` in it and no blank before it: spark.sql.ansi.enabled"),
            );
        }
        let is_secret = is_secret_name(name) || application.is_marked_secret(name);
        options.push(Line::conf(name, value, is_secret));
    }
    let resource = Line::argument(lookup.resource(&application.resource)?, false);
    let mut lines = vec![resource];
    lines.extend(arguments(&application.arguments));
    let secrets = secrets_of(&options);
    let properties = secrets::file(&application, secrets, spark, surroundings, files)?;
    for line in options.iter().chain(&lines) {
        line.words
            .iter()
            .zip(&line.shown)
            .try_for_each(|(word, shown)| carries(word, shown))?;
    }
    let all = || options.iter().chain(&lines).flat_map(|line| &line.words);
    // The file of properties lies below the current folder, whose name it then carries too.
    let carries_unicode = all().any(|word| !word.is_ascii())
        || (properties.is_some() && !surroundings.dir.to_string_lossy().is_ascii());
    let environment = environment::build(&application, spark, surroundings, carries_unicode)?;
    let secret_variables = environment
        .set
        .keys()
        .filter(|name| is_secret_name(name) || application.is_marked_secret(name))
        .cloned()
        .collect();
    let present = environment
        .removed
        .iter()
        .filter(|name| surroundings.variables.contains_key(*name))
        .cloned()
        .collect();
    let mut notes = words::notes(&application);
    let has = |name: &str| {
        environment.set.contains_key(name) || surroundings.variables.contains_key(name)
    };
    // No error: Spark's own conf/spark-env.sh may set them.
    if application.master() == Some("yarn") && !has("HADOOP_CONF_DIR") && !has("YARN_CONF_DIR") {
        notes.push(
            "the master is yarn, but neither HADOOP_CONF_DIR nor YARN_CONF_DIR is set: \
             set one in `env`, unless this Spark's conf/spark-env.sh does"
                .to_owned(),
        );
    }
    Ok(CommandLine {
        destination,
        program: if spark.home.as_os_str().is_empty() {
            PathBuf::from("spark-submit")
        } else {
            spark.spark_submit()
        },
        environment,
        properties,
        notes,
        options,
        application: lines,
        secret_variables,
        present,
    })
}

/// The application's arguments, a flag and its value on one line.
fn arguments(arguments: &[Argument]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut open: Option<Line> = None;
    for argument in arguments {
        let (word, marked) = match argument {
            Argument::Text(text) => (text, false),
            Argument::Secret(text) => (text, true),
            Argument::Output { location, .. } => (location, false),
        };
        let is_flag = !marked && word.starts_with("--") && word.len() > 2;
        let after_secret_flag = open
            .as_ref()
            .and_then(|line| line.words.last())
            .is_some_and(|flag| !is_flag && mask::is_secret_flag(flag));
        let line = Line::argument(word.clone(), marked || after_secret_flag);
        match open.take() {
            Some(flag) if !is_flag => lines.push(flag.and(line)),
            flag => {
                lines.extend(flag);
                if is_flag && !word.contains('=') {
                    open = Some(line);
                } else {
                    lines.push(line);
                }
            }
        }
    }
    lines.extend(open);
    lines
}

/// Name and value of what goes through the file.
fn secrets_of(options: &[Line]) -> Map {
    let mut secrets = Map::new();
    for line in options.iter().filter(|line| line.way == Way::File) {
        let pair = match line.words.as_slice() {
            [flag, pair] if flag == "--conf" => pair
                .split_once('=')
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
            [flag, value @ ..] => spark_options::by_flag(flag)
                .and_then(|option| option.property)
                .map(|name| {
                    (
                        name.to_owned(),
                        value.first().map_or("true", String::as_str).to_owned(),
                    )
                }),
            [] => None,
        };
        secrets.extend(pair);
    }
    secrets
}

/// The longest word that Linux hands to a program, with its NUL (`MAX_ARG_STRLEN`).
const LONGEST: usize = 128 * 1024;

/// Whether spark-submit can carry a word; an error quotes what a person may see of it.
fn carries(word: &str, shown: &str) -> Result<(), Failure> {
    let quoted = || shown.escape_debug().to_string();
    if word.contains('\0') {
        return Err(configuration(format!(
            "a NUL cannot be on a command line: \"{}\"",
            quoted()
        )));
    }
    if word.len() >= LONGEST {
        let begin: String = shown.chars().take(40).collect();
        return Err(configuration(format!(
            "a value of {} bytes is too long for a command line, which takes {}: \"{}…\"",
            word.len(),
            LONGEST - 1,
            begin.escape_debug()
        ))
        .hint("hand it over in a file, and its path as the argument"));
    }
    if word.contains('\r') {
        return Err(configuration(format!(
            "spark-submit would drop the carriage return in \"{}\"",
            quoted()
        ))
        .hint(
            "Spark's bin/spark-class takes every carriage return out; hand the text over in a file",
        ));
    }
    Ok(())
}

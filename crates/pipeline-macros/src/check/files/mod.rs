//! The files that an application names: they are there when the crate compiles, unless their
//! author says otherwise.

mod absent;
mod look;
mod wild;
pub(super) mod written;

pub(super) use written::text;

use spark_options::by_key;

use crate::errors::Errors;
use crate::surroundings::Surroundings;
use crate::syntax::Entry;
use look::Place;

/// A file that was looked for and is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The key that names it: `app`, `jars`.
    pub(crate) key: String,
    /// Its path, relative to the crate; of a pattern or a folder that of one file of it.
    pub(crate) path: String,
    /// The path as it is written, without an `#alias`.
    pub(crate) written: String,
    /// Where the author wrote it.
    pub(crate) literal: syn::LitStr,
}

/// Looks for every file that a literal names; what is there, in the order of the attributes.
pub(super) fn files(
    entries: &[&Entry],
    surroundings: &Surroundings,
    errors: &mut Errors,
) -> Vec<Found> {
    let mut found = Vec::new();
    let Some(crate_dir) = surroundings.crate_dir() else {
        return found;
    };
    for entry in entries.iter().filter(|entry| names_files(entry)) {
        let key = entry.name();
        for written in written::literals(&entry.value) {
            if written.later {
                continue;
            }
            let text = written.literal.value();
            // What is no value of its option has been reported as that.
            if by_key(&key).is_some_and(|option| option.kind.check(&text).is_err()) {
                continue;
            }
            let is_list = by_key(&key).is_some_and(|option| option.kind.is_list());
            let path = match is_list {
                true => spark_options::without_alias(&text).0,
                false => text.as_str(),
            };
            if !is_looked_for(path) {
                continue;
            }
            let path_written = path.to_owned();
            let mut keep = |path: String| {
                found.push(Found {
                    key: key.clone(),
                    written: path_written.clone(),
                    path,
                    literal: written.literal.clone(),
                });
            };
            let wild = is_list && path.split('/').any(spark_options::is_wild);
            let place = match wild {
                true => wild::look(crate_dir, path),
                false => look::look(crate_dir, path),
            };
            match place {
                Place::Files(paths) => paths.into_iter().for_each(&mut keep),
                Place::Folder => folder(&key, written.literal, path, crate_dir, errors, keep),
                Place::Absent(absent) => {
                    let (problem, help) = absent.message(&key, &text, path, crate_dir);
                    errors.at(written.literal, problem, help);
                }
                Place::Unknown => {
                    errors.not_verified(format_args!("`{key}`: whether anything matches {path:?}"))
                }
            }
        }
    }
    found
}

/// Whether the values of an entry are paths.
fn names_files(entry: &Entry) -> bool {
    let name = entry.name();
    entry.space == "spark"
        && (matches!(name.as_str(), "app" | "python_file")
            || by_key(&name).is_some_and(|option| option.names_files()))
}

/// Whether the path of a key is one that is looked for in the crate.
pub(super) fn is_one_of_the_crate(entries: &[&Entry], key: &str) -> bool {
    let values = entries.iter().filter(|entry| entry.name() == key);
    let mut written = values.flat_map(|entry| written::literals(&entry.value));
    written.any(|written| !written.later && is_looked_for(&written.literal.value()))
}

/// Whether a path is one of the crate. What is wrong with an empty one is said elsewhere.
fn is_looked_for(path: &str) -> bool {
    !path.trim().is_empty()
        && !path.contains(',')
        && !path.starts_with('/')
        && !path.starts_with(spark_options::IN_SPARK_HOME)
        && !spark_options::has_scheme(path)
}

/// A folder where files are named: right for Python code and archives, and for jars a slip.
fn folder(
    key: &str,
    literal: &syn::LitStr,
    path: &str,
    crate_dir: &std::path::Path,
    errors: &mut Errors,
    keep: impl FnMut(String),
) {
    let path = path.trim_end_matches('/');
    let inside = look::files_in(&crate_dir.join(path));
    let first = |ending: &str| {
        let mut names = inside.iter().filter(|name| name.ends_with(ending));
        names.next().cloned()
    };
    match key {
        // A folder has no time of its own that says whether it is there: one file of it does.
        "py_files" => {
            let module = inside.iter().find(|name| *name == "__init__.py").cloned();
            let module = module.or_else(|| first(".py"));
            module.map(|name| format!("{path}/{name}")).map(keep);
        }
        "archives" => {}
        "jars" => match first(".jar") {
            Some(_) if first(".class").is_none() => errors.at(
                literal,
                format_args!("`{path}` is a folder, and Spark takes no jars out of a folder"),
                format_args!("write `jars = [\"{path}/*.jar\"]` for all of its jars"),
            ),
            // A folder of classes is a class path, at least where the driver is this machine's.
            _ => errors.not_verified(format_args!(
                "`jars`: `{path}` is a folder, which not every cluster takes"
            )),
        },
        "files" => errors.not_verified(format_args!(
            "`files`: `{path}` is a folder, which not every cluster takes; `archives` are unpacked everywhere"
        )),
        _ => errors.at(
            literal,
            format_args!("`{path}` is a folder, not a file"),
            match inside.first() {
                Some(name) => format!("name the file in it, such as `{path}/{name}`"),
                None => "name the file".to_owned(),
            },
        ),
    }
}

#[cfg(test)]
mod tests;

//! The jar that a task runs: the class that is started is in it, and can be started.
//!
//! Only what is certain is an error. A class can come from places that are not there while the
//! crate compiles: packages, remote jars, Spark itself.

mod classpath;
mod main_class;
#[cfg(test)]
mod tests;

use std::path::Path;

use pipeline_jar::{Class, Jar, JarError};
use syn::LitStr;

use super::files::{self, Found};
use crate::errors::Errors;
use crate::model::{Resource, Source, Task};
use crate::surroundings::Surroundings;
use crate::syntax::{Entry, Value};
use classpath::ClassPath;
use main_class::MainClass;

/// Checks the jar of an application whose program is one.
pub(super) fn jar(
    resource: &Resource,
    entries: &[&Entry],
    found: &[Found],
    task: &Task,
    surroundings: &Surroundings,
    errors: &mut Errors,
) {
    let (Resource::Jar(Source::Text(literal)), Some(crate_dir)) =
        (resource, surroundings.crate_dir())
    else {
        return;
    };
    let Some(file) = found.iter().find(|found| found.key == "app") else {
        // What is missing is told already.
        if !files::is_one_of_the_crate(entries, "app") {
            errors.not_verified(format_args!(
                "the main class of `{}`, which is not at hand while compiling",
                literal.value()
            ));
        }
        return;
    };
    let Some(jar) = open(literal, &file.path, crate_dir, errors) else {
        return;
    };
    let Some(main) = MainClass::of(entries, literal, &file.path, &jar, errors) else {
        return;
    };
    let path = ClassPath::of(jar, &file.path, entries, found, crate_dir, errors);
    match path.class(&main.name) {
        Ok(Some(class)) => {
            main_class::starts(&main, &class, &path, errors);
            java(&main, &path, task, surroundings, errors);
        }
        Ok(None) => main_class::absent(&main, &path, errors),
        Err(error) => errors.not_verified(format_args!("the class `{}`: {error}", main.name)),
    }
}

/// The application's jar. What is no archive, Spark cannot start.
fn open(literal: &LitStr, path: &str, crate_dir: &Path, errors: &mut Errors) -> Option<Jar> {
    let whole = crate_dir.join(path);
    match Jar::open(&whole) {
        Ok(jar) => Some(jar),
        Err(JarError::Unreadable(error)) => {
            errors.not_verified(format_args!("`{path}`: it cannot be read: {error}"));
            None
        }
        Err(error) => {
            let is_pointer = std::fs::read(&whole)
                .is_ok_and(|bytes| bytes.starts_with(b"version https://git-lfs"));
            errors.at(
                literal,
                format_args!("`{path}` is no jar: {error}"),
                if is_pointer {
                    "it is what Git LFS leaves in place of the file: run `git lfs pull`"
                } else {
                    "build it again, or name another file"
                },
            );
            None
        }
    }
}

/// A class that is compiled for a newer Java than a checked profile's is refused by that Java.
fn java(
    main: &MainClass<'_>,
    path: &ClassPath,
    task: &Task,
    surroundings: &Surroundings,
    errors: &mut Errors,
) {
    for profile in surroundings.profiles() {
        let Some(setting) = profile.get(&task.name, "java_version") else {
            continue;
        };
        let text = setting.value.text();
        // Java 8 is 1.8 too.
        let text = text.strip_prefix("1.").unwrap_or(&text);
        let Ok(java) = text.parse::<u16>() else {
            continue;
        };
        let newer = |class: &Class| class.java() > java;
        if let Ok(Some(class)) = path.class_for(&main.name, java)
            && newer(&class)
        {
            errors.at(
                main.literal,
                format_args!(
                    "`{}` is compiled for Java {}, and the profile `{}` runs Java {java}: {}",
                    main.name,
                    class.java(),
                    profile.name,
                    setting.place()
                ),
                format_args!(
                    "compile it for Java {java} (`javac --release {java}`), or raise `java_version` if the cluster has a newer one"
                ),
            );
            return;
        }
    }
}

/// The value of an entry that is a text.
fn literal(entry: &Entry) -> Option<&LitStr> {
    match &entry.value {
        Value::Expr(expr) => super::text(expr),
        _ => None,
    }
}

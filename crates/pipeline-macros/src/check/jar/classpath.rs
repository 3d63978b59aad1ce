//! Where a class of an application can come from.

use std::path::Path;

use pipeline_jar::{Class, Jar, JarError};
use syn::Expr;

use crate::check::files::{Found, written};
use crate::errors::Errors;
use crate::syntax::{Entry, Value, tokens};

/// The jars at hand, and whether there are others.
pub(super) struct ClassPath {
    /// The application's own first.
    pub(super) jars: Vec<Jar>,
    /// The same, as their author names them.
    pub(super) names: Vec<String>,
    /// Whether a class may also come from what is not at hand.
    pub(super) is_open: bool,
}

/// Keys that bring classes from elsewhere.
const OPEN: [&str; 2] = ["packages", "driver_class_path"];

impl ClassPath {
    pub(super) fn of(
        jar: Jar,
        name: &str,
        entries: &[&Entry],
        found: &[Found],
        crate_dir: &Path,
        errors: &mut Errors,
    ) -> Self {
        let with_jar = jar.manifest().is_some_and(|it| !it.class_path.is_empty());
        let mut path = Self {
            jars: vec![jar],
            names: vec![name.to_owned()],
            is_open: with_jar || entries.iter().any(|entry| opens(entry, found)),
        };
        for file in found.iter().filter(|found| found.key == "jars") {
            match Jar::open(&crate_dir.join(&file.path)) {
                Ok(jar) => {
                    path.jars.push(jar);
                    path.names.push(file.path.clone());
                }
                // Java passes over it in silence, so the application may do without.
                Err(error) => {
                    path.is_open |= matches!(error, JarError::Unreadable(_));
                    errors.not_verified(format_args!("`jars`: `{}`: {error}", file.path));
                }
            }
        }
        path
    }

    /// A class of the jars, as the oldest Java finds it.
    pub(super) fn class(&self, name: &str) -> Result<Option<Class>, JarError> {
        first(&self.jars, |jar| jar.class(name))
    }

    /// A class of the jars, as this Java finds it.
    pub(super) fn class_for(&self, name: &str, java: u16) -> Result<Option<Class>, JarError> {
        first(&self.jars, |jar| jar.class_for(name, java))
    }
}

fn first(
    jars: &[Jar],
    class: impl Fn(&Jar) -> Result<Option<Class>, JarError>,
) -> Result<Option<Class>, JarError> {
    for jar in jars {
        if let Some(class) = class(jar)? {
            return Ok(Some(class));
        }
    }
    Ok(None)
}

/// Whether an entry brings classes that are not at hand.
fn opens(entry: &Entry, found: &[Found]) -> bool {
    let name = entry.name();
    if OPEN.contains(&name.as_str()) {
        return true;
    }
    match (&entry.value, name.as_str()) {
        (Value::Expr(expr), "jars") => {
            let elements = match tokens::peel(expr) {
                Expr::Array(array) => array.elems.len(),
                _ => 1,
            };
            let literals = written::literals(&entry.value);
            let at_hand = literals.iter().filter(|written| {
                let mut jars = found.iter().filter(|found| found.key == "jars");
                jars.any(|jar| jar.literal == *written.literal)
            });
            at_hand.count() < elements
        }
        // Any property may: `spark.jars`, `spark.driver.extraClassPath`.
        (Value::List(list), "conf") => {
            let text = tokens::text(list).to_lowercase();
            text.contains("jars") || text.contains("classpath")
        }
        _ => false,
    }
}

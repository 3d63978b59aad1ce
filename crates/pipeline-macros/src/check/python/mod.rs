//! Python while compiling: the module or script of a task against its fields.
//!
//! What is known of Python is known in `pipeline-python`; here it meets the struct.

mod arguments;
mod literal;
mod module;
mod source;
#[cfg(test)]
mod tests;
mod used;

use pipeline_python::Version;

use super::files::Found;
use crate::errors::Errors;
use crate::model::{Application, Entry, Resource, Task};
use crate::surroundings::Surroundings;
use crate::syntax::Item;
use source::Source;

/// Checks the Python of an application, as far as its text is at hand: a file that is not
/// there is told of elsewhere, and one that is made later or lies elsewhere is not looked at.
pub(super) fn python(
    item: &Item,
    application: &Application,
    task: &Task,
    found: &[Found],
    surroundings: &Surroundings,
    errors: &mut Errors,
) {
    let oldest = Oldest::of(task, surroundings);
    let oldest = oldest.as_ref();
    match &application.resource {
        Resource::PythonInline { text, .. } if is_path(&text.value()) => errors.at(
            text,
            "`python` takes the text of a module, and this is a path",
            format_args!("write `python_file = {:?}`", text.value().trim()),
        ),
        Resource::PythonInline { text, entry } => {
            let source = Source::inline(text);
            module::check(item, application, task, &source, *entry, oldest, errors);
        }
        Resource::PythonFile { entry, .. } => match file("python_file", found, surroundings) {
            Some(source) => {
                module::check(item, application, task, &source, *entry, oldest, errors);
            }
            None => errors.not_verified("the Python module: its text is not there while compiling"),
        },
        Resource::Python(_) => match file("app", found, surroundings) {
            Some(source) => arguments::check(application, task, &source, oldest, errors),
            None => errors.not_verified("the Python script: its text is not there while compiling"),
        },
        Resource::Jar(_) | Resource::R(_) | Resource::ByEnding(_) => {}
    }
}

/// Whether what should be a module is the path of one: as a module it has no `main`.
fn is_path(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(".py") && !text.contains(|c: char| c.is_whitespace() || "(=#;:".contains(c))
}

/// The file that this key names, if it can be read.
fn file(key: &str, found: &[Found], surroundings: &Surroundings) -> Option<Source> {
    let found = found.iter().find(|found| found.key == key)?;
    Source::file(surroundings.crate_dir()?, &found.path, &found.literal)
}

/// The Python that has to read a text, and where it is declared.
struct Oldest {
    version: Version,
    /// `` `python_version` of [profile.prod] (pipeline.toml, line 7)``.
    place: String,
}

impl Oldest {
    /// The oldest of those that the checked profiles declare for the task.
    fn of(task: &Task, surroundings: &Surroundings) -> Option<Self> {
        let declared = surroundings.profiles().iter().filter_map(|profile| {
            let setting = profile.get(&task.name, "python_version")?;
            // What is no version is told where the profile is read.
            let version = setting.value.text().parse().ok()?;
            let place = setting.place();
            Some(Self { version, place })
        });
        declared.min_by_key(|declared| declared.version)
    }
}

impl From<Entry> for pipeline_python::Entry {
    fn from(entry: Entry) -> Self {
        match entry {
            Entry::Session => Self::Session,
            Entry::Context => Self::Context,
        }
    }
}

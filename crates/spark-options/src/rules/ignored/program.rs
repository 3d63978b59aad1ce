//! Options that only one kind of program reads.

use crate::rules::view::{At, View};
use crate::rules::{Program, Severity};

pub(super) fn program(view: &mut View<'_, '_>) {
    let program = view.job.program;
    let written_with_it = |at: At<'_, '_>| at.setting.place == view.job.program_place;
    let jvm = matches!(program, Program::Jar | Program::Unknown);
    if let Some(at) = view.option("class").filter(|_| !jvm) {
        let severity = match written_with_it(at) {
            true => Severity::Error,
            false => Severity::Note,
        };
        view.say(
            "class_without_a_jar",
            severity,
            at,
            None,
            format!(
                "{} names a class in a jar, and this task runs {}",
                at.name(),
                program.name()
            ),
            format!("take {} away, or write `app = \"….jar\"`", at.name()),
        );
    }
    // "Non-PySpark applications can need Python dependencies": Spark hands them out, for whoever
    // starts Python by itself.
    let python = program.is_python() || program == Program::Unknown;
    if let Some(at) = view.option("py_files").filter(|_| !python) {
        let severity = match written_with_it(at) {
            true => Severity::Warning,
            false => Severity::Note,
        };
        view.say(
            "py_files_without_python",
            severity,
            at,
            None,
            format!(
                "{} is for Python, and this task runs {}, which only sees them if it starts Python itself",
                at.name(),
                program.name()
            ),
            "take it away, or write `jars` or `files`",
        );
    }
}

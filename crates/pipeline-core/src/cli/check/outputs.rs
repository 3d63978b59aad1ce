//! Whether what a task writes can be written where it says.

use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

use crate::failure::FailureKind;
use crate::finding::{Finding, Verdict};
use crate::run::outputs_of;
use crate::target::location::Location;
use crate::task::AnyTask;

/// What can be said of the places of a task's outputs, without writing anything.
pub(super) fn writable(task: &dyn AnyTask) -> Vec<Finding> {
    let mut findings = Vec::new();
    for output in outputs_of(task) {
        let location = Location::parse(&output.location);
        let finding = match location.local() {
            Ok(path) => of_path(path),
            Err(_) => Some(Finding::not_verified(format!(
                "whether its output can be written: nothing is known here of {}:",
                location.scheme()
            ))),
        };
        findings.extend(finding);
    }
    if findings.is_empty() && !task.schema().outputs.is_empty() {
        findings.push(Finding::right("its outputs can be written"));
    }
    findings
}

/// What speaks against a path: the nearest folder above it that is there is no folder, or takes
/// nothing new.
fn of_path(path: &Path) -> Option<Finding> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let mut above = parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    while std::fs::symlink_metadata(&above).is_err() {
        if !above.pop() || above.as_os_str().is_empty() {
            above = PathBuf::from(".");
            break;
        }
    }
    let wrong = |why: String| {
        let text = format!("`{}` cannot be written: {why}", path.display());
        Some(Finding::new(Verdict::Wrong(FailureKind::Environment), text))
    };
    if !above.is_dir() {
        return wrong(format!("{} is no folder", above.display()));
    }
    match access(&above, Access::WRITE_OK | Access::EXEC_OK) {
        Ok(()) => None,
        Err(error) => wrong(format!("{}: {error}", above.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_below_a_file_cannot_be_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("a file");
        assert_eq!(of_path(&folder.path().join("a/b/c")), None);
        assert_eq!(of_path(Path::new("not-there/at/all")), None);
        assert_eq!(of_path(Path::new("here")), None);
        let told = of_path(&file.join("a/b")).expect("a finding");
        assert!(told.text.contains("is no folder"), "{}", told.text);
    }
}

//! The outputs of an application before, while and after it runs: a file or folder gets its name
//! when the program has succeeded, a dataset that a dead run of ours left is taken away first.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use pipeline_core::Failure;
use pipeline_core::target::location::Location;
use pipeline_core::target::partial::{Marker, clear_leftover};
use pipeline_core::target::staging::Staging;
use pipeline_core::target::{Completion, StoreError};
use pipeline_core::task::Task;

use crate::SparkApplication;
use crate::application::{Argument, MainResource};
use crate::python;

/// What has to be done with the outputs when the program has ended.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    staged: Vec<Staging>,
    markers: Vec<(Marker, PathBuf)>,
    /// Datasets that were taken away, for a message.
    pub(super) cleared: Vec<String>,
}

impl Outputs {
    /// Makes ready what the task writes, and hands the application the temporary names.
    pub(super) fn prepare(
        task: &impl Task,
        application: &mut SparkApplication,
        dir: &Path,
    ) -> Result<Self, Failure> {
        let mut locations = Vec::new();
        task.visit_outputs(&mut |_, target| {
            locations.push((target.location().to_owned(), target.completion()));
        });
        let state = state_dir(dir);
        let mut outputs = Self::default();
        let mut names = HashMap::new();
        for (location, completion) in locations {
            match completion {
                Completion::Exists if is_handed(application, &location) => {
                    let staging = Staging::new(&location, 1)?;
                    names.insert(location, staging.location().to_owned());
                    outputs.staged.push(staging);
                }
                // The program knows its place by itself: nobody can give it another.
                Completion::Exists => {}
                Completion::SuccessMarker => outputs.begin(&location, state)?,
            }
        }
        for argument in &mut application.arguments {
            if let Argument::Output {
                location,
                staged: true,
            } = argument
                && let Some(name) = names.get(location)
            {
                location.clone_from(name);
            }
        }
        python::replace_locations(application, &names);
        Ok(outputs)
    }

    fn begin(&mut self, location: &str, state: &Path) -> Result<(), StoreError> {
        // Elsewhere than on this machine nothing is ever taken away.
        let Ok(path) = Location::parse(location).local().map(Path::to_owned) else {
            return Ok(());
        };
        if clear_leftover(state, location)? {
            self.cleared.push(location.to_owned());
        }
        self.markers.push((Marker::start(state, location)?, path));
        Ok(())
    }

    /// The program has succeeded: what it wrote gets its name.
    pub(super) fn commit(self) -> Result<(), Failure> {
        for (marker, _) in self.markers {
            marker.finish()?;
        }
        for staging in self.staged {
            staging.commit()?;
        }
        Ok(())
    }

    /// The program has ended otherwise: what it began of a dataset stays known as ours, and
    /// what it wrote under a temporary name is removed.
    pub(super) fn abandon(self) {
        for (marker, path) in self.markers {
            if !path.exists() {
                // Nothing was begun. Should the note stay, it only says so once more.
                let _ = marker.finish();
            }
        }
    }

    /// Nobody knows whether the program still writes: nothing of it may be taken away by us,
    /// neither now nor by the next run.
    pub(super) fn leave(self) {
        for (marker, _) in self.markers {
            // Should the note stay, the next run finds what it would after a crash.
            let _ = marker.finish();
        }
    }
}

/// Whether the application is told the location, and so can be told another.
fn is_handed(application: &SparkApplication, location: &str) -> bool {
    let argument = application.arguments.iter().any(|argument| {
        matches!(argument, Argument::Output { location: handed, staged: true } if handed == location)
    });
    argument || matches!(application.resource, MainResource::PythonModule { .. })
}

/// The folder with the state of all runs, given a task's own, `STATE/runs/RUN/TASK`; else the
/// given one.
fn state_dir(dir: &Path) -> &Path {
    let runs = dir.ancestors().nth(2);
    match runs.filter(|runs| runs.file_name().is_some_and(|name| name == "runs")) {
        Some(runs) => runs.parent().unwrap_or(dir),
        None => dir,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_of_all_runs_is_three_folders_up() {
        let state = |dir: &str| state_dir(Path::new(dir)).display().to_string();
        assert_eq!(state(".spark-pipeline/runs/r1/Delays"), ".spark-pipeline");
        assert_eq!(state("/tmp/alone"), "/tmp/alone");
    }
}

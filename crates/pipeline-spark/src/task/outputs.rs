//! The outputs of an application before, while and after it runs: a file or folder gets its name
//! when the program has succeeded, a dataset that a dead run of ours left is taken away first,
//! and what a program wrote that has not succeeded is known by a note.

use std::collections::HashMap;
use std::path::Path;

use pipeline_core::Failure;
use pipeline_core::target::partial::{Marker, Writing};
use pipeline_core::target::staging::{Staging, can_stage};
use pipeline_core::target::store::{completion_of, mark};
use pipeline_core::target::{Completion, StoreError};
use pipeline_core::task::Task;
use spark_options::DeployMode;

use crate::SparkApplication;
use crate::application::{Argument, MainResource};
use crate::command::quote;
use crate::python;

/// What has to be done with the outputs when the program has ended.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    open: Vec<Open>,
    /// Whether the program runs in a cluster, where it may outlive us.
    in_cluster: bool,
    /// Whether its driver has a name, which finds it better than that of its application.
    is_named: bool,
    /// Whether another run has submitted it, which died.
    is_resumed: bool,
    /// Datasets that were taken away, for a message.
    pub(super) cleared: Vec<String>,
}

/// One output that the program may be writing.
#[derive(Debug)]
struct Open {
    location: String,
    marker: Marker,
    staging: Option<Staging>,
    is_marked_by_us: bool,
}

/// Where an output is.
#[derive(Debug)]
struct Place {
    location: String,
    /// How it is known to be complete there.
    completion: Completion,
    /// Whether it is a directory in a store that renames nothing: `_SUCCESS` is written into it when
    /// the program has succeeded.
    is_marked_by_us: bool,
}

fn places(task: &impl Task) -> Result<Vec<Place>, StoreError> {
    let mut places = Vec::new();
    task.visit_outputs(&mut |_, target| {
        places.push(completion_of(target).map(|completion| Place {
            location: target.location().to_owned(),
            completion,
            is_marked_by_us: completion != target.completion(),
        }));
    });
    places.into_iter().collect()
}

impl Outputs {
    /// Makes ready what the task writes, and hands the application the temporary names.
    pub(super) fn prepare(
        task: &impl Task,
        application: &mut SparkApplication,
        dir: &Path,
    ) -> Result<Self, Failure> {
        let places = places(task)?;
        let mut outputs = Self {
            in_cluster: application.deploy_mode() == DeployMode::Cluster,
            ..Self::default()
        };
        for place in places {
            // A program that is not told its place knows it by itself: nobody can give it another.
            let is_staged =
                place.completion == Completion::Exists && is_handed(application, &place.location);
            if let Err(error) = outputs.begin(place, is_staged, state_dir(dir)) {
                // No program has run: what was noted for it says nothing.
                outputs.abandon();
                return Err(error.into());
            }
        }
        let names = outputs.names();
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

    /// The outputs of a driver that a run which died has submitted, and which is found again
    /// under one of these names. Nothing, if no note tells of it: then somebody has looked at
    /// it, and has removed them.
    ///
    /// # Errors
    /// Another run has them, or another driver may write there.
    pub(super) fn resume(
        task: &impl Task,
        names: &[&str],
        dir: &Path,
    ) -> Result<Option<Self>, Failure> {
        let places = places(task)?;
        let mut outputs = Self {
            in_cluster: true,
            is_named: true,
            is_resumed: true,
            ..Self::default()
        };
        let any = !places.is_empty();
        for Place {
            location,
            completion,
            is_marked_by_us,
        } in places
        {
            // Of those whose end was noted before the run died there is nothing left to do.
            let Some((marker, staged)) =
                Marker::resume(state_dir(dir), &location, completion, names)?
            else {
                continue;
            };
            let staging = staged.and_then(|staged| Staging::resume(&location, &staged));
            outputs.open.push(Open {
                location,
                marker,
                staging,
                is_marked_by_us,
            });
        }
        Ok((!any || !outputs.open.is_empty()).then_some(outputs))
    }

    fn begin(&mut self, place: Place, is_staged: bool, state: &Path) -> Result<(), StoreError> {
        let Place {
            location,
            completion,
            is_marked_by_us,
        } = place;
        let mut staging = match is_staged && can_stage(&location)? {
            true => Some(Staging::new(&location, 1)?),
            // In an object store a file appears whole at its own place.
            false => None,
        };
        let writing = Writing {
            completion,
            staged: staging.as_ref().map(Staging::location),
            outlives: self.in_cluster,
        };
        let marker = Marker::start(state, &location, writing)?;
        if let (Some(staging), true) = (&mut staging, self.in_cluster) {
            // Should we be dropped, the driver still needs it.
            staging.keep();
        }
        if marker.has_cleared() {
            self.cleared.push(location.clone());
        }
        if is_marked_by_us && !marker.is_claimed() {
            // What we mark afterwards must be the program's alone.
            let error = StoreError::Refused {
                location,
                why: "what the program writes there would be mixed with it".to_owned(),
            };
            marker.abandon()?;
            return Err(error);
        }
        self.open.push(Open {
            location,
            marker,
            staging,
            is_marked_by_us,
        });
        Ok(())
    }

    /// The temporary names by the final ones.
    fn names(&self) -> HashMap<String, String> {
        let staged = self.open.iter().filter_map(|open| {
            let staging = open.staging.as_ref()?;
            Some((open.location.clone(), staging.location().to_owned()))
        });
        staged.collect()
    }

    /// The driver runs in a cluster, though only Spark's own files of properties say so.
    pub(super) fn run_in_cluster(&mut self) {
        self.in_cluster = true;
        for open in &mut self.open {
            if let Some(staging) = &mut open.staging {
                staging.keep();
            }
            // A note that says less is still a note.
            let _ = open.marker.outlive();
        }
    }

    /// The driver has this name in the cluster: a person who has to look for it is told.
    pub(super) fn name_driver(&mut self, driver: &str) {
        self.run_in_cluster();
        self.is_named = true;
        for open in &mut self.open {
            let _ = open.marker.name_driver(driver);
        }
    }

    /// The application has this id, which finds its driver if that is in the cluster.
    pub(super) fn name_application(&mut self, id: &str) {
        if self.in_cluster && !self.is_named {
            self.name_driver(id);
        }
    }

    /// How to run the application again by hand: `again` is what was run, `application` what it
    /// was made of, with the final places of the outputs. What was run names temporary ones, which
    /// are gone.
    pub(super) fn rerun(
        &self,
        again: &str,
        application: &SparkApplication,
        dir: &Path,
    ) -> Option<String> {
        let names = self.names();
        if names.is_empty() {
            return Some(again.to_owned());
        }
        if matches!(application.resource, MainResource::PythonModule { .. }) {
            // A module finds its places in a file.
            python::materialise(application.clone(), dir).ok()?;
        }
        let again = names.iter().fold(again.to_owned(), |again, (place, name)| {
            again.replace(&quote::word(name), &quote::word(place))
        });
        Some(again)
    }

    /// The program has succeeded: what it wrote gets its name.
    pub(super) fn commit(mut self) -> Result<(), Failure> {
        for open in &mut self.open {
            let Some(mut staging) = open.staging.take() else {
                if open.is_marked_by_us
                    && let Err(error) = mark(&open.location)
                {
                    self.abandon();
                    return Err(error.into());
                }
                continue;
            };
            if self.is_resumed
                && matches!(staging.is_written(), Ok(false))
                && is_there(&open.location)
            {
                // The run that died had come so far.
                staging.keep();
                continue;
            }
            if let Err(error) = staging.commit() {
                self.abandon();
                return Err(error.into());
            }
        }
        // Only now, so that a crash before leaves no dataset that nobody knows as ours. Each is
        // tried, whatever becomes of another.
        let finished = self.open.into_iter().map(|open| open.marker.finish());
        let finished: Vec<_> = finished.collect();
        finished.into_iter().collect::<Result<(), _>>()?;
        Ok(())
    }

    /// The program has ended otherwise, or was never started: what it began of a dataset stays
    /// known as ours, and what it wrote under a temporary name is removed.
    pub(super) fn abandon(self) {
        for open in self.open {
            if let Some(staging) = open.staging {
                // What stays is hidden, and the note knows it.
                let _ = staging.discard();
            }
            // A note that stays as it was says the same: that nobody has seen a success.
            let _ = open.marker.abandon();
        }
    }

    /// Nobody knows whether the program still writes: nothing of it is taken away by us,
    /// neither now nor by the next run. Adds to the failure what a person has to know.
    pub(super) fn leave(self, mut failure: Failure) -> Failure {
        for mut open in self.open {
            if let Some(staging) = &mut open.staging {
                staging.keep();
            }
            failure = failure.context(format!(
                "{} may still be written, so it is left as it is, and no run writes there before \
                 somebody has looked and then run `rm {}`",
                open.location,
                quote::word(&open.marker.path().display().to_string())
            ));
            if let Err(error) = open.marker.leave() {
                failure = failure.context(error.to_string());
            }
        }
        failure
    }
}

/// Whether something stands at a location. What cannot be told is not there.
fn is_there(location: &str) -> bool {
    let at = pipeline_core::target::location::Location::parse(location);
    let stores = pipeline_core::target::store::known();
    let looked = stores.of(&at).and_then(|store| store.look(&at));
    looked.is_ok_and(|found| found.is_some())
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
mod tests;

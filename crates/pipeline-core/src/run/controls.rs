//! How each task of a run is to be run: what it says itself, under the settings of its type.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::panics::of_panic;
use crate::config::Settings;
use crate::failure::Failure;
use crate::task::{AnyTask, Control};

/// The control of every task, by its number. Tasks mostly have the same, which is held once.
#[derive(Debug, Default)]
pub(super) struct Controls {
    of: Vec<u32>,
    all: Vec<Control>,
    known: HashMap<Control, u32>,
    /// The last one that was met, which is mostly the next one too.
    last: u32,
}

impl Controls {
    /// There are so many tasks. Those that are not asked are run as if they said nothing.
    pub(super) fn grow(&mut self, tasks: usize) {
        let nothing = self.kind(Control::default());
        self.of.resize(tasks, nothing);
    }

    /// Asks a task.
    ///
    /// # Errors
    /// The expression of an attribute panicked: the task cannot run.
    pub(super) fn ask(
        &mut self,
        number: u32,
        task: &dyn AnyTask,
        settings: &Settings,
    ) -> Result<(), Failure> {
        let asked = catch_unwind(AssertUnwindSafe(|| task.control()));
        let declared = asked.map_err(|panic| {
            of_panic(&*panic).context("in an expression of the task's attributes")
        })?;
        let control = if declared == Control::default() && !settings.says_of_control() {
            declared
        } else {
            settings.control(declared)
        };
        self.of[number as usize] = self.kind(control);
        Ok(())
    }

    fn kind(&mut self, control: Control) -> u32 {
        if self.all.get(self.last as usize) == Some(&control) {
            return self.last;
        }
        if let Some(kind) = self.known.get(&control) {
            self.last = *kind;
            return *kind;
        }
        // There are no more kinds than tasks, whose numbers are below 2^32.
        #[allow(clippy::cast_possible_truncation)]
        let kind = self.all.len() as u32;
        self.all.push(control.clone());
        self.known.insert(control, kind);
        self.last = kind;
        kind
    }

    /// How the task of this number is to be run.
    pub(super) fn get(&self, number: u32) -> &Control {
        &self.all[self.of[number as usize] as usize]
    }
}

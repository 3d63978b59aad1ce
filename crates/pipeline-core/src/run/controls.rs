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
}

impl Controls {
    /// Asks the next task, in the order of the plan.
    ///
    /// # Errors
    /// The expression of an attribute panicked: the task cannot run.
    pub(super) fn push(&mut self, task: &dyn AnyTask, settings: &Settings) -> Result<(), Failure> {
        let asked = catch_unwind(AssertUnwindSafe(|| task.control()));
        let (declared, result) = match asked {
            Ok(declared) => (declared, Ok(())),
            Err(panic) => {
                let failure = of_panic(&*panic).context("in the attributes of the task".to_owned());
                (Control::default(), Err(failure))
            }
        };
        let control = if declared == Control::default() && !settings.says_of_control() {
            declared
        } else {
            settings.control(declared)
        };
        let kind = self.kind(control);
        self.of.push(kind);
        result
    }

    /// Leaves the next task out: it is not going to run.
    pub(super) fn skip(&mut self) {
        let kind = self.kind(Control::default());
        self.of.push(kind);
    }

    fn kind(&mut self, control: Control) -> u32 {
        if let Some(last) = self.of.last()
            && self.all[*last as usize] == control
        {
            return *last;
        }
        if let Some(kind) = self.known.get(&control) {
            return *kind;
        }
        // There are no more kinds than tasks, whose numbers are below 2^32.
        #[allow(clippy::cast_possible_truncation)]
        let kind = self.all.len() as u32;
        self.all.push(control.clone());
        self.known.insert(control, kind);
        kind
    }

    /// How the task of this number is to be run.
    pub(super) fn get(&self, number: u32) -> &Control {
        &self.all[self.of[number as usize] as usize]
    }
}

//! How tasks come into the run.

use super::super::ranks::{UNKNOWN, Weighed};
use super::super::resources::unmet;
use super::super::schedule::Next;
use super::Dispatcher;
use crate::task::TaskKind;

impl Dispatcher {
    /// Takes tasks in that are to be done: asks each how it is to be run, ranks it, and says
    /// what waits for what. `numbers` has dependencies before dependents, and their states say
    /// what they wait for; `first` is the task that asked for them, if one did.
    pub(super) fn admit(&mut self, numbers: &[u32], first: Option<u32>) {
        // The states are those of this moment.
        self.tell();
        let tasks = self.view.plan().len();
        self.controls.grow(tasks);
        self.schedule.grow(tasks);
        for &number in numbers {
            self.ask_control(number);
        }
        let in_plan_order = self.options.in_plan_order;
        let (plan, view, controls) = (self.view.plan(), &self.view, &self.controls);
        let ranks = &mut self.schedule.queue().ranks;
        ranks.add(plan, numbers.iter().copied(), first, |number| Weighed {
            priority: controls.get(number).priority,
            takes: match plan.node(number).task.schema().kind {
                TaskKind::Wrapper | TaskKind::External => std::time::Duration::ZERO,
                _ if in_plan_order => std::time::Duration::ZERO,
                _ => view.estimate(number).unwrap_or(UNKNOWN),
            },
        });
        let hopeless = |number| self.hopeless.contains_key(&number);
        for next in self.schedule.admit(view, numbers, hopeless) {
            match next {
                Next::Ready(number) => self.ready(number),
                Next::Skipped(number, causes) => self.skip(number, causes),
            }
        }
    }

    /// Asks a task how it is to be run. One that does not say, or that takes what there is not,
    /// can only fail.
    fn ask_control(&mut self, number: u32) {
        let schema = self.view.plan().node(number).task.schema();
        let settings = self.settings_for(schema);
        let node = self.view.plan().node(number);
        let asked = self.controls.ask(number, &*node.task, &settings);
        let control = self.controls.get(number);
        let capacities = &self.options.resources;
        let failure = asked.err().or_else(|| unmet(control, capacities));
        if self.hopeless.contains_key(&number) || schema.kind == TaskKind::Wrapper {
            return;
        }
        match failure {
            Some(failure) => {
                self.hopeless.insert(number, failure);
            }
            None => self.schedule.queue().works(number, control),
        }
    }
}

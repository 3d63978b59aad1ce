//! What must come of a run, by the definition and not by the algorithm.

use super::*;
use crate::run::resources::unmet;
use crate::run::testing::Act;

/// How each task of a world must end in a run that nobody cuts short.
pub(super) struct Oracle<'a> {
    simulated: &'a Simulated,
    ends: Vec<State>,
}

impl<'a> Oracle<'a> {
    pub(super) fn new(simulated: &'a Simulated) -> Self {
        let ends = vec![State::Unneeded; simulated.world.specs.len()];
        Self { simulated, ends }
    }

    pub(super) fn ends(mut self) -> Vec<State> {
        for root in &self.simulated.roots {
            self.end(*root);
        }
        self.ends
    }

    /// How a task ends that somebody needs. Tasks need tasks of higher numbers only.
    fn end(&mut self, n: u32) -> State {
        let at = n as usize;
        if self.ends[at] == State::Unneeded {
            self.ends[at] = self.found_out(n);
        }
        self.ends[at]
    }

    fn found_out(&mut self, n: u32) -> State {
        let spec = &self.simulated.world.specs[n as usize];
        let is_there = |it: &String| self.simulated.there.contains(it);
        let given = spec.kind == Kind::External && spec.output.is_none();
        if given || spec.output.as_ref().is_some_and(is_there) {
            return State::Complete;
        }
        if spec.kind == Kind::External && spec.needs.is_empty() {
            return State::Failed;
        }
        let inputs: Vec<State> = spec.needs.iter().map(|it| self.end(*it)).collect();
        let takes_too_much = unmet(&spec.control, &self.simulated.resources).is_some();
        if takes_too_much && spec.kind != Kind::Wrapper {
            return State::Failed;
        }
        match spec.kind {
            _ if !inputs.iter().all(|it| it.is_good()) => State::Skipped,
            Kind::Wrapper => State::Succeeded,
            Kind::External => State::Failed,
            Kind::Engine if self.simulated.engine.is_err() => State::Failed,
            Kind::Rust | Kind::Engine => self.tried(spec),
        }
    }

    /// How a task ends that runs: its last try.
    fn tried(&mut self, spec: &Spec) -> State {
        let tries = 1 + spec.control.retries.unwrap_or(0);
        let tried = (1..=tries).map(|attempt| self.tries(spec, attempt));
        let mut ends = tried.skip_while(|end| *end == State::Backoff);
        ends.next().unwrap_or(State::Failed)
    }

    /// How one try ends; in `Backoff`, if another one may end better.
    fn tries(&mut self, spec: &Spec, attempt: u32) -> State {
        let Does::Acts(acts) = &spec.does else {
            return State::Succeeded;
        };
        for act in acts {
            match act {
                Act::FailsFirst(tries, kind) if attempt <= *tries => {
                    let passes = Failure::new(*kind, "").may_pass();
                    return if passes {
                        State::Backoff
                    } else {
                        State::Failed
                    };
                }
                Act::HangsFirst(tries) if attempt <= *tries && spec.control.timeout.is_some() => {
                    return State::Backoff;
                }
                Act::Panics => return State::Failed,
                Act::Requires(tasks) => {
                    let ends: Vec<State> = tasks.iter().map(|it| self.end(*it)).collect();
                    if !ends.iter().all(|it| it.is_good()) {
                        return State::Skipped;
                    }
                }
                Act::Tries(tasks) | Act::WaitsFor(tasks, _) => {
                    for task in tasks {
                        self.end(*task);
                    }
                }
                _ => {}
            }
        }
        State::Succeeded
    }
}

//! What is found out about tasks that come to be needed while the run goes on.
//!
//! The same walk as before a run, but the stores are asked on threads of their own, many at a
//! time, and the dispatcher goes on meanwhile.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use tokio::task::{JoinError, JoinSet};

use super::super::survey::{Answer, Asked, BATCH, Followed, Walk, look};
use super::super::{Completeness, EventKind, Need, Noted, State};
use super::Dispatcher;
use crate::task::TaskKind;

/// The numbers of the tasks that were looked for, and what was found.
pub(super) type Looked = (Vec<u32>, Vec<Answer>);

/// Looks at the stores, and what they are for.
#[derive(Default)]
pub(super) struct Looks {
    /// Made when it is first needed.
    walk: Option<Walk>,
    /// What is still to be asked.
    batches: VecDeque<Vec<u32>>,
    pub(super) asking: JoinSet<Looked>,
    /// The tasks that are needed, and who asked for them.
    awaited: HashMap<u32, u32>,
    /// Those that were asked for because they might be.
    prospects: Vec<u32>,
}

impl Looks {
    /// Whether no answer is to come.
    pub(super) fn is_quiet(&self) -> bool {
        self.asking.is_empty() && self.batches.is_empty()
    }
}

impl Dispatcher {
    /// Tasks that nobody needed are needed now, since this one asked for them.
    pub(super) fn need(&mut self, tasks: Vec<u32>, by: u32) {
        self.look_further(tasks, by, false);
        self.look_rests();
    }

    /// The stores have answered.
    pub(super) fn looked(&mut self, looked: Result<Looked, JoinError>) {
        // A look neither panics nor is it cancelled.
        let (Ok((numbers, answers)), Some(walk)) = (looked, &mut self.looks.walk) else {
            return;
        };
        let mut needed: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, answer) in numbers.into_iter().zip(answers) {
            walk.learn(number, answer);
            if let Some(by) = self.looks.awaited.remove(&number) {
                needed.entry(by).or_default().push(number);
            }
        }
        for (by, needed) in needed {
            self.look_further(needed, by, true);
        }
        self.look_rests();
    }

    /// Goes on from needed tasks as far as is known, and asks for what is not.
    fn look_further(&mut self, needed: Vec<u32>, by: u32, ahead: bool) {
        let plan = self.view.plan();
        let walk = self.looks.walk.get_or_insert_with(|| {
            let need_of = |number| match self.view.state(number) {
                State::Unneeded => Need::Unneeded,
                _ => Need::Run,
            };
            // The numbers of a plan's tasks are below 2^32.
            #[allow(clippy::cast_possible_truncation)]
            let numbers = 0..plan.len() as u32;
            Walk::new(numbers.map(need_of).collect(), true)
        });
        walk.grow(plan.len());
        let mut decided = Vec::new();
        let followed = walk.follow(plan, needed, &mut |number, need| {
            decided.push((number, need));
        });
        let Followed { ask, wait } = followed;
        for number in ask.iter().chain(&wait) {
            self.looks.awaited.entry(*number).or_insert(by);
        }
        if !ask.is_empty() {
            // What has just come to be needed is likely complete; what something is missing of
            // needs its inputs, and theirs.
            let size = if ahead { ask.len() + BATCH } else { ask.len() };
            let round = walk.with_prospects(plan, &ask, size);
            self.looks.prospects.extend(&round[ask.len()..]);
            let batches = round.chunks(BATCH).map(<[u32]>::to_vec);
            self.looks.batches.extend(batches);
        }
        self.decide(decided, by);
    }

    /// Asks on, and judges what is known when nothing more is to come.
    fn look_rests(&mut self) {
        self.ask_the_stores();
        if self.looks.is_quiet() {
            self.forget_prospects();
            self.refuse_circles();
        }
    }

    fn ask_the_stores(&mut self) {
        let parallel = self.options.workers.clamp(1, 16) * 2;
        while self.looks.asking.len() < parallel
            && let Some(batch) = self.looks.batches.pop_front()
        {
            let asked: Vec<Asked> = batch.iter().map(|it| self.asked_for(*it)).collect();
            // Of its own each time: since the last look others may have begun to write.
            let inner = Arc::clone(&self.options.completeness);
            let noted = Noted::new(inner, &self.options.state_dir);
            self.looks.asking.spawn_blocking(move || {
                let noted: Arc<dyn Completeness> = noted;
                (batch, look(&asked, &*noted))
            });
        }
    }

    fn asked_for(&mut self, number: u32) -> Asked {
        let mut asked = Asked::of(self.view.plan(), number);
        let schema = self.view.plan().node(number).task.schema();
        if number >= self.planned && matches!(schema.kind, TaskKind::Engine(_)) {
            asked.unchecked = Some(self.settings_for(schema));
        }
        asked
    }

    /// It is known what the run has to do with tasks that are needed.
    fn decide(&mut self, decided: Vec<(u32, Need)>, by: u32) {
        let mut runs = Vec::new();
        for (number, need) in decided {
            match need {
                Need::Unneeded => {}
                Need::Complete => {
                    let task = self.id(number);
                    self.settle(number, EventKind::TaskComplete { task }, true);
                }
                Need::Run | Need::Fail => runs.push(number),
            }
        }
        if runs.is_empty() {
            return;
        }
        // In the order of the plan dependencies come before dependents.
        runs.sort_unstable();
        for &number in &runs {
            let walk = self.looks.walk.as_mut();
            if let Some(failure) = walk.and_then(|walk| walk.failures.remove(&number)) {
                self.hopeless.insert(number, failure);
            }
            self.view.needed(number);
        }
        self.admit(&runs, Some(by));
    }

    /// What was found out in advance would be old by the time when it is needed.
    fn forget_prospects(&mut self) {
        if let Some(walk) = &mut self.looks.walk {
            for number in self.looks.prospects.drain(..) {
                walk.forget(number);
            }
        }
    }
}
